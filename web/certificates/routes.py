"""The register of Giấy khen, one of them, and how it is given out anew."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from tenants.clock import local
from tenants.roles import Permission
from web import current
from web.access import requires
from web.asked import number_asked, page_asked
from web.catalogue import _
from web.certificates.forms import BackForm, ReplaceForm
from web.certificates.words import reason_word, status_word
from web.htmx import go, say, show
from web.signing_in.again import freshly_proven
from web.workbooks import handed_out, workbook_of
from workflows.certificates.issuing import hand_back, replace_certificate
from workflows.certificates.printing import ask_for_run, latest_sheets
from workflows.certificates.reading import (
    Wanted,
    chain_of,
    count_register,
    find_certificate,
    register_of,
    years_in_register,
)
from workflows.certificates.tables import Certificate, Status
from workflows.decisions.reading import keeps
from workflows.engine.refusals import Refusal

ON_A_PAGE = 100
MOST_ROWS = 20_000

bp = Blueprint("certificates", __name__, url_prefix="/giay-khen")


@bp.get("")
@requires(Permission.DECISION_KEEP, Permission.AUDIT_HOME)
def register() -> ResponseReturnValue:
    """Show the register, by year and number."""
    wanted, session, member = _wanted(), current.session(), current.member()
    number = page_asked()
    rows = register_of(
        session, wanted, viewer=member, limit=ON_A_PAGE, offset=(number - 1) * ON_A_PAGE
    )
    return show(
        "certificates/register.html",
        rows=rows,
        total=count_register(session, wanted, viewer=member),
        years=years_in_register(session, viewer=member),
        statuses=list(Status),
        wanted=wanted,
        number=number,
        on_a_page=ON_A_PAGE,
        here=_here(wanted),
    )


@bp.get("/so-theo-doi.xlsx")
@requires(Permission.DECISION_KEEP, Permission.AUDIT_HOME)
def workbook() -> ResponseReturnValue:
    """Hand out exactly what was asked for, as XLSX: the book of awards, D18."""
    rows = register_of(current.session(), _wanted(), viewer=current.member(), limit=MOST_ROWS)
    headings = (
        (_("Vào sổ số"), 12), (_("Năm"), 8), (_("Đơn vị"), 36), (_("Thuộc"), 30),
        (_("Thành tích"), 40), (_("Quyết định"), 20), (_("Ngày ký"), 12), (_("Người ký"), 26),
        (_("Mã xác nhận"), 22), (_("Tình trạng"), 24), (_("Lý do"), 24), (_("Ghi chú"), 40),
        (_("Thay cho số"), 12), (_("Ngày cấp"), 12), (_("Ngày hết hiệu lực"), 16),
        (_("Ngày nộp lại"), 14),
    )  # fmt: skip
    numbers = {row.id: row.register_number for row in rows}
    lines = (
        (
            row.register_number, row.year, row.facts["unit"], row.facts["committee"],
            row.facts["achievement"], row.decision.number, row.decision.signed_on,
            row.facts["signer"], row.public_code, status_word(row.status),
            reason_word(row.reason), row.note,
            numbers.get(row.replaces_id, "") if row.replaces_id else "",
            local(row.issued_at).date(), local(row.ended_at).date() if row.ended_at else None,
            row.handed_back_on,
        )
        for row in rows
    )  # fmt: skip
    return handed_out(workbook_of(_("Sổ theo dõi khen thưởng"), headings, lines), "so-khen-thuong")


@bp.get("/<uuid:certificate_id>")
@requires(Permission.DECISION_KEEP, Permission.AUDIT_HOME)
def page(certificate_id: UUID) -> ResponseReturnValue:
    """Show one certificate, and every other of the same title."""
    return _page(_certificate(certificate_id), ReplaceForm(formdata=None))


@bp.post("/<uuid:certificate_id>")
@requires(Permission.DECISION_KEEP)
@freshly_proven
def replace(certificate_id: UUID) -> ResponseReturnValue:
    """Give out a certificate anew; the one before is void from now on."""
    row, form = _certificate(certificate_id), ReplaceForm()
    if not form.validate_on_submit():
        return _page(row, form, status=422)
    session, member = current.session(), current.member()
    try:
        new = replace_certificate(
            session, row, reason=form.chosen, note=form.note.data or "",
            unit_name=form.unit_name.data or "", actor=member,
        )  # fmt: skip
        ask_for_run(session, row.decision, only=[new.id], actor=member)
    except Refusal as refusal:
        status = form.explain(refusal)
        return _page(row, form, status=409 if refusal.code == "certificate_ended" else status)
    say(_("Đã cấp lại, vào sổ số %(number)s. Máy đang lập bản in.", number=new.register_number))
    return go(url_for("certificates.page", certificate_id=new.id))


@bp.post("/<uuid:certificate_id>/nop-lai")
@requires(Permission.DECISION_KEEP)
def back(certificate_id: UUID) -> ResponseReturnValue:
    """Note the day on which the sheet of a certificate that stands no longer came back."""
    row, form = _certificate(certificate_id), BackForm()
    empty = ReplaceForm(formdata=None)
    if not form.validate_on_submit() or form.on.data is None:
        return _page(row, empty, back=form, status=422)
    try:
        hand_back(current.session(), row, on=form.on.data, actor=current.member())
    except Refusal as refusal:
        return _page(row, empty, back=form, status=form.explain(refusal))
    say(_("Đã ghi ngày nộp lại Giấy khen vào sổ số %(number)s.", number=row.register_number))
    return go(url_for("certificates.page", certificate_id=row.id))


def _page(
    row: Certificate, form: ReplaceForm, *, back: BackForm | None = None, status: int = 200
) -> ResponseReturnValue:
    session = current.session()
    keeper = keeps(current.member(), row.decision)
    return show(
        "certificates/certificate.html",
        status=status,
        row=row,
        chain=chain_of(session, row),
        sheet=latest_sheets(session, row.decision).get(row.id),
        may_replace=row.status is Status.ISSUED and keeper,
        may_note_back=row.status is not Status.ISSUED and keeper and row.handed_back_on is None,
        form=form,
        back=back or BackForm(formdata=None),
    )


def _certificate(certificate_id: UUID) -> Certificate:
    found = find_certificate(current.session(), certificate_id, viewer=current.member())
    return found or abort(404)


def _wanted() -> Wanted:
    word = request.args.get("tinh-trang", "")
    return Wanted(
        words=request.args.get("tim", "").strip(),
        year=number_asked("nam"),
        status=next((status for status in Status if status.value == word), None),
    )


def _here(wanted: Wanted) -> dict[str, str | int]:
    """Return the parts of the address that say what is looked for."""
    said = {
        "tim": wanted.words,
        "nam": wanted.year,
        "tinh-trang": wanted.status.value if wanted.status else "",
    }
    return {name: value for name, value in said.items() if value}
