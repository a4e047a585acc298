"""Score a dossier on one screen, hear the desks, conclude, and go on to the next of the list."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from tenants.roles import Permission
from web import current
from web.access import signed_in
from web.appraisal.forms import (
    ConclusionForm,
    OpinionForm,
    conclusion_form,
    given_at,
    levels_of,
    read_levels,
)
from web.appraisal.page import context_of, row_of, summary_of
from web.appraisal.queue import Queue, queue_here
from web.catalogue import _
from web.htmx import changed, go, say, show
from web.idempotency import key
from web.refusals import words_of
from workflows.dossiers.appraising import (
    Appraised,
    only_own_scores_since,
    record_appraisal,
)
from workflows.dossiers.contents import answers_of, content_hash, criteria_of, rating_of
from workflows.dossiers.opinions import heard
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import find_dossier, reads_contents
from workflows.engine.fire import fire
from workflows.engine.refusals import Refusal, StaleError

bp = Blueprint("appraisal", __name__, url_prefix="/ho-so/<string:code>")


@bp.get("/tham-dinh")
@signed_in
def sheet(code: str) -> ResponseReturnValue:
    """Show what the cell says of itself, and what the appraisers say."""
    return _sheet(_dossier(code))


@bp.post("/tham-dinh")
@signed_in
def save(code: str) -> ResponseReturnValue:
    """Keep the levels; where the cell's own are agreed with, take them over."""
    dossier, form = _dossier(code), ConclusionForm()
    answers = answers_of(current.session(), dossier.id)
    levels = read_levels(request.form, answers, agree="agree" in request.form)
    try:
        count = record_appraisal(
            current.session(),
            dossier.id,
            {criterion: each for criterion, each in levels.items() if each.level},
            actor=current.member(),
            seen_version=form.seen_version.data or 0,
        )
    except Refusal as refusal:
        return _sheet(dossier, form, levels, status=form.explain(refusal), refusal=refusal)
    say(_("Đã lưu %(n)s tiêu chí", n=count))
    return go(_address(code, queue_here()) + "#ket-luan")


@bp.get("/tham-dinh/<string:key>")
@signed_in
def place(code: str, key: str) -> ResponseReturnValue:
    """Lead to a criterion on the sheet."""
    dossier = _dossier(code)
    if not _is_scored(dossier, key):
        abort(404)
    return go(url_for("appraisal.sheet", code=code) + f"#tc-{key.replace('.', '-')}")


@bp.post("/tham-dinh/<string:key>")
@signed_in
def save_one(code: str, key: str) -> ResponseReturnValue:
    """Keep the level of one criterion as soon as it is chosen, with the reason where it differs."""
    dossier, form = _dossier(code), ConclusionForm()
    session, member = current.session(), current.member()
    if not _is_scored(dossier, key):
        abort(404)
    given = given_at(request.form, key)
    refused = ""
    try:
        if given.level:
            record_appraisal(
                session, dossier.id, {key: given},
                actor=member, seen_version=form.seen_version.data or 0,
            )  # fmt: skip
    except StaleError:
        raise
    except Refusal as refusal:
        refused = words_of(refusal)
    answers = answers_of(session, dossier.id)
    context = {
        **summary_of(session, dossier, answers, heard(session, member, dossier)),
        **row_of(dossier, key, answers),
        "refused": refused,
    }
    if refused:
        return show("appraisal/scored.html", status=422, **context)
    return changed("appraisal/scored.html", address=_address(code, queue_here()), **context)


@bp.get("/ket-luan-tham-dinh")
@signed_in
def conclusion(code: str) -> ResponseReturnValue:
    """Lead to the sheet: the conclusion stands below the scores."""
    dossier = _dossier(code)
    return go(url_for("appraisal.sheet", code=dossier.code) + "#ket-luan")


@bp.post("/ket-luan-tham-dinh")
@signed_in
def conclude(code: str) -> ResponseReturnValue:
    """Conclude the appraisal, and show the dossier or the next one of the list."""
    dossier = _dossier(code)
    form = conclusion_form(dossier, answers_of(current.session(), dossier.id))
    if not form.validate_on_submit():
        return _sheet(dossier, form, status=422)
    queue = queue_here()
    following = queue.after(code) if "next" in request.form else ""
    session, member = current.session(), current.member()
    seen, content = form.seen_version.data or 0, form.seen_content.data
    if only_own_scores_since(session, dossier, seen, member):
        seen, content = dossier.version, content_hash(session, dossier)
    try:
        fire(
            session,
            dossier.id,
            "conclude_appraisal",
            actor=member,
            seen_version=seen,
            inputs=form.inputs(),
            key=key(),
            seen_content=content,
        )
    except Refusal as refusal:
        return _sheet(dossier, form, status=form.explain(refusal), refusal=refusal)
    say(_("Đã kết luận thẩm định %(cell)s", cell=dossier.unit.name))
    if following:
        return go(_address(following, queue))
    if "next" in request.form:
        say(_("Không còn hồ sơ nào chờ thẩm định trong danh sách."))
    return go(url_for("dossiers.overview", code=code))


@bp.post("/tham-dinh-y-kien")
@signed_in
def give_opinion(code: str) -> ResponseReturnValue:
    """Give a desk's opinion on the version that it saw, and stay on the sheet."""
    dossier, form = _dossier(code), OpinionForm()
    if not form.validate_on_submit():
        return _sheet(dossier, opinion=form, status=422)
    try:
        fire(
            current.session(),
            dossier.id,
            "give_opinion",
            actor=current.member(),
            seen_version=form.seen_version.data or 0,
            inputs=form.inputs(),
            key=key(),
            seen_content=form.seen_content.data,
        )
    except Refusal as refusal:
        return _sheet(dossier, opinion=form, status=form.explain(refusal), refusal=refusal)
    say(_("Đã gửi ý kiến về %(cell)s.", cell=dossier.unit.name))
    return go(_address(code, queue_here()) + "#y-kien")


def _is_scored(dossier: Dossier, key: str) -> bool:
    """Tell whether this is a criterion that the cell answered; bonuses are counted instead."""
    known = {criterion.key for criterion in criteria_of(dossier).criteria}
    return key in known and key in answers_of(current.session(), dossier.id)


def _rating_so_far(dossier: Dossier) -> str | None:
    """Return the rating that the conclusion opens with: as decided, or as proposed before."""
    decided = rating_of(current.session(), dossier.id)
    return str(decided.rating) if decided else dossier.proposed_rating


def _address(code: str, queue: Queue) -> str:
    return url_for("appraisal.sheet", code=code, hang=queue.written or None)


def _dossier(code: str) -> Dossier:
    """Return the dossier; the sheet of one is the committees', and does not exist for a cell."""
    member = current.member()
    dossier = find_dossier(current.session(), code, viewer=member)
    may_read = member.may(Permission.WARD_INBOX) or member.may(Permission.CITY_INBOX)
    if dossier is None or not may_read or not reads_contents(member, dossier):
        abort(404)
    current.speak_of(dossier)
    return dossier


def _sheet(
    dossier: Dossier,
    form: ConclusionForm | None = None,
    levels: Mapping[str, Appraised] | None = None,
    *,
    opinion: OpinionForm | None = None,
    status: int = 200,
    refusal: Refusal | None = None,
) -> ResponseReturnValue:
    session = current.session()
    if levels is None:
        levels = levels_of(answers_of(session, dossier.id))
    seen = {"seen_version": dossier.version, "seen_content": content_hash(session, dossier)}
    opening = {"formdata": None, **seen}
    queue = queue_here()
    return show(
        "appraisal/sheet.html",
        status=status,
        **context_of(session, current.member(), dossier, levels),
        form=form
        or conclusion_form(
            dossier,
            answers_of(session, dossier.id),
            **opening,
            proposed_rating=_rating_so_far(dossier),
        ),
        opinion_form=opinion or OpinionForm(**opening),
        queue=queue,
        place=queue.place(dossier.code),
        wrong=refusal.info.get("fields", []) if refusal else [],
    )
