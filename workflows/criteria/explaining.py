"""Why a score is what it is: lines whose points add up to the total exactly.

A line a criterion, a line for each group that was re-weighted, one for each bonus and
penalty, and one wherever a cap took points away. ``explain`` puts nothing into words: pages
and papers do, from the rule of the line's subject and the value that it found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from workflows.criteria.framework import CriteriaSet
from workflows.criteria.measures import Found
from workflows.criteria.scoring import AdjustmentScore, CriterionScore, GroupScore, Score, adjusted

LineKind = Literal[
    "criterion", "reweighting", "bonus", "penalty", "bonus_cap", "penalty_cap", "scale"
]
How = Literal["level", "measured", "not_applicable", "unanswered", "counted", "rule"]


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """Points, signed, and where they come from.

    ``key`` names the criterion, the group or the adjustment; ``level`` the level that was
    chosen, ``found`` what was measured, ``count`` how often.
    """

    kind: LineKind
    key: str
    how: How
    points: Fraction
    level: str | None = None
    found: Found | None = None
    count: int = 0


def explain(criteria_set: CriteriaSet, score: Score) -> tuple[ScoreLine, ...]:
    """Return the lines of a score, in the order of the set."""
    return tuple(_lines(criteria_set, score))


def _lines(criteria_set: CriteriaSet, score: Score) -> Iterator[ScoreLine]:
    for group in score.groups:
        yield from _of_group(group)
    for one in score.adjustments:
        yield _of_adjustment(one)
    bonus, penalty = adjusted(criteria_set, score.adjustments)
    over = _sum(score.adjustments, "bonus") - bonus
    if over:
        yield ScoreLine("bonus_cap", "bonus", "rule", -over)
    over = _sum(score.adjustments, "penalty") - penalty
    if over:
        yield ScoreLine("penalty_cap", "penalty", "rule", over)
    before = sum((group.exact for group in score.groups), bonus - penalty)
    if score.exact != before:
        yield ScoreLine("scale", "total", "rule", score.exact - before)


def _of_group(group: GroupScore) -> Iterator[ScoreLine]:
    for one in group.criteria:
        yield ScoreLine(
            "criterion",
            one.key,
            _how(one),
            one.exact,
            level=one.answer.level if _how(one) == "level" else None,
            found=one.found,
        )
    earned = sum((one.exact for one in group.criteria), Fraction(0))
    if any(not one.applies for one in group.criteria):
        yield ScoreLine("reweighting", group.key, "rule", group.exact - earned)


def _how(one: CriterionScore) -> How:
    if not one.applies:
        return "not_applicable"
    if one.measured:
        return "measured"
    return "unanswered" if one.points is None else "level"


def _of_adjustment(one: AdjustmentScore) -> ScoreLine:
    points = one.exact if one.kind == "bonus" else -one.exact
    kind: LineKind = "bonus" if one.kind == "bonus" else "penalty"
    how: How = "measured" if one.found is not None else "counted"
    return ScoreLine(kind, one.key, how, points, found=one.found, count=one.count)


def _sum(adjustments: tuple[AdjustmentScore, ...], kind: str) -> Fraction:
    return sum((one.exact for one in adjustments if one.kind == kind), Fraction(0))
