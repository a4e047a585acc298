"""Score a dossier on one screen, conclude, and go on to the next."""

from __future__ import annotations

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from tenants.roles import Permission
from web import current
from web.access import signed_in
from web.appraisal.forms import ConclusionForm, levels_of, read_levels
from web.appraisal.page import context_of
from web.catalogue import _
from web.htmx import go, say, show
from web.idempotency import key
from workflows.dossiers.appraising import record_appraisal
from workflows.dossiers.contents import answers_of, content_hash
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import find_dossier, reads_contents
from workflows.engine.fire import fire
from workflows.engine.refusals import Refusal
from workflows.tasks.boxes import Wanted, page_of
from workflows.tasks.kinds import kind_named

bp = Blueprint("appraisal", __name__, url_prefix="/ho-so/<string:code>")


@bp.get("/tham-dinh")
@signed_in
def sheet(code: str) -> ResponseReturnValue:
    """Show what the cell says of itself, and what the appraisers say."""
    dossier = _dossier(code)
    levels = levels_of(answers_of(current.session(), dossier.id))
    seen = content_hash(current.session(), dossier)
    form = ConclusionForm(seen_version=dossier.version, seen_content=seen)
    return _sheet(dossier, form, levels)


@bp.post("/tham-dinh")
@signed_in
def save(code: str) -> ResponseReturnValue:
    """Keep the levels; where the cell's own are agreed with, take them over."""
    dossier = _dossier(code)
    form = ConclusionForm()
    answers = answers_of(current.session(), dossier.id)
    levels = read_levels(request.form, answers, agree="agree" in request.form)
    try:
        changed = record_appraisal(
            current.session(),
            dossier.id,
            {criterion: each for criterion, each in levels.items() if each.level},
            actor=current.member(),
            seen_version=form.seen_version.data or 0,
        )
    except Refusal as refusal:
        return _sheet(dossier, form, levels, status=form.explain(refusal), refusal=refusal)
    say(_("Đã lưu %(n)s tiêu chí", n=changed))
    return go(url_for("appraisal.sheet", code=code))


@bp.get("/ket-luan-tham-dinh")
@signed_in
def conclusion(code: str) -> ResponseReturnValue:
    """Lead to the sheet: the conclusion stands below the scores."""
    dossier = _dossier(code)
    return go(url_for("appraisal.sheet", code=dossier.code) + "#ket-luan")


@bp.post("/ket-luan-tham-dinh")
@signed_in
def conclude(code: str) -> ResponseReturnValue:
    """Conclude the appraisal, and show the dossier or the next one to appraise."""
    dossier = _dossier(code)
    form = ConclusionForm()
    levels = levels_of(answers_of(current.session(), dossier.id))
    if not form.validate_on_submit():
        return _sheet(dossier, form, levels, status=422)
    try:
        fire(
            current.session(),
            dossier.id,
            "conclude_appraisal",
            actor=current.member(),
            seen_version=form.seen_version.data or 0,
            inputs=form.inputs(),
            key=key(),
            seen_content=form.seen_content.data,
        )
    except Refusal as refusal:
        return _sheet(dossier, form, levels, status=form.explain(refusal), refusal=refusal)
    say(_("Đã kết luận thẩm định %(cell)s", cell=dossier.unit.name))
    return go(_next_address(code))


def _next_address(code: str) -> str:
    if "next" in request.form:
        waiting = page_of(current.session(), current.member(), Wanted(kind=kind_named("tham-dinh")))
        for line in waiting.lines:
            if line.dossier.code != code:
                return url_for("appraisal.sheet", code=line.dossier.code)
    return url_for("dossiers.overview", code=code)


def _dossier(code: str) -> Dossier:
    """Return the dossier; the sheet of one is the committees', and does not exist for a cell."""
    member = current.member()
    dossier = find_dossier(current.session(), code, viewer=member)
    may_read = member.may(Permission.WARD_INBOX) or member.may(Permission.CITY_INBOX)
    if dossier is None or not may_read or not reads_contents(member, dossier):
        abort(404)
    return dossier


def _sheet(
    dossier: Dossier,
    form: ConclusionForm,
    levels: object,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
) -> ResponseReturnValue:
    return show(
        "appraisal/sheet.html",
        status=status,
        **context_of(current.session(), current.member(), dossier),
        form=form,
        levels=levels,
        wrong=refusal.info.get("fields", []) if refusal else [],
    )
