"""The evidence of a criterion, changed where it is answered: files, and lines of the books.

The buttons stand in the group's own form. Without the script everything that was typed comes
with the press and is kept first; with it, answers are kept already and a part is swapped.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from web import current
from web.access import signed_in
from web.catalogue import _
from web.criteria.naming import criterion_name
from web.htmx import go, say, show, wants_part
from web.steps.self_assessment.claims import PAGE as CLAIMS
from web.steps.self_assessment.claims import claims_page, kept_or_shown
from web.steps.self_assessment.page import (
    GroupPage,
    address_of_claim,
    address_of_criterion,
    group_of,
    group_page,
)
from web.steps.self_assessment.writers import readers_dossier, writers_dossier
from workflows.dossiers.contents import criteria_of
from workflows.dossiers.eligibility import counted_adjustments
from workflows.dossiers.tables import Dossier
from workflows.engine.fire import stale
from workflows.engine.refusals import Refusal
from workflows.evidence.attaching import attach, detach
from workflows.evidence.citing import cite, uncite

bp = Blueprint("criterion_evidence", __name__, url_prefix="/ho-so/<string:code>/minh-chung-cua")

GROUP = "steps/self_assessment/group.html"


@bp.get("/<string:key>")
@signed_in
def place(code: str, key: str) -> ResponseReturnValue:
    """Lead to the criterion: its files stand beside it."""
    dossier = readers_dossier(code)
    if _is_claim(dossier, key):
        return go(address_of_claim(dossier, key))
    return go(address_of_criterion(dossier, group_of(dossier, key), key))


@bp.post("/<string:key>")
@signed_in
def change(code: str, key: str) -> ResponseReturnValue:
    """Keep what was typed, then do with the files what the button says."""
    dossier = writers_dossier(code)
    if _is_claim(dossier, key):
        return _change_of_claim(dossier, key)
    page = group_page(dossier, group_of(dossier, key).key)
    if key not in page.form.keys:
        raise stale(current.session(), dossier)
    if not wants_part():
        refused = _keep(page)
        if refused is not None:
            return refused
    try:
        _press(dossier, key)
    except Refusal as refusal:
        return show(GROUP, status=page.form.explain(refusal), **page.context())
    address = address_of_criterion(dossier, page.group, key)
    if "photo" in request.form:
        return go(_adding(dossier, key, back=address))
    if wants_part():
        criterion = next(each for each in page.group.criteria if each.key == key)
        return show(
            "steps/self_assessment/files.html", criterion=criterion, pressed=True, **page.context()
        )
    return go(address)


def _is_claim(dossier: Dossier, key: str) -> bool:
    return any(key == one.key for one in counted_adjustments(criteria_of(dossier)))


def _change_of_claim(dossier: Dossier, key: str) -> ResponseReturnValue:
    """Do the same for a bonus or a penalty, on the page of these."""
    page = claims_page(dossier)
    if key not in page.form.keys:
        raise stale(current.session(), dossier)
    if not wants_part():
        refused = kept_or_shown(page)
        if refused is not None:
            return refused
    try:
        _press(dossier, key)
    except Refusal as refusal:
        return show(CLAIMS, status=page.form.explain(refusal), **page.context())
    address = address_of_claim(dossier, key)
    if "photo" in request.form:
        return go(_adding(dossier, key, back=address))
    if wants_part():
        criterion = next(each for each in page.counted if each.key == key)
        return show(
            "steps/self_assessment/files.html", criterion=criterion, pressed=True, **page.context()
        )
    return go(address)


def _press(dossier: Dossier, key: str) -> None:
    """Do with the evidence what the button says."""
    session, member = current.session(), current.member()
    name = criterion_name(key, criteria_of(dossier))
    if "attach" in request.form:
        attach(session, dossier.id, key, [_id("attach")], actor=member)
        say(_("Đã gắn minh chứng vào %(name)s.", name=name))
    elif "detach" in request.form:
        detach(session, dossier.id, key, _id("detach"), actor=member)
        say(_("Đã gỡ khỏi %(name)s. Tệp vẫn còn trong kho.", name=name))
    elif "cite-entry" in request.form:
        cite(session, dossier.id, key, entries=[_id("cite-entry")], actor=member)
        say(_("Đã dẫn sổ theo dõi làm minh chứng cho %(name)s.", name=name))
    elif "cite-meetings" in request.form:
        meetings = [_uuid(each) for each in request.form["cite-meetings"].split()]
        n = cite(session, dossier.id, key, meetings=meetings, actor=member)
        say(_("Đã dẫn %(n)s buổi sinh hoạt làm minh chứng cho %(name)s.", n=n, name=name))
    elif "uncite" in request.form:
        uncite(session, dossier.id, key, _id("uncite"), actor=member)
        say(_("Đã thôi dẫn ở %(name)s. Sổ vẫn giữ nguyên.", name=name))


def _keep(page: GroupPage) -> ResponseReturnValue | None:
    """Keep the answers that came with the press; return the page, where they cannot be kept."""
    if not page.form.validate_on_submit():
        return show(GROUP, status=422, **page.context())
    try:
        overtaken = page.keep({each: page.form.given(each) for each in page.form.keys})
    except Refusal as refusal:
        return show(GROUP, status=page.form.explain(refusal), **page.context())
    if overtaken:
        return show(GROUP, status=409, **page.context(overtaken=overtaken))
    return None


def _id(name: str) -> UUID:
    return _uuid(request.form[name])


def _uuid(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        abort(404)


def _adding(dossier: Dossier, key: str, *, back: str) -> str:
    """Return the address where files are added for a criterion, and from where one comes back."""
    values: dict[str, Any] = {
        "ma": dossier.unit.code, "nam": dossier.campaign.year, "tieu-chi": key, "ve": back,
    }  # fmt: skip
    return url_for("adding_evidence.ask", **values)
