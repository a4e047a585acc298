"""The page on which a misprint of a numbered decision is put right: first where, then how."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from tenants.roles import Permission
from web import current
from web.access import requires
from web.catalogue import _, _l
from web.decisions.papers import MEDIA_TYPES, file_name
from web.fields import DayField
from web.forms import AtMost, Form, Required
from web.htmx import go, say, show
from web.refusals import words_of
from web.signing_in.again import freshly_proven
from workflows.decisions.correcting import Place, correct_misprint, place_of
from workflows.decisions.reading import corrections_of, find_decision, find_paper, keeps
from workflows.decisions.tables import Decision, Misprinted
from workflows.engine.refusals import Refusal, StaleError
from workflows.papers.tables import Edition

bp = Blueprint("correcting", __name__, url_prefix="/quyet-dinh/<code:code>/dinh-chinh")

FIELDS = {
    Misprinted.NUMBER: _l("Số quyết định"),
    Misprinted.SIGNED_ON: _l("Ngày ký"),
    Misprinted.UNIT: _l("Tên đơn vị"),
    Misprinted.COMMITTEE: _l("Tên đảng bộ"),
    Misprinted.SECRETARY: _l("Tên bí thư"),
}


class CorrectForm(Form):
    """What should have been printed, how it is known, and the paper that says so."""

    field = HiddenField()
    row = IntegerField(widget=HiddenInput(), validators=[Optional()])
    right = StringField(_l("Sửa thành"), validators=[Required(), AtMost(200)])
    reason = TextAreaField(_l("Vì sao biết là in sai"), validators=[Required(), AtMost(500)])
    paper = StringField(_l("Số văn bản đính chính"), validators=[Required(), AtMost(60)])
    paper_on = DayField(_l("Ngày văn bản đính chính"), validators=[Required()])

    def show_again(self, decision: Decision) -> None:
        """Carry the version that the page shows now; what was typed stays."""
        self.seen_version.raw_data = None
        self.seen_version.data = decision.version


@bp.get("")
@requires(Permission.DECISION_KEEP)
def ask(code: str) -> ResponseReturnValue:
    """Ask which place is misprinted; show what stands there, and ask what should."""
    decision = _kept(code)
    try:
        place = _place(decision, request.args.get("cho", ""), request.args.get("dong", ""))
    except Refusal as refusal:
        return _page(decision, None, None, status=422, why_not=words_of(refusal))
    if place is None:
        return _page(decision, None, None)
    form = CorrectForm(formdata=None, field=place.field.value, row=place.row)
    return _page(decision, place, form)


@bp.post("")
@requires(Permission.DECISION_KEEP)
@freshly_proven
def correct(code: str) -> ResponseReturnValue:
    """Put it right: the decision is printed anew, and so are its Giấy khen."""
    decision, form = _kept(code), CorrectForm()
    row = "" if form.row.data is None else str(form.row.data)
    try:
        place = _place(decision, form.field.data or "", row)
    except Refusal as refusal:
        return _page(decision, None, None, status=422, why_not=words_of(refusal))
    if place is None:
        return _page(decision, None, None, status=422)
    if not form.validate_on_submit() or form.paper_on.data is None:
        return _page(decision, place, form, status=422)
    try:
        made = correct_misprint(
            current.session(), decision, place.field, form.right.data or "", row=place.row,
            reason=form.reason.data or "", paper=form.paper.data or "",
            paper_on=form.paper_on.data, actor=current.member(),
            seen_version=form.seen_version.data or 0,
        )  # fmt: skip
    except StaleError:
        return _page(decision, place, form, status=409)
    except Refusal as refusal:
        return _page(decision, place, form, status=form.explain(refusal))
    say(
        _("Đã đính chính «%(was)s» thành «%(becomes)s». Máy đang lập lại văn bản.",
          was=made.was, becomes=made.becomes)
    )  # fmt: skip
    return go(url_for("decisions.page", code=code))


@bp.get("/<int:time>.<any(pdf, docx):form>")
@requires(Permission.DOSSIER_READ)
def earlier(code: str, time: int, form: str) -> ResponseReturnValue:
    """Hand out the decision as it was printed before a correction: kept, and no longer right."""
    decision = _seen(code)
    corrections = corrections_of(current.session(), decision.id)
    if not 1 <= time <= len(corrections):
        abort(404)
    part = corrections[time - 2].part if time > 1 else ""
    found = find_paper(
        current.session(), decision, Edition.FINAL, form, viewer=current.member(), part=part
    )
    if found is None or found.content is None:
        abort(404)
    name = f"Truoc-dinh-chinh-{time}-{file_name(decision, Edition.FINAL, form)}"
    return Response(
        bytes(found.content),
        mimetype=MEDIA_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _place(decision: Decision, field: str, row: str) -> Place | None:
    """Return the place that is named; nothing where none is."""
    known = next((each for each in FIELDS if each.value == field), None)
    if known is None:
        return None
    line = int(row) if row.strip().isdecimal() and len(row.strip()) < 6 else None
    return place_of(current.session(), decision, known, line)


def _page(
    decision: Decision,
    place: Place | None,
    form: CorrectForm | None,
    *,
    status: int = 200,
    why_not: str = "",
) -> ResponseReturnValue:
    if form is not None:
        form.show_again(decision)
    return show(
        "decisions/correct.html",
        status=status,
        decision=decision,
        place=place,
        form=form,
        fields=FIELDS,
        at=place.field.value if place else request.values.get("cho", ""),
        row=request.values.get("dong", ""),
        why_not=why_not,
        changed=status == 409,
    )


def _kept(code: str) -> Decision:
    """Return a numbered decision of the visitor's office; a draft has nothing to put right."""
    decision = _seen(code)
    if not keeps(current.member(), decision):
        abort(403, "permission")
    if decision.frozen_at is None:
        abort(404)
    return decision


def _seen(code: str) -> Decision:
    return find_decision(current.session(), code, viewer=current.member()) or abort(404)
