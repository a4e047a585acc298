"""Scoring a meeting: a pure function of the table and of what was written down.

Each line says its points and why, so that the total can be added up by hand.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from workflows.meetings.attendance import Attendance


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of a meeting that its score asks for.

    ``reviewed`` of ``to_review`` things of earlier meetings were looked into; ``clear`` of
    ``resolved`` new ones say who and when. ``minutes`` is how long it took, where known.
    """

    attendance: Attendance
    on_day: bool
    speakers: int | None = None
    to_review: int = 0
    reviewed: int = 0
    resolved: int = 0
    clear: int = 0
    minutes: int | None = None
    least_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the table with its points; ``why`` is a word the web puts into a sentence."""

    key: str
    label: str
    most: int
    points: int
    why: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Block:
    """One of the table's blocks with its lines."""

    key: str
    label: str
    lines: tuple[Line, ...]

    @property
    def most(self) -> int:
        """What the block gives at most."""
        return sum(line.most for line in self.lines)

    @property
    def points(self) -> int:
        """What it gave."""
        return sum(line.points for line in self.lines)


@dataclass(frozen=True, slots=True)
class Score:
    """A meeting's score: its blocks, their sum, and what that is called."""

    blocks: tuple[Block, ...]
    total: Decimal
    level: str

    def as_data(self) -> list[dict[str, Any]]:
        """Return the blocks as they are kept with the meeting."""
        return [asdict(block) for block in self.blocks]


def judged_items(table: Mapping[str, Any], kind: str) -> list[Mapping[str, Any]]:
    """List the items that the cell judges by itself."""
    return [
        item
        for block in table[kind]
        for item in block["items"]
        if item.get("measure", "judged") == "judged"
    ]


def score_meeting(
    table: Mapping[str, Any], kind: str, found: Found, lacking: Collection[str]
) -> Score:
    """Score a meeting by the table of its kind.

    Args:
        lacking: the keys of the judged items that the meeting did not meet.

    """
    blocks = tuple(
        Block(
            block["key"],
            block["label"],
            tuple(_line(item, found, lacking) for item in block["items"]),
        )
        for block in table[kind]
    )
    total = Decimal(sum(block.points for block in blocks))
    return Score(blocks, total, level_of(table, total))


def level_of(table: Mapping[str, Any], total: Decimal) -> str:
    """Return what a total is called: the highest level that it reaches."""
    levels: Sequence[Mapping[str, Any]] = sorted(
        table["levels"], key=lambda level: Decimal(str(level["from"])), reverse=True
    )
    reached = (level for level in levels if total >= Decimal(str(level["from"])))
    return str(next(reached, levels[-1])["label"])


def blocks_from(data: Sequence[Mapping[str, Any]]) -> tuple[Block, ...]:
    """Read the blocks that were kept with a meeting."""
    return tuple(
        Block(block["key"], block["label"], tuple(Line(**line) for line in block["lines"]))
        for block in data
    )


def _line(item: Mapping[str, Any], found: Found, lacking: Collection[str]) -> Line:
    most = int(item["points"])
    match item.get("measure", "judged"):
        case "attendance":
            return _attendance(item, most, found.attendance)
        case "day":
            short = found.minutes is not None and found.minutes < found.least_minutes
            why = "short" if short else "on_day" if found.on_day else "other_day"
            facts = {"minutes": found.minutes, "least": found.least_minutes}
            return _whole(item, most, met=found.on_day and not short, why=why, **facts)
        case "speakers":
            return _speakers(item, most, found)
        case "reviewed":
            facts = {"n": found.reviewed, "of": found.to_review}
            met = found.reviewed >= found.to_review
            return _whole(item, most, met=met, why="reviewed", **facts)
        case "resolution":
            facts = {"n": found.clear, "of": found.resolved}
            met = 0 < found.resolved == found.clear
            return _whole(item, most, met=met, why="clear", **facts)
        case _:
            met = item["key"] not in lacking
            return _whole(item, most, met=met, why="met" if met else "lacking")


def _whole(item: Mapping[str, Any], most: int, *, met: bool, why: str, **facts: Any) -> Line:
    return Line(item["key"], item["label"], most, most if met else 0, why, facts)


def _attendance(item: Mapping[str, Any], most: int, attendance: Attendance) -> Line:
    """Score by the first share that is exceeded, less what an unexcused absence costs."""
    share = attendance.share
    points = next(
        (
            int(points)
            for above, points in item["above"]
            if share is not None and share * 100 > Decimal(str(above))
        ),
        0,
    )
    if attendance.unexcused:
        points = max(points - int(item.get("less_when_unexcused", 0)), 0)
    facts = {"n": attendance.came, "of": attendance.base, "unexcused": attendance.unexcused}
    return Line(item["key"], item["label"], most, points, "attendance", facts)


def _speakers(item: Mapping[str, Any], most: int, found: Found) -> Line:
    present = found.attendance.present
    facts = {"n": found.speakers, "of": present}
    if found.speakers is None:
        return _whole(item, most, met=False, why="speakers_unknown", **facts)
    met = present > 0 and found.speakers * 100 >= int(item["from"]) * present
    return _whole(item, most, met=met, why="speakers", **facts)
