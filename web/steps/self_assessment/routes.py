"""Answer criteria: one at a time as they are chosen, or a whole group by its button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from web import current
from web.access import signed_in
from web.catalogue import _
from web.dossiers.loading import the_readable_dossier
from web.htmx import changed, go, say, show
from web.steps.self_assessment.forms import anchor_of
from web.steps.self_assessment.page import GroupPage, group_of, group_page, where_to_go_on
from workflows.dossiers.answering import ANSWERING, may_answer
from workflows.dossiers.answering_many import Given, answer_many
from workflows.dossiers.contents import answers_of
from workflows.dossiers.tables import Dossier
from workflows.engine.refusals import Refusal, StaleError

bp = Blueprint("self_assessment", __name__, url_prefix="/ho-so/<string:code>")
bp.add_app_template_filter(anchor_of, "anchor")


@bp.get("/tu-danh-gia")
@signed_in
def go_on(code: str) -> ResponseReturnValue:
    """Lead to the first criterion that waits for an answer."""
    return go(where_to_go_on(the_readable_dossier(code)))


@bp.get("/nhom/<string:key>")
@signed_in
def group(code: str, key: str) -> ResponseReturnValue:
    """Show a group of criteria, to be answered by those who may, to be read by others."""
    return _page(group_page(the_readable_dossier(code), key))


@bp.post("/nhom/<string:key>")
@signed_in
def save_group(code: str, key: str) -> ResponseReturnValue:
    """Keep all answers of a group, and go on to the next one."""
    page = group_page(_writable(code), key)
    if not page.form.validate_on_submit():
        return _page(page, status=422)
    try:
        overtaken = _keep(page, page.form.all_given())
    except Refusal as refusal:
        return _page(page, status=page.form.explain(refusal))
    if overtaken:
        return _page(page, status=409, overtaken=overtaken)
    say(_("Đã lưu nhóm «%(group)s».", group=page.group.label))
    return go(page.next_address())


@bp.post("/tieu-chi/<string:key>")
@signed_in
def save_criterion(code: str, key: str) -> ResponseReturnValue:
    """Keep one answer as soon as it is chosen, and show the points so far."""
    dossier = _writable(code)
    page = group_page(dossier, group_of(dossier, key).key)
    if key not in page.form.keys:
        raise Refusal("frozen")
    overtaken = _keep(page, {key: page.form.given(key)})
    row = page.answers.get(key)
    if overtaken and row is not None:
        raise StaleError(
            name=row.answered_by, trigger="answer", at=row.answered_at, state=dossier.state
        )
    address = url_for("self_assessment.group", code=code, key=page.group.key)
    return changed("steps/self_assessment/saved.html", address=address, key=key, **page.context())


def _writable(code: str) -> Dossier:
    """Return a dossier that the visitor may answer now.

    Raises:
        Refusal: not theirs to answer, or closed for change.

    """
    dossier = the_readable_dossier(code)
    if not may_answer(current.member(), dossier):
        raise Refusal("role" if dossier.state in ANSWERING else "frozen", parties=["cell"])
    return dossier


def _keep(page: GroupPage, given: Mapping[str, Given]) -> list[str]:
    """Keep what was given, and read the answers again as they now stand."""
    session = current.session()
    overtaken = answer_many(session, page.dossier.id, given, actor=current.member())
    page.answers = answers_of(session, page.dossier.id)
    return overtaken


def _page(
    page: GroupPage, *, status: int = 200, overtaken: Sequence[str] = ()
) -> ResponseReturnValue:
    return show(
        "steps/self_assessment/group.html", status=status, overtaken=overtaken, **page.context()
    )
