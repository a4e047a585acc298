"""What the title that a flow leads to is called, and the units that it is given to."""

from __future__ import annotations

CELL, COMMITTEE = "Chi bộ 4 tốt", "Đảng bộ cơ sở 4 tốt"
OF_A_COMMITTEE = "committee_title"
UNITS = {CELL: "chi bộ", COMMITTEE: "đảng bộ"}
LEADERS = {CELL: "Bí thư chi bộ", COMMITTEE: "Bí thư Đảng ủy"}
# Who meets over it, who votes there, and for whom the leader signs.
MEETING = {CELL: "chi bộ", COMMITTEE: "Ban Thường vụ Đảng ủy"}
VOTERS = {CELL: "đảng viên", COMMITTEE: "ủy viên"}
SIGNING = {CELL: "T/M CHI BỘ", COMMITTEE: "T/M BAN THƯỜNG VỤ"}


def award_of(flow: str) -> str:
    """Return the name of the title, as papers print it between quotation marks."""
    return COMMITTEE if flow == OF_A_COMMITTEE else CELL


def units_of(flow: str) -> str:
    """Return what the units of a flow are called inside a sentence: «05 chi bộ»."""
    return UNITS[award_of(flow)]


def leader_of(flow: str) -> str:
    """Return the post of whoever leads such a unit: «Bí thư chi bộ»."""
    return LEADERS[award_of(flow)]
