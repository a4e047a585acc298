"""A dossier's targets: planned and reached, filled in through the year, read by its committees."""

from __future__ import annotations

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue

from web import current
from web.access import signed_in
from web.catalogue import _
from web.dossiers.loading import the_readable_dossier
from web.htmx import go, say, show
from web.refusals import words_of
from web.targets.forms import ReachedForm, UploadForm, reached_form
from web.targets.workbook import BadSheetError, read_reached, targets_workbook
from web.uploads import FILES, takes_files, the_upload
from web.workbooks import handed_out
from workflows.dossiers.contents import criteria_of
from workflows.dossiers.tables import Dossier
from workflows.dossiers.unit_years import enters_for, may_gather
from workflows.engine.refusals import Refusal
from workflows.targets.reading import OfCell, targets_of
from workflows.targets.reporting import MAY_REPORT, report_targets

bp = Blueprint("targets", __name__, url_prefix="/ho-so/<string:code>/chi-tieu")


@bp.get("")
@signed_in
def page(code: str) -> ResponseReturnValue:
    """Show what was planned and how far it is reached."""
    dossier = the_readable_dossier(code)
    return _page(dossier, reached_form(targets_of(current.session(), dossier.id)))


@bp.post("")
@signed_in
def report(code: str) -> ResponseReturnValue:
    """Keep what was reached."""
    dossier = _theirs(code)
    form = reached_form(targets_of(current.session(), dossier.id))
    if not form.validate_on_submit():
        return _page(dossier, form, status=422)
    try:
        left = report_targets(current.session(), dossier.id, form.given(), actor=current.member())
    except Refusal as refusal:
        return _page(dossier, form, status=form.explain(refusal))
    if left:
        form.form_errors.append(
            _("Người khác vừa sửa: %(list)s. Các dòng khác đã lưu.", list=", ".join(left))
        )
        fresh = reached_form(targets_of(current.session(), dossier.id), formdata=None)
        fresh.form_errors = form.form_errors
        return _page(dossier, fresh)
    say(_("Đã lưu chỉ tiêu."))
    return go(url_for("targets.page", code=code))


@bp.get("/chi-tieu.xlsx")
@signed_in
def workbook(code: str) -> ResponseReturnValue:
    """Hand the targets out as XLSX, to be filled in and sent back."""
    dossier = the_readable_dossier(code)
    rows = targets_of(current.session(), dossier.id)
    names = {row.id: row.name for row in rows}
    listed = [
        OfCell(row, dossier, dossier.unit, names.get(row.part_of_id, "") if row.part_of_id else "")
        for row in rows
    ]
    return handed_out(targets_workbook(listed), f"chi-tieu-{dossier.code}")


@bp.post("/excel")
@signed_in
@takes_files
def take_workbook(code: str) -> ResponseReturnValue:
    """Read what was reached from a filled-in workbook; nothing is kept if a row is wrong."""
    dossier, form = _theirs(code), UploadForm()
    rows = targets_of(current.session(), dossier.id)
    if not form.validate_on_submit():
        return _page(dossier, reached_form(rows, formdata=None), status=422)
    try:
        given = read_reached(the_upload().content, rows, on=current.today())
        report_targets(current.session(), dossier.id, given, actor=current.member())
    except (Refusal, BadSheetError) as error:
        shown = reached_form(rows, formdata=None)
        sentences = [words_of(error)] if isinstance(error, Refusal) else error.sentences
        shown.form_errors = sentences
        return _page(dossier, shown, status=422)
    say(_("Đã lưu số đạt được của %(n)s chỉ tiêu từ Excel.", n=len(given)))
    return go(url_for("targets.page", code=code))


def _theirs(code: str) -> Dossier:
    dossier = the_readable_dossier(code)
    if not may_gather(current.session(), current.member(), dossier.unit):
        abort(404)
    return dossier


def _page(dossier: Dossier, form: ReachedForm, *, status: int = 200) -> ResponseReturnValue:
    gathers = may_gather(current.session(), current.member(), dossier.unit)
    return show(
        "targets/page.html",
        status=status,
        dossier=dossier,
        form=form,
        upload=UploadForm(formdata=None),
        targets=targets_of(current.session(), dossier.id),
        groups=criteria_of(dossier).groups,
        writes=gathers and dossier.state in MAY_REPORT,
        on_behalf=gathers and enters_for(current.member(), dossier.unit),
        field=FILES,
    )
