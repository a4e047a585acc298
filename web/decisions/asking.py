"""Asking that a title be revoked or restored, and putting what was asked to a sitting."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from tenants.roles import Permission
from web import current
from web.access import requires, signed_in
from web.catalogue import _, _l
from web.dossiers.loading import the_dossier
from web.fields import DayField
from web.forms import AtMost, Form, Required
from web.htmx import go, say, show
from web.signing_in.again import freshly_proven
from web.sittings.loading import address_of
from workflows.decisions.asking import (
    GROUNDS,
    PUTS,
    Ground,
    TitleRequest,
    Wish,
    ask,
    may_ask,
    requests_of,
    standing_request,
    title_now,
    wish_for,
)
from workflows.dossiers.tables import Dossier
from workflows.engine.refusals import Refusal
from workflows.sittings.requested import put_to_sitting

bp = Blueprint("asking", __name__)
ASKS = (Permission.SITTING_PREPARE, Permission.WARD_INBOX, Permission.CITY_INBOX)

GROUND_WORDS = {
    Ground.DISCIPLINE: _l("Có quyết định kỷ luật vì vi phạm trong chính năm được công nhận"),
    Ground.FALSE_DATA: _l("Số liệu, minh chứng trong hồ sơ không đúng sự thật"),
    Ground.QUASHED: _l("Căn cứ của việc thu hồi đã bị hủy bỏ"),
}


class AskForm(Form):
    """The ground, in words, and the paper that it rests on."""

    ground = RadioField(_l("Căn cứ"), validators=[Required()])
    words = TextAreaField(_l("Nêu rõ sự việc"), validators=[Required(), AtMost(1000)])
    paper = StringField(_l("Số văn bản làm căn cứ"), validators=[Required(), AtMost(60)])
    paper_on = DayField(_l("Ngày văn bản"), validators=[Required()])

    def offer(self, wish: Wish) -> None:
        """Offer the grounds that there are for this."""
        grounds = GROUNDS[wish]
        self.ground.choices = [SelectChoice(str(each), str(GROUND_WORDS[each])) for each in grounds]
        if not self.is_submitted() and len(grounds) == 1:
            self.ground.data = str(grounds[0])


class PutForm(Form):
    """The day of the sitting."""

    planned_on = DayField(_l("Ngày họp"), validators=[Required()])


@bp.get("/ho-so/<string:code>/de-nghi-danh-hieu")
@signed_in
def form(code: str) -> ResponseReturnValue:
    """Ask for the ground; what may be asked for follows from where the title stands."""
    dossier = the_dossier(code)
    return _ask(dossier, AskForm(formdata=None))


@bp.post("/ho-so/<string:code>/de-nghi-danh-hieu")
@signed_in
@freshly_proven
def send(code: str) -> ResponseReturnValue:
    """Put it to the body that may decide it."""
    dossier, sent = the_dossier(code), AskForm()
    wish = wish_for(dossier)
    if wish is None or not may_ask(current.member(), dossier):
        return _ask(dossier, sent, status=422)
    sent.offer(wish)
    if not sent.validate_on_submit() or sent.paper_on.data is None:
        return _ask(dossier, sent, status=422)
    try:
        asked = ask(
            current.session(), dossier, ground=Ground(sent.ground.data),
            words=sent.words.data or "", paper=sent.paper.data or "",
            paper_on=sent.paper_on.data, actor=current.member(),
        )  # fmt: skip
    except Refusal as refusal:
        return _ask(dossier, sent, status=sent.explain(refusal))
    say(_("Đã chuyển đề nghị tới %(body)s. Danh hiệu giữ nguyên cho đến khi phiên họp quyết định.",
          body=asked.body.name))  # fmt: skip
    return go(url_for("results.result", code=code))


@bp.get("/de-nghi-danh-hieu")
@requires(*ASKS)
def requests() -> ResponseReturnValue:
    """List what was asked of the visitor's bodies, and by the visitor."""
    return _list(PutForm(formdata=None, planned_on=current.today()))


@bp.post("/de-nghi-danh-hieu/<uuid:title_request_id>/phien-hop")
@requires(Permission.SITTING_PREPARE)
def put(title_request_id: UUID) -> ResponseReturnValue:
    """Put everything of the kind that was asked of the body for this year on its agenda."""
    session, member, sent = current.session(), current.member(), PutForm()
    asked = _asked(title_request_id)
    if asked.body.unit_id not in member.units(*PUTS):
        abort(404)
    if not sent.validate_on_submit() or sent.planned_on.data is None:
        return _list(sent, status=422)
    try:
        sitting = put_to_sitting(session, asked, planned_on=sent.planned_on.data, actor=member)
    except Refusal as refusal:
        return _list(sent, status=sent.explain(refusal))
    say(_("Đã lập phiên họp %(code)s. Đến giờ họp, bấm «Khai mạc».", code=sitting.code))
    return go(address_of(sitting))


def _ask(dossier: Dossier, sent: AskForm, *, status: int = 200) -> ResponseReturnValue:
    session = current.session()
    wish = wish_for(dossier)
    title = title_now(session, dossier)
    if wish is None or title is None or not may_ask(current.member(), dossier):
        abort(404)
    sent.offer(wish)
    return show(
        "decisions/ask.html",
        status=status,
        dossier=dossier,
        wish=wish,
        title=title,
        standing=standing_request(session, dossier.id),
        form=sent,
    )


def _list(sent: PutForm, *, status: int = 200) -> ResponseReturnValue:
    member = current.member()
    return show(
        "decisions/requests.html",
        status=status,
        requests=requests_of(current.session(), viewer=member),
        puts=set(member.units(*PUTS)),
        grounds=GROUND_WORDS,
        form=sent,
    )


def _asked(title_request_id: UUID) -> TitleRequest:
    found = requests_of(current.session(), viewer=current.member())
    return next((each for each in found if each.id == title_request_id), None) or abort(404)
