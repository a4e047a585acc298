"""A list of dossiers as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from tenants.clock import local
from web.catalogue import _
from web.words import state_word
from web.workbooks import XLSX, workbook_of
from workflows.tasks.inbox import Line

__all__ = ["XLSX", "dossier_workbook"]


def dossier_workbook(lines: Sequence[Line]) -> bytes:
    """Write a list of dossiers as XLSX."""
    headings = (
        (_("Mã"), 12), (_("Chi bộ"), 34), (_("Đơn vị"), 28), (_("Tình trạng"), 30),
        (_("Điểm"), 12), (_("Hạn"), 14),
    )  # fmt: skip
    rows = (
        (
            line.dossier.code,
            line.unit.name,
            line.committee.name,
            state_word(line.dossier.state),
            line.dossier.appraised_total,
            None if line.due_at is None else local(line.due_at).date(),
        )
        for line in lines
    )
    return workbook_of(_("Hồ sơ"), headings, rows)
