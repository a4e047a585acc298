"""Making a decision known, and reading the list of one that is."""

from __future__ import annotations

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from tenants.roles import Permission
from web import current
from web.access import requires, signed_in
from web.catalogue import _, _l
from web.forms import Form, Required
from web.htmx import go, say, show
from web.signing_in.again import freshly_proven
from workflows.decisions.publishing import (
    SHOWN,
    Level,
    Part,
    find_published,
    listed_units,
    publish,
    published,
)
from workflows.decisions.reading import find_decision, keeps
from workflows.decisions.tables import RECOGNITION, Decision
from workflows.engine.refusals import Refusal

bp = Blueprint("publishing", __name__, url_prefix="/quyet-dinh/<code:code>/cong-bo")

LEVELS = {
    Level.CONCERNED: _l("Chỉ từng đơn vị, mỗi đơn vị thấy kết quả của mình"),
    Level.COMMITTEES: _l("Các cấp ủy, văn phòng"),
    Level.EVERYBODY_INSIDE: _l("Mọi người đăng nhập được trong đơn vị"),
    Level.PUBLIC: _l("Công khai: ai có mã xác nhận đều xem được"),
}
PARTS = {
    Part.COMMITTEE: _l("Đảng bộ trực tiếp"),
    Part.MERIT: _l("Giấy khen"),
    Part.RATING: _l("Xếp loại (chỉ trong cấp ủy)"),
    Part.RUNNING: _l("Số năm liền"),
}
USUALLY = (Part.COMMITTEE, Part.MERIT, Part.RUNNING)


class PublishForm(Form):
    """The level, and what the list says besides names."""

    level = RadioField(
        _l("Ai được xem danh sách"), validators=[Required()],
        default=str(Level.EVERYBODY_INSIDE),
    )  # fmt: skip
    shown = SelectMultipleField(_l("Danh sách ghi thêm"), default=[str(part) for part in USUALLY])

    def offer(self) -> None:
        """Offer every level and part."""
        self.level.choices = [SelectChoice(str(key), str(words)) for key, words in LEVELS.items()]
        self.shown.choices = [SelectChoice(str(key), str(words)) for key, words in PARTS.items()]

    @property
    def chosen(self) -> tuple[Level, list[Part]]:
        """What was chosen, as far as the level may show it."""
        level = Level(self.level.data)
        return level, [part for part in SHOWN[level] if str(part) in (self.shown.data or [])]


@bp.get("/lam")
@requires(Permission.DECISION_KEEP)
def ask(code: str) -> ResponseReturnValue:
    """Ask at which level, and show what is told to whom."""
    return _ask(_kept(code), PublishForm(formdata=None))


@bp.post("/lam")
@requires(Permission.DECISION_KEEP)
@freshly_proven
def make_known(code: str) -> ResponseReturnValue:
    """Publish, and tell each unit."""
    decision, form = _kept(code), PublishForm()
    form.offer()
    if not form.validate_on_submit():
        return _ask(decision, form, status=422)
    level, shown = form.chosen
    try:
        publish(current.session(), decision, level, shown=shown, actor=current.member())
    except Refusal as refusal:
        return _ask(decision, form, status=form.explain(refusal))
    say(
        _(
            "Đã công bố quyết định %(number)s. Các đơn vị có tên được báo ngay.",
            number=decision.number,
        )
    )
    return go(url_for("decisions.page", code=code))


@bp.get("")
@signed_in
def listed(code: str) -> ResponseReturnValue:
    """Show the published list to whom its level lets read it."""
    found = find_published(current.session(), code, viewer=current.member()) or abort(404)
    decision, publication = found
    return show(
        "decisions/published.html",
        decision=decision,
        publication=publication,
        units=listed_units(current.session(), decision, publication),
    )


def _ask(decision: Decision, form: PublishForm, *, status: int = 200) -> ResponseReturnValue:
    form.offer()
    return show(
        "decisions/publish.html",
        status=status,
        decision=decision,
        form=form,
        publication=published(current.session(), decision.id),
        levels=LEVELS,
    )


def _kept(code: str) -> Decision:
    member = current.member()
    decision = find_decision(current.session(), code, viewer=member) or abort(404)
    if decision.kind != RECOGNITION:
        abort(404)
    if not keeps(member, decision):
        abort(403, "permission")
    return decision
