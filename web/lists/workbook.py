"""A list of dossiers as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from xlsxwriter import Workbook

from tenants.clock import local
from web.catalogue import _
from web.words import state_word
from workflows.tasks.inbox import Line

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (12, 34, 28, 30, 12, 14)


def dossier_workbook(lines: Sequence[Line]) -> bytes:
    """Write a list as XLSX; what people typed is text there and never a formula."""
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as workbook:
        sheet = workbook.add_worksheet(_("Hồ sơ"))
        bold = workbook.add_format({"bold": True, "bottom": 1})
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        headings = (
            _("Mã"), _("Chi bộ"), _("Đơn vị"), _("Tình trạng"), _("Điểm"), _("Hạn"),
        )  # fmt: skip
        for column, (heading, width) in enumerate(zip(headings, WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, bold)
        sheet.freeze_panes(1, 0)
        for row, line in enumerate(lines, start=1):
            sheet.write_string(row, 0, line.dossier.code)
            sheet.write_string(row, 1, line.unit.name)
            sheet.write_string(row, 2, line.committee.name)
            sheet.write_string(row, 3, state_word(line.dossier.state))
            if line.dossier.appraised_total is not None:
                sheet.write_number(row, 4, float(line.dossier.appraised_total))
            if line.due_at is not None:
                sheet.write_datetime(row, 5, local(line.due_at).replace(tzinfo=None), day)
    return file.getvalue()
