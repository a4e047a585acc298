"""Whether a unit may be proposed for the title, line by line.

Every condition of the set is one line: what it asks, what it found, what follows.
The verdict is nothing but its lines: a unit is eligible when no line blocks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from workflows.criteria.conditions import finding
from workflows.criteria.framework import (
    CriteriaSet,
    Criterion,
    Disqualifier,
    Group,
    Prerequisite,
)
from workflows.criteria.scoring import CriterionScore, GroupScore, Score

Kind = Literal["total", "group", "criteria", "prerequisite", "disqualifier"]
Verdict = Literal["passed", "failed", "excepted", "unknown", "hold"]


class GrantedException(NamedTuple):
    """Why a failed condition may be set aside, and who approved that."""

    reason: str
    approver: str


@dataclass(frozen=True, slots=True)
class Line:
    """One condition explained; ``value`` is what was found, ``bound`` what is asked.

    ``blocks`` says whether it stands in the way: a set may show a condition without
    insisting on it, and not knowing of a complaint is not one.
    """

    kind: Kind
    key: str
    label: str
    value: object
    bound: object
    verdict: Verdict
    blocks: bool
    exception: GrantedException | None = None


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The verdict and its lines: the total, the groups, the prerequisites, the disqualifiers.

    A line on the criteria stands among them where the rule asks something of each.
    """

    eligible: bool
    lines: tuple[Line, ...]

    @property
    def must_hold(self) -> bool:
        """Whether a pending matter asks for a hold in place of any verdict."""
        return any(line.verdict == "hold" for line in self.lines)


def eligibility(
    criteria_set: CriteriaSet,
    score: Score,
    facts: Mapping[str, Any],
    exceptions: Mapping[str, tuple[str, str]] | None = None,
) -> Eligibility:
    """Judge a score and what is known of the unit by the rule of its set.

    ``facts`` are those that ``workflows.criteria.conditions`` names; what is missing or
    ``None`` is unknown. ``exceptions`` are (reason, approver) by the key of a line; they
    change failed lines only. Raises ``ValueError`` for one without a reason, an approver
    or a line, and for one to a disqualifier that takes none.
    """
    granted = {key: GrantedException(*one) for key, one in (exceptions or {}).items()}
    lines = tuple(_excepted(line, granted) for line in _lines(criteria_set, score, facts))
    _check(criteria_set, granted, lines)
    return Eligibility(eligible=not any(line.blocks for line in lines), lines=lines)


def _lines(criteria_set: CriteriaSet, score: Score, facts: Mapping[str, Any]) -> Iterator[Line]:
    yield _total_line(criteria_set, score)
    for group, group_score in zip(criteria_set.groups, score.groups, strict=True):
        yield _group_line(group, group_score, criteria_set.rule.each_group_at_least_share)
    if criteria_set.rule.each_criterion_at_least_share:
        yield _criteria_line(criteria_set, score)
    for prerequisite in criteria_set.prerequisites:
        yield _prerequisite_line(prerequisite, facts, binding=criteria_set.rule.prerequisites_all)
    scores = [criterion for group in score.groups for criterion in group.criteria]
    for criterion, criterion_score in zip(criteria_set.criteria, scores, strict=True):
        if criterion.disqualifier:
            yield _disqualifier_line(criteria_set, criterion, criterion_score)
    for disqualifier in criteria_set.disqualifiers:
        yield _stated_line(disqualifier, facts, binding=criteria_set.rule.disqualifiers_none)


def _total_line(criteria_set: CriteriaSet, score: Score) -> Line:
    bound = criteria_set.rule.total_at_least
    verdict = _reached(score.total, bound, complete=score.complete)
    return Line("total", "total", "", score.total, bound, verdict, verdict != "passed")


def _group_line(group: Group, score: GroupScore, share: Decimal) -> Line:
    bound = score.maximum * share if group.at_least is None else group.at_least
    verdict = _reached(score.points, bound, complete=score.answered == score.of)
    return Line("group", group.key, group.label, score.points, bound, verdict, verdict != "passed")


def _criteria_line(criteria_set: CriteriaSet, score: Score) -> Line:
    """Judge what the rule asks of each criterion; the value lists those that fall short."""
    share = Fraction(criteria_set.rule.each_criterion_at_least_share)
    allowed = criteria_set.rule.criteria_may_miss
    short = [
        one.key
        for one in score.criteria
        if one.applies and one.points is not None and one.exact < Fraction(one.maximum) * share
    ]
    verdict: Verdict = "unknown"
    if len(short) > allowed:
        verdict = "failed"
    elif len(short) + len(score.unsettled) <= allowed or score.complete:
        verdict = "passed"
    return Line("criteria", "criteria", "", short, allowed, verdict, verdict != "passed")


def _reached(points: Decimal, bound: Decimal, *, complete: bool) -> Verdict:
    # What is still unanswered can only add points.
    if points >= bound:
        return "passed"
    return "failed" if complete else "unknown"


def _prerequisite_line(
    prerequisite: Prerequisite, facts: Mapping[str, Any], *, binding: bool
) -> Line:
    value, bound, met = finding(prerequisite.key, facts)
    verdict: Verdict = "unknown" if met is None else "passed" if met else "failed"
    if prerequisite.holds and verdict == "failed":
        verdict = "hold"
    blocks = binding and (
        verdict in {"failed", "hold"} or (verdict == "unknown" and not prerequisite.holds)
    )
    return Line("prerequisite", prerequisite.key, prerequisite.label, value, bound, verdict, blocks)


def _disqualifier_line(
    criteria_set: CriteriaSet, criterion: Criterion, score: CriterionScore
) -> Line:
    value: object = score.answer.level
    if value is None and score.applies and score.settled:
        value = score.points
    best = criteria_set.best_of(criterion)
    verdict: Verdict = "passed"
    if not score.settled:
        verdict = "unknown"
    elif score.applies and score.exact < Fraction(criterion.points):
        verdict = "failed"
    blocks = criteria_set.rule.disqualifiers_none and verdict != "passed"
    return Line("disqualifier", criterion.key, criterion.label, value, best.key, verdict, blocks)


def _stated_line(disqualifier: Disqualifier, facts: Mapping[str, Any], *, binding: bool) -> Line:
    value = facts.get(disqualifier.key)
    verdict: Verdict = "unknown" if value is None else "failed" if value else "passed"
    return Line(
        "disqualifier",
        disqualifier.key,
        disqualifier.label,
        value,
        0,
        verdict,
        blocks=binding and verdict != "passed",
    )


def _excepted(line: Line, granted: Mapping[str, GrantedException]) -> Line:
    if line.verdict != "failed" or line.key not in granted:
        return line
    return replace(line, verdict="excepted", blocks=False, exception=granted[line.key])


def _check(
    criteria_set: CriteriaSet, granted: Mapping[str, GrantedException], lines: tuple[Line, ...]
) -> None:
    final = {one.key for one in criteria_set.disqualifiers if not one.exception}
    for key, exception in granted.items():
        if not exception.reason.strip() or not exception.approver.strip():
            raise ValueError(f"The exception to {key} needs a reason and an approver.")
        if key not in {line.key for line in lines}:
            raise ValueError(f"No condition is called {key}.")
        if key in final:
            raise ValueError(f"The disqualifier {key} takes no exception.")
