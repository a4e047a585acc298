"""Decisions as a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from web.catalogue import _
from web.decisions.words import decides_what
from web.workbooks import workbook_of
from workflows.decisions.tables import Decision


def decisions_workbook(decisions: Sequence[Decision], counts: Mapping[UUID, int]) -> bytes:
    """Write decisions as XLSX, in the order of their list."""
    headings = (
        (_("Mã"), 12), (_("Số"), 20), (_("Ngày ký"), 12), (_("Nội dung"), 26),
        (_("Đợt"), 40), (_("Cơ quan ban hành"), 40), (_("Số đơn vị"), 12), (_("Tình trạng"), 20),
    )  # fmt: skip
    rows = (
        (
            each.code, each.number, each.signed_on, decides_what(each), each.campaign.title,
            each.body.name, counts.get(each.id, 0), _standing(each),
        )
        for each in decisions
    )  # fmt: skip
    return workbook_of(_("Quyết định"), headings, rows)


def _standing(decision: Decision) -> str:
    if not decision.number:
        return _("Chờ số và ngày")
    return _("Đã đính chính") if decision.corrected else _("Đã ban hành")
