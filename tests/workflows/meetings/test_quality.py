"""Who counts at a meeting and how it is scored: pure tables, no database."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.meetings.attendance import Attendance
from workflows.meetings.quality import Found, blocks_from, judged_items, level_of, score_meeting
from workflows.meetings.quality_table import REFERENCE

FULL = Attendance(official=24, probationary=1, exempted=2, present=23)


def found(attendance: Attendance = FULL, **facts: object) -> Found:
    known = {"on_day": True, "speakers": 10, "resolved": 2, "clear": 2, **facts}
    return Found(attendance=attendance, **known)  # type: ignore[arg-type]


def points(key: str, facts: Found, lacking: tuple[str, ...] = (), kind: str = "regular") -> int:
    score = score_meeting(REFERENCE, kind, facts, lacking)
    return next(line.points for block in score.blocks for line in block.lines if line.key == key)


@pytest.mark.parametrize(
    ("attendance", "base", "came"),
    [
        (FULL, 23, 23),
        # An exempted member who comes counts like everybody: one fewer is left out.
        (Attendance(official=24, probationary=1, exempted=1, present=24), 24, 24),
        (Attendance(official=10, probationary=0, present=5, elsewhere=2, suspended=1, on_duty=2),
         5, 5),
        # Those who work away: with the cell, those at their own meeting as present; or apart.
        (Attendance(official=20, probationary=0, present=14, away=6, away_present=5), 20, 19),
        (Attendance(official=20, probationary=0, present=14, away=6, away_present=5,
                    away_apart=True), 14, 14),
    ],
)  # fmt: skip
def test_base_leaves_out_who_does_not_count(attendance: Attendance, base: int, came: int) -> None:
    assert (attendance.base, attendance.came) == (base, came)
    assert attendance.share == Decimal(came) / base


def test_nobody_who_counts_is_no_share() -> None:
    assert Attendance(official=2, probationary=0, exempted=2, present=0).share is None


@pytest.mark.parametrize(
    ("present", "excused", "unexcused", "gives"),
    [
        (96, 4, 0, 15), (95, 5, 0, 12), (91, 9, 0, 12), (90, 10, 0, 10), (86, 14, 0, 10),
        (85, 15, 0, 0), (96, 3, 1, 10), (86, 13, 1, 5), (80, 0, 20, 0),
    ],
)  # fmt: skip
def test_attendance_is_scored_by_the_share_that_is_exceeded(
    present: int, excused: int, unexcused: int, gives: int
) -> None:
    attendance = Attendance(
        official=100, probationary=0, present=present, excused=excused, unexcused=unexcused
    )
    assert points("present", found(attendance)) == gives


@pytest.mark.parametrize(
    ("key", "facts", "gives"),
    [
        ("day", {"on_day": True}, 5),
        ("day", {"on_day": False}, 0),
        ("day", {"minutes": 59, "least_minutes": 60}, 0),
        ("day", {"minutes": 60, "least_minutes": 60}, 5),
        ("day", {"minutes": None, "least_minutes": 60}, 5),
        ("speakers", {"speakers": None}, 0),
        ("speakers", {"speakers": 4}, 0),
        ("speakers", {"speakers": 5}, 6),
        ("reviewed", {"to_review": 0}, 10),
        ("reviewed", {"to_review": 3, "reviewed": 2}, 0),
        ("reviewed", {"to_review": 3, "reviewed": 3}, 10),
        ("clear", {"resolved": 0, "clear": 0}, 0),
        ("clear", {"resolved": 3, "clear": 2}, 0),
        ("clear", {"resolved": 3, "clear": 3}, 10),
    ],
)
def test_what_was_written_down_scores_by_itself(
    key: str, facts: dict[str, object], gives: int
) -> None:
    assert points(key, found(**facts)) == gives


def test_judged_item_counts_unless_it_is_lacking() -> None:
    assert points("agenda", found()) == 8
    assert points("agenda", found(), ("agenda",)) == 0


@pytest.mark.parametrize("kind", ["regular", "thematic"])
def test_tables_have_five_blocks_of_a_hundred_points(kind: str) -> None:
    score = score_meeting(REFERENCE, kind, found(), ())
    assert [block.most for block in score.blocks] == [15, 20, 25, 15, 25]
    assert (score.total, score.level) == (Decimal(100), "Tốt")


@pytest.mark.parametrize(
    ("total", "level"),
    [(100, "Tốt"), (90, "Tốt"), (89, "Khá"), (70, "Khá"), (69, "Trung bình"), (50, "Trung bình"),
     (49, "Kém"), (0, "Kém")],
)  # fmt: skip
def test_level_is_the_highest_that_is_reached(total: int, level: str) -> None:
    assert level_of(REFERENCE, Decimal(total)) == level


KEYS = [item["key"] for item in judged_items(REFERENCE, "regular")]


@given(
    st.sets(st.sampled_from(KEYS)), st.integers(0, 30), st.integers(0, 5),
    st.integers(0, 4), st.integers(0, 4),
)  # fmt: skip
def test_lines_always_add_up_to_the_total(
    lacking: set[str], present: int, unexcused: int, resolved: int, clear: int
) -> None:
    attendance = Attendance(
        official=present + unexcused, probationary=0, present=present, unexcused=unexcused
    )
    facts = found(attendance, resolved=resolved, clear=min(clear, resolved))
    score = score_meeting(REFERENCE, "regular", facts, lacking)

    lines = [line for block in score.blocks for line in block.lines]
    assert score.total == sum(line.points for line in lines)
    assert all(0 <= line.points <= line.most for line in lines)
    assert blocks_from(score.as_data()) == score.blocks


def test_lacking_one_thing_more_never_scores_higher() -> None:
    totals = [
        score_meeting(REFERENCE, "regular", found(), KEYS[:count]).total
        for count in range(len(KEYS) + 1)
    ]
    assert all(later < earlier for earlier, later in pairwise(totals))
