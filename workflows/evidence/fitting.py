"""What of a unit's books and store fits a criterion, by the words of both.

Vietnamese words mostly have two syllables: two texts that share «kiểm tra», «kết nạp» or
«vệ sinh» speak of the same thing, while single syllables agree by chance. What every text of
a cell says anyway («chi bộ», «thực hiện») counts for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

from tenants.text.folding import search_key
from workflows.criteria.framework import Adjustment, Criterion
from workflows.meetings.tables import MeetingKind

T = TypeVar("T")

SAID_EVERYWHERE = frozenset(
    tuple(pair.split())
    for pair in (
        "chi bo", "dang vien", "thuc hien", "chat luong", "trong nam", "can bo", "to chuc",
        "xay dung", "ket qua", "cap tren", "quy dinh", "hang thang", "cac dong", "dong chi",
    )
)  # fmt: skip
THEMATIC_SERIES = frozenset({"thematic_meetings", "thematic_quality"})


def words_of(criterion: Criterion | Adjustment) -> str:
    """Return what a criterion says of itself and of the papers that it is shown by."""
    return f"{criterion.label}. {criterion.evidence}. {criterion.hint}"


def kinship(one: str, other: str) -> int:
    """Count the two-syllable words that two texts share."""
    return len((_pairs(one) & _pairs(other)) - SAID_EVERYWHERE)


def by_kinship(
    things: Iterable[T], criterion: Criterion | Adjustment, said: Callable[[T], str]
) -> list[T]:
    """Order things by how much of the criterion they speak; equals keep their order."""
    words = words_of(criterion)
    return sorted(things, key=lambda thing: -kinship(said(thing), words))


def best_for(text: str, criteria: Sequence[Criterion | Adjustment]) -> str | None:
    """Return the key of the criterion that a text speaks of most; none where it is of none."""
    found = [(kinship(text, words_of(one)), one.key) for one in criteria]
    most = max((score for score, _key in found), default=0)
    return next(key for score, key in found if score == most) if most else None


def meetings_for(criterion: Criterion | Adjustment) -> frozenset[MeetingKind]:
    """Return which meetings of the year a criterion may rest on.

    Those that its measure counts; without a measure those that its own words name.
    """
    if criterion.measure is not None:
        if criterion.measure.source != "series":
            return frozenset()
        if criterion.measure.key in THEMATIC_SERIES:
            return frozenset({MeetingKind.THEMATIC})
        return frozenset({MeetingKind.REGULAR})
    named = search_key(f"{criterion.label}. {criterion.evidence}")
    if "sinh hoat" in named:
        return frozenset(MeetingKind)
    return frozenset({MeetingKind.THEMATIC}) if "chuyen de" in named else frozenset()


def _pairs(text: str) -> set[tuple[str, str]]:
    syllables = "".join(letter if letter.isalnum() else " " for letter in search_key(text)).split()
    return set(pairwise(syllables))
