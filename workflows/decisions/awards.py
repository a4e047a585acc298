"""What the title that a flow leads to is called."""

from __future__ import annotations

CELL, COMMITTEE = "Chi bộ 4 tốt", "Đảng bộ cơ sở 4 tốt"


def award_of(flow: str) -> str:
    """Return the name of the title, as papers print it between quotation marks."""
    return COMMITTEE if flow == "committee_title" else CELL
