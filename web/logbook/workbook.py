"""Entries of logbooks as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from web.catalogue import _
from web.logbook.words import entry_badge, entry_word, finding_word, side_word
from web.workbooks import workbook_of
from workflows.logbook.tables import LogEntry


def logbook_workbook(entries: Sequence[LogEntry], year: int) -> bytes:
    """Write the entries as XLSX."""
    headings = (
        (_("Đơn vị"), 34), (_("Ngày"), 12), (_("Loại"), 14), (_("Nội dung"), 60),
        (_("Người ghi"), 34), (_("Cách khắc phục"), 50), (_("Người chịu trách nhiệm"), 26),
        (_("Hạn khắc phục"), 14), (_("Kiểm tra thấy"), 20), (_("Ngày kiểm tra"), 14),
        (_("Tình trạng"), 20),
    )  # fmt: skip
    rows = (
        (
            entry.unit.name, entry.noted_on, entry_word(entry.kind), entry.words,
            f"{entry.written_by}, {side_word(entry.side)}", entry.plan, entry.responsible,
            entry.due_on, finding_word(entry.finding), entry.checked_on, entry_badge(entry).words,
        )
        for entry in entries
    )  # fmt: skip
    return workbook_of(_("Sổ theo dõi %(year)s", year=year), headings, rows)
