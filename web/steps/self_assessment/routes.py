"""Answer criteria: one at a time as they are chosen, or a whole group by its button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint
from flask.typing import ResponseReturnValue

from web import current
from web.access import signed_in
from web.catalogue import _
from web.criteria.naming import called, titled
from web.htmx import changed, go, say, show
from web.steps.self_assessment.forms import anchor_of
from web.steps.self_assessment.page import (
    GroupPage,
    address_of_criterion,
    group_of,
    group_page,
    where_to_go_on,
)
from web.steps.self_assessment.writers import readers_dossier, writers_dossier
from workflows.dossiers.last_year import last_year_of
from workflows.engine.fire import stale
from workflows.engine.refusals import Refusal, StaleError
from workflows.logbook.reading import words_for

ANSWERED = "steps/self_assessment/answered.html"

bp = Blueprint("self_assessment", __name__, url_prefix="/ho-so/<string:code>")
bp.add_app_template_filter(anchor_of, "anchor")
bp.add_app_template_filter(called)
bp.add_app_template_filter(titled)


@bp.get("/tu-danh-gia")
@signed_in
def go_on(code: str) -> ResponseReturnValue:
    """Lead to the first criterion that waits for an answer."""
    return go(where_to_go_on(readers_dossier(code)))


@bp.get("/nhom/<string:key>")
@signed_in
def group(code: str, key: str) -> ResponseReturnValue:
    """Show a group of criteria, to be answered by those who may, to be read by others."""
    return _page(group_page(readers_dossier(code), key))


@bp.post("/nhom/<string:key>")
@signed_in
def save_group(code: str, key: str) -> ResponseReturnValue:
    """Keep all answers of a group, and go on to the next one."""
    page = group_page(writers_dossier(code), key)
    if page.unkept():
        return _page(page, status=409, closed=stale(current.session(), page.dossier))
    if not page.form.validate_on_submit():
        return _page(page, status=422)
    try:
        overtaken = page.keep({each: page.form.given(each) for each in page.form.keys})
    except Refusal as refusal:
        return _page(page, status=page.form.explain(refusal))
    if overtaken:
        return _page(page, status=409, overtaken=overtaken)
    say(_("Đã lưu nhóm «%(group)s».", group=page.group.label))
    return go(page.next_address())


@bp.get("/tieu-chi/<string:key>")
@signed_in
def criterion(code: str, key: str) -> ResponseReturnValue:
    """Lead to a criterion on its group's page."""
    dossier = readers_dossier(code)
    return go(address_of_criterion(dossier, group_of(dossier, key), key))


@bp.post("/tieu-chi/<string:key>")
@signed_in
def save_criterion(code: str, key: str) -> ResponseReturnValue:
    """Keep one answer as soon as it is chosen, and show the points so far."""
    dossier = writers_dossier(code)
    page = group_page(dossier, group_of(dossier, key).key)
    if key not in page.form.keys:
        raise stale(current.session(), dossier)
    if page.keep({key: page.form.given(key)}):
        say(_("Chưa lưu được tiêu chí %(key)s.", key=key))
        return show(ANSWERED, status=409, key=key, **page.answered(overtaken=[key]))
    say(_("Đã lưu tiêu chí %(key)s.", key=key))
    address = address_of_criterion(dossier, page.group, key)
    return changed(ANSWERED, address=address, key=key, **page.answered())


@bp.post("/tieu-chi/<string:key>/nhu-nam-truoc")
@signed_in
def say_again(code: str, key: str) -> ResponseReturnValue:
    """Put last year's words of a criterion into its note, beside what stands there."""
    page = _page_of(code, key)
    before = last_year_of(current.session(), page.dossier)
    if before is None or key not in before.notes:
        raise stale(current.session(), page.dossier)
    said = _("Đã lấy lời của năm %(year)s. Đồng chí xem và sửa cho đúng năm nay.", year=before.year)
    return _add_to_note(page, key, before.notes[key], said=said)


@bp.post("/tieu-chi/<string:key>/tu-so-theo-doi")
@signed_in
def say_as_noted(code: str, key: str) -> ResponseReturnValue:
    """Put what the logbook noted of the criterion's group into its note."""
    page = _page_of(code, key)
    words = words_for(current.session(), page.dossier, page.group.key)
    noted = "\n".join(part for part in (words.strengths, words.weaknesses) if part)
    if not noted:
        raise stale(current.session(), page.dossier)
    said = _("Đã lấy lời trong sổ theo dõi. Đồng chí giữ phần thuộc tiêu chí này.")
    return _add_to_note(page, key, noted, said=said)


def _page_of(code: str, key: str) -> GroupPage:
    """Return the page of a criterion that the visitor answers.

    Raises:
        StaleError: it is not open to them any more.

    """
    dossier = writers_dossier(code)
    page = group_page(dossier, group_of(dossier, key).key)
    if key not in page.form.keys:
        raise stale(current.session(), dossier)
    return page


def _add_to_note(page: GroupPage, key: str, words: str, *, said: str) -> ResponseReturnValue:
    """Keep what was typed on the page, with these words below the note of one criterion."""
    given = {each: page.form.given(each) for each in page.form.keys}
    note = "\n".join(part for part in (given[key].note, words) if part)
    page.form[f"note-{key}"].data = note
    if not page.form.validate_on_submit():
        return _page(page, status=422)
    try:
        overtaken = page.keep({**given, key: replace(given[key], note=note)})
    except Refusal as refusal:
        return _page(page, status=page.form.explain(refusal))
    if overtaken:
        return _page(page, status=409, overtaken=overtaken)
    say(said)
    return go(address_of_criterion(page.dossier, page.group, key))


def _page(
    page: GroupPage,
    *,
    status: int = 200,
    overtaken: Sequence[str] = (),
    closed: StaleError | None = None,
) -> ResponseReturnValue:
    context = page.context(overtaken=overtaken, closed=closed)
    return show("steps/self_assessment/group.html", status=status, **context)
