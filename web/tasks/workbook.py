"""A list of tasks as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from web.catalogue import _
from web.tasks.page import Row
from web.words import state_word
from web.workbooks import workbook_of


def task_workbook(rows: Sequence[Row]) -> bytes:
    """Write a list of tasks as XLSX."""
    headings = (
        (_("Việc"), 26), (_("Mã"), 12), (_("Đơn vị"), 34), (_("Trực thuộc"), 28),
        (_("Tình trạng"), 30), (_("Hạn"), 14), (_("Người nhận"), 26), (_("Xong lúc"), 20),
        (_("Đã làm"), 40),
    )  # fmt: skip
    lines = (
        (
            row.what,
            row.code,
            row.cell,
            row.ward,
            state_word(row.state),
            row.due_on,
            _("Tôi") if row.is_mine else row.holder,
            row.done_at,
            row.done if row.done_at is not None else None,
        )
        for row in rows
    )
    return workbook_of(_("Việc"), headings, lines)
