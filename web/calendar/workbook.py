"""The calendar as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from web.calendar.lines import Line
from web.catalogue import _
from web.workbooks import workbook_of


def calendar_workbook(lines: Sequence[Line]) -> bytes:
    """Write the lines as XLSX."""
    headings = (
        (_("Ngày"), 12), (_("Thứ"), 12), (_("Loại"), 16), (_("Nội dung"), 48), (_("Nguồn"), 14),
    )  # fmt: skip
    rows = (
        (
            line.day,
            line.weekday,
            _("Làm việc") if line.worked else _("Nghỉ"),
            line.words,
            _("Của đơn vị") if line.own else _("Lịch chung"),
        )
        for line in lines
    )
    return workbook_of(_("Lịch"), headings, rows)
