"""The calendar as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO

from xlsxwriter import Workbook

from web.calendar.lines import Line
from web.catalogue import _

WIDTHS = (12, 12, 16, 48, 14)


def calendar_workbook(lines: Sequence[Line]) -> bytes:
    """Write the lines as XLSX; what people typed is text there and never a formula."""
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as workbook:
        sheet = workbook.add_worksheet(_("Lịch"))
        bold = workbook.add_format({"bold": True, "bottom": 1})
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        headings = (_("Ngày"), _("Thứ"), _("Loại"), _("Nội dung"), _("Nguồn"))
        for column, (heading, width) in enumerate(zip(headings, WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, bold)
        sheet.freeze_panes(1, 0)
        for row, line in enumerate(lines, start=1):
            sheet.write_datetime(row, 0, datetime.combine(line.day, time()), day)
            sheet.write_string(row, 1, line.weekday)
            sheet.write_string(row, 2, _("Làm việc") if line.worked else _("Nghỉ"))
            sheet.write_string(row, 3, line.words)
            sheet.write_string(row, 4, _("Của đơn vị") if line.own else _("Lịch chung"))
    return file.getvalue()
