"""The Giấy khen of a decision: drafting it, printing the sheets, watching them being made."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from uuid import UUID

from flask import Blueprint, Response, abort, url_for
from flask.typing import ResponseReturnValue

from tenants.roles import Permission
from tenants.settings import settings
from web import current
from web.access import requires
from web.catalogue import _
from web.certificates.forms import PressForm, PrintForm
from web.htmx import go, say, show
from web.refusals import words_of
from web.uploads import FILES, takes_files, the_upload
from workflows.certificates.artwork import remove_artwork, standing_artwork, take_artwork
from workflows.certificates.deciding import draft_merit_decision
from workflows.certificates.printing import ask_for_run, find_sheet, latest_sheets, runs_of
from workflows.certificates.reading import certificates_of
from workflows.certificates.tables import Certificate, Mode
from workflows.decisions.reading import find_decision, keeps, reads_drafts
from workflows.decisions.tables import MERIT, Decision
from workflows.engine.refusals import Refusal

bp = Blueprint("printing", __name__)


@bp.post("/quyet-dinh/<code:code>/lap-giay-khen")
@requires(Permission.DECISION_KEEP)
def draft(code: str) -> ResponseReturnValue:
    """Draft the decision on the Giấy khen of the same sitting; it is numbered on its own page."""
    decision, form = _decision(code), PressForm()
    if not form.validate_on_submit():
        abort(422)
    try:
        drafted = draft_merit_decision(current.session(), decision, actor=current.member())
    except Refusal as refusal:
        say(words_of(refusal))
        return go(url_for("decisions.page", code=code))
    say(_("Đã lập dự thảo quyết định tặng Giấy khen. In trình ký, rồi ghi số theo sổ văn thư."))
    return go(url_for("decisions.page", code=drafted.code))


@bp.get("/quyet-dinh/<code:code>/giay-khen")
@requires(Permission.DECISION_KEEP, Permission.AUDIT_HOME)
def page(code: str) -> ResponseReturnValue:
    """Show what a decision grants, and how far the printing has come."""
    return _page(_of_merit(code), PrintForm(formdata=None))


@bp.post("/quyet-dinh/<code:code>/giay-khen")
@requires(Permission.DECISION_KEEP)
def print_all(code: str) -> ResponseReturnValue:
    """Have all standing certificates of a decision printed."""
    decision, form = _of_merit(code), PrintForm()
    if not form.validate_on_submit():
        return _page(decision, form, status=422)
    try:
        ask_for_run(
            current.session(), decision, actor=current.member(), mode=Mode(form.mode.data),
            right_mm=form.right_mm.data or Decimal(0), down_mm=form.down_mm.data or Decimal(0),
        )  # fmt: skip
    except Refusal as refusal:
        return _page(decision, form, status=form.explain(refusal))
    say(_("Máy đang lập bản in. Tiến độ hiện ở trang này; đồng chí có thể làm việc khác."))
    return go(url_for("printing.page", code=code))


@bp.get("/quyet-dinh/<code:code>/giay-khen/<uuid:printed_sheet_id>")
@requires(Permission.DECISION_KEEP, Permission.AUDIT_HOME)
def sheet(code: str, printed_sheet_id: UUID) -> ResponseReturnValue:
    """Hand out one sheet, or the whole run, as PDF."""
    found = find_sheet(current.session(), _of_merit(code), printed_sheet_id)
    if found is None:
        abort(404)
    printed, certificate = found
    return Response(
        bytes(printed.content),
        mimetype="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{_file_name(code, certificate)}.pdf"'
        },
    )


@bp.get("/giay-khen/nen")
@requires(Permission.CITY_INBOX)
def artwork() -> ResponseReturnValue:
    """Show the picture that Giấy khen are printed on, and let it be changed."""
    return _artwork_page()


@bp.post("/giay-khen/nen")
@requires(Permission.CITY_INBOX)
@takes_files
def set_artwork() -> ResponseReturnValue:
    """Take a picture as the artwork from now on."""
    if not PressForm().validate_on_submit():
        return _artwork_page(status=422)
    try:
        take_artwork(
            current.session(), the_upload(), actor=current.member(),
            clamav_url=settings().clamav_url,
        )  # fmt: skip
    except Refusal as refusal:
        return _artwork_page(status=422, why_not=words_of(refusal))
    say(_("Đã nhận nền Giấy khen. Các lần in sau dùng nền này."))
    return go(url_for("printing.artwork"))


@bp.post("/giay-khen/nen/bo")
@requires(Permission.CITY_INBOX)
def drop_artwork() -> ResponseReturnValue:
    """Go back to the frame of the product."""
    if not PressForm().validate_on_submit():
        return _artwork_page(status=422)
    remove_artwork(current.session(), actor=current.member())
    say(_("Đã bỏ nền riêng. Các lần in sau dùng khung của máy."))
    return go(url_for("printing.artwork"))


@bp.get("/giay-khen/nen/anh")
@requires(Permission.CITY_INBOX)
def artwork_picture() -> ResponseReturnValue:
    """Hand out the picture itself, to look at it."""
    found = standing_artwork(current.session(), with_content=True) or abort(404)
    return Response(
        bytes(found.content), mimetype="image/png" if found.form == "png" else "image/jpeg"
    )


def _page(decision: Decision, form: PrintForm, *, status: int = 200) -> ResponseReturnValue:
    session = current.session()
    return show(
        "certificates/printing.html",
        status=status,
        decision=decision,
        certificates=certificates_of(session, decision),
        sheets=latest_sheets(session, decision),
        runs=runs_of(session, decision),
        keeps=keeps(current.member(), decision),
        artwork=standing_artwork(session),
        form=form,
    )


def _artwork_page(*, status: int = 200, why_not: str = "") -> ResponseReturnValue:
    form = PressForm(formdata=None)
    if why_not:
        form.form_errors.append(why_not)
    artwork = standing_artwork(current.session())
    return show("certificates/artwork.html", status=status, artwork=artwork, form=form, field=FILES)


def _decision(code: str) -> Decision:
    """Return a decision to those who keep it; sheets of other wards are nobody else's."""
    member = current.member()
    decision = find_decision(current.session(), code, viewer=member)
    return decision if decision is not None and reads_drafts(member, decision) else abort(404)


def _of_merit(code: str) -> Decision:
    decision = _decision(code)
    return decision if decision.kind == MERIT else abort(404)


def _file_name(code: str, certificate: Certificate | None) -> str:
    """Return a name of plain letters: ``Giay-khen-12-2023-Chi-bo-To-dan-pho-6``."""
    if certificate is None:
        return f"Giay-khen-{code}"
    words = f"{certificate.register_number} {certificate.facts['unit']}"
    letters = unicodedata.normalize("NFD", words.replace("đ", "d").replace("Đ", "D"))
    plain = re.sub(r"[^A-Za-z0-9]+", "-", letters.encode("ascii", "ignore").decode())
    return f"Giay-khen-{plain.strip('-')}"
