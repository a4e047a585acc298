"""A list of tasks as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from io import BytesIO

from xlsxwriter import Workbook

from tenants.clock import local
from web.catalogue import _
from web.tasks.page import Row
from web.words import state_word

WIDTHS = (26, 12, 34, 28, 30, 14, 26, 20, 40)


def task_workbook(rows: Sequence[Row]) -> bytes:
    """Write a list of tasks as XLSX; what people typed is text there and never a formula."""
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as workbook:
        sheet = workbook.add_worksheet(_("Việc"))
        bold = workbook.add_format({"bold": True, "bottom": 1})
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        moment = workbook.add_format({"num_format": "hh:mm dd/mm/yyyy"})
        headings = (
            _("Việc"), _("Mã"), _("Chi bộ"), _("Đơn vị"), _("Tình trạng"), _("Hạn"),
            _("Người nhận"), _("Xong lúc"), _("Đã làm"),
        )  # fmt: skip
        for column, (heading, width) in enumerate(zip(headings, WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, bold)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, start=1):
            words = (row.what, row.code, row.cell, row.ward, state_word(row.state))
            for column, word in enumerate(words):
                sheet.write_string(number, column, word)
            due = datetime.combine(row.due_on, time(), UTC).replace(tzinfo=None)
            sheet.write_datetime(number, 5, due, day)
            sheet.write_string(number, 6, _("Tôi") if row.is_mine else row.holder)
            if row.done_at is not None:
                sheet.write_datetime(number, 7, local(row.done_at).replace(tzinfo=None), moment)
                sheet.write_string(number, 8, row.done)
    return file.getvalue()
