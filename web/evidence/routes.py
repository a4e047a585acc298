"""The store of a year, one of its files, and what may be done with it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from web import current
from web.access import signed_in
from web.asked import number_asked, page_asked
from web.catalogue import _
from web.evidence.forms import DescribeForm, PressForm, ReplaceForm
from web.evidence.places import places_of
from web.evidence.whose import Whose, store_of, the_store
from web.evidence.workbook import evidence_workbook
from web.htmx import go, say, show
from web.lists.workbook import XLSX
from web.refusals import words_of
from web.uploads import FILES, takes_files, the_upload
from workflows.dossiers.own import cells_of
from workflows.dossiers.unit_years import may_gather
from workflows.engine.refusals import Refusal
from workflows.evidence.attaching import attach_to_exactly
from workflows.evidence.gathered import (
    Which,
    attached_ids,
    by_month,
    counts_of,
    earlier_versions,
    files_of,
    years_of,
)
from workflows.evidence.keeping import bring_back_file, describe_file, remove_file, replace_file
from workflows.evidence.links import attached_places, frozen_in, links_of
from workflows.evidence.seeing import find_evidence
from workflows.evidence.tables import Evidence

ON_A_PAGE = 60

bp = Blueprint("evidence", __name__, url_prefix="/minh-chung")


@bp.get("")
@signed_in
def store() -> ResponseReturnValue:
    """Show the files of a year, those that serve no criterion yet first."""
    whose = the_store()
    if whose is None:
        cells = cells_of(current.session(), current.member())
        return show("evidence/choose.html", cells=cells, endpoint="evidence.store")
    session, member = current.session(), current.member()
    which, search = _which(), request.args.get("tim", "").strip()
    number = page_asked()
    files = files_of(
        session, member, whose.unit.id, whose.year,
        which=which, search=search, limit=ON_A_PAGE + 1, offset=(number - 1) * ON_A_PAGE,
    )  # fmt: skip
    shown = files[:ON_A_PAGE]
    attached = attached_ids(session, shown)
    loose = [row for row in shown if row.id not in attached and row.removed_at is None]
    return show(
        "evidence/store.html",
        whose=whose,
        which=which,
        search=search,
        counts=counts_of(session, member, whose.unit.id, whose.year),
        years=sorted({*years_of(session, member, whose.unit.id), whose.year}, reverse=True),
        loose=loose if which is Which.ALL else [],
        months=by_month([row for row in shown if row not in loose or which is not Which.ALL]),
        places=attached_places(session, [row.id for row in shown]),
        number=number,
        has_more=len(files) > ON_A_PAGE,
        saved=number_asked("da-luu") or 0,
    )


@bp.get("/danh-sach.xlsx")
@signed_in
def workbook() -> ResponseReturnValue:
    """Hand out the list of the files that the page shows, as XLSX."""
    whose = the_store() or abort(404)
    files = files_of(
        current.session(), current.member(), whose.unit.id, whose.year,
        which=_which(), search=request.args.get("tim", "").strip(), limit=5_000,
    )  # fmt: skip
    places = attached_places(current.session(), [row.id for row in files])
    name = f"minh-chung-{whose.year}.xlsx"
    return Response(
        evidence_workbook(files, places, whose.dossier),
        mimetype=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@bp.get("/<uuid:evidence_id>")
@signed_in
def page(evidence_id: UUID) -> ResponseReturnValue:
    """Show one file, where it is used, and what took its place or was replaced by it."""
    row = _file(evidence_id)
    return _page(row, None)


@bp.post("/<uuid:evidence_id>")
@signed_in
def describe(evidence_id: UUID) -> ResponseReturnValue:
    """Keep what a file shows, and to which criteria it is attached."""
    row = _theirs(evidence_id)
    whose, form = store_of(row.unit, row.year), DescribeForm()
    if not form.validate_on_submit():
        return _page(row, form, status=422)
    session, member = current.session(), current.member()
    try:
        describe_file(
            session, row.id, note=form.note.data or "", taken_on=form.taken_on.data, actor=member
        )
        if places_of(whose.dossier) and whose.dossier is not None:
            attach_to_exactly(
                session, whose.dossier.id, row.id, form.criteria.data or [], actor=member
            )
    except Refusal as refusal:
        return _page(row, form, status=form.explain(refusal))
    say(_("Đã lưu."))
    return go(url_for("evidence.page", evidence_id=row.id))


@bp.post("/<uuid:evidence_id>/thay")
@signed_in
@takes_files
def replace(evidence_id: UUID) -> ResponseReturnValue:
    """Put another file in the place of one."""
    row, form = _theirs(evidence_id), ReplaceForm()
    if not form.validate_on_submit():
        return _page(row, None, status=422)
    try:
        newer = replace_file(current.session(), row.id, the_upload(), actor=current.member())
    except Refusal as refusal:
        return _page(row, None, status=422, why_not=words_of(refusal))
    say(_("Đã thay tệp. Bản cũ còn trong lịch sử của tệp."))
    return go(url_for("evidence.page", evidence_id=newer.id))


@bp.post("/<uuid:evidence_id>/go")
@signed_in
def remove(evidence_id: UUID) -> ResponseReturnValue:
    """Take a file out of the store."""
    row, form = _theirs(evidence_id), PressForm()
    if not form.validate_on_submit():
        return _page(row, None, status=422)
    remove_file(current.session(), row.id, actor=current.member())
    say(_("Đã gỡ tệp «%(name)s». Còn khôi phục được trong 30 ngày.", name=row.name))
    return go(url_for("evidence.store", ma=row.unit.code, nam=row.year))


@bp.post("/<uuid:evidence_id>/khoi-phuc")
@signed_in
def bring_back(evidence_id: UUID) -> ResponseReturnValue:
    """Bring a removed file back."""
    row, form = _theirs(evidence_id), PressForm()
    if not form.validate_on_submit():
        return _page(row, None, status=422)
    bring_back_file(current.session(), row.id, actor=current.member())
    say(_("Đã khôi phục tệp «%(name)s».", name=row.name))
    return go(url_for("evidence.page", evidence_id=row.id))


def _which() -> Which:
    word = request.args.get("loc", "")
    return next((which for which in Which if which.value == word), Which.ALL)


def _file(evidence_id: UUID) -> Evidence:
    return find_evidence(current.session(), evidence_id, viewer=current.member()) or abort(404)


def _theirs(evidence_id: UUID) -> Evidence:
    """Return a file that is the visitor's to change; to readers there is no such address."""
    row = _file(evidence_id)
    if not may_gather(current.session(), current.member(), row.unit):
        abort(404)
    return row


def _page(
    row: Evidence, form: DescribeForm | None, *, status: int = 200, why_not: str = ""
) -> ResponseReturnValue:
    session, member = current.session(), current.member()
    gathers = may_gather(session, member, row.unit)
    whose: Whose | None = store_of(row.unit, row.year) if gathers else None
    links = links_of(session, row.id)
    if form is None:
        form = DescribeForm(
            formdata=None,
            note=row.note,
            taken_on=row.taken_on,
            criteria=[link.criterion for link, _dossier in links if link.criterion],
        )
    places = places_of(whose.dossier) if whose else []
    form.criteria.choices = [(each.key, each.words) for each in places]
    if why_not:
        form.form_errors.append(why_not)
    return show(
        "evidence/one.html",
        status=status,
        row=row,
        form=form,
        press=PressForm(formdata=None),
        gathers=gathers,
        places=places,
        used_in=links,
        frozen=frozen_in(session, row.id),
        earlier=earlier_versions(session, member, row),
        field=FILES,
    )
