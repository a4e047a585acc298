"""The history of a dossier as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from web.catalogue import _
from web.dossiers.telling import Line
from web.workbooks import workbook_of


def history_as_workbook(lines: Sequence[Line]) -> bytes:
    """Write a history as XLSX, a line for each act; what no longer counts says so."""
    headings = (
        (_("Lúc"), 18), (_("Việc"), 34), (_("Sang bước"), 26), (_("Ai"), 48), (_("Chi tiết"), 70),
        (_("Ghi chú"), 34), (_("Từ đâu"), 18),
    )  # fmt: skip
    rows = (
        (
            line.at,
            line.what,
            line.state,
            line.who,
            "\n".join(line.details),
            _note(line),
            line.origin,
        )
        for line in lines
    )
    return workbook_of(_("Lịch sử"), headings, rows)


def _note(line: Line) -> str:
    if line.undone:
        return _("Đã hoàn tác")
    if line.set_aside:
        return _("Đã xem xét lại, phiếu cũ không còn tính")
    return line.note
