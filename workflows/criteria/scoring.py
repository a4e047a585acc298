"""Points from answers, by group and in all, while they are being given and at the end.

Sums are exact fractions; one decimal place is cut, half up, from the finished number only.
A group's shown points therefore need not add up to the shown total to the last tenth.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from workflows.criteria.framework import CriteriaSet, Criterion, Group


class BadAnswerError(ValueError):
    """An answer that the set does not allow; ``code`` says why, ``key`` which criterion."""

    def __init__(self, code: str, key: str) -> None:
        super().__init__(code, key)
        self.code = code
        self.key = key


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of one criterion: a level, or that it does not apply, or nothing yet."""

    level: str | None = None
    not_applicable: bool = False

    @property
    def given(self) -> bool:
        """Whether anything was said."""
        return self.not_applicable or self.level is not None


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """Points of one criterion before its group is re-weighted; none unless a level is given."""

    key: str
    answer: Answer
    points: Decimal | None
    maximum: Decimal


@dataclass(frozen=True, slots=True)
class GroupScore:
    """Points of a group out of its maximum, which stays whatever does not apply."""

    key: str
    points: Decimal
    maximum: Decimal
    answered: int
    of: int
    criteria: tuple[CriterionScore, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Points in all out of the scale, and how many criteria were answered."""

    total: Decimal
    maximum: Decimal
    groups: tuple[GroupScore, ...]
    answered: int
    of: int

    @property
    def complete(self) -> bool:
        """Whether every criterion was answered."""
        return self.answered == self.of


def score(criteria_set: CriteriaSet, answers: Mapping[str, Answer]) -> Score:
    """Score the answers given so far, by criterion key; what is not answered earns nothing yet.

    Where criteria do not apply, the points earned in the rest of their group are scaled
    up to the group's maximum. Raises ``BadAnswerError`` for an answer the set does not allow.
    """
    _check(criteria_set, answers)
    earned = {group.key: _earned(criteria_set, group, answers) for group in criteria_set.groups}
    groups = tuple(
        _group_score(criteria_set, group, answers, earned[group.key])
        for group in criteria_set.groups
    )
    return Score(
        total=_shown(sum(earned.values(), Fraction(0))),
        maximum=criteria_set.scale,
        groups=groups,
        answered=sum(group.answered for group in groups),
        of=sum(group.of for group in groups),
    )


def _check(criteria_set: CriteriaSet, answers: Mapping[str, Answer]) -> None:
    criteria = {criterion.key: criterion for criterion in criteria_set.criteria}
    levels = {level.key for level in criteria_set.levels}
    for key, answer in answers.items():
        if key not in criteria:
            raise BadAnswerError("unknown_criterion", key)
        if answer.level is not None and answer.not_applicable:
            raise BadAnswerError("level_and_not_applicable", key)
        if answer.level is not None and answer.level not in levels:
            raise BadAnswerError("unknown_level", key)
        if answer.not_applicable and not criteria[key].may_be_not_applicable:
            raise BadAnswerError("always_applies", key)


def _earned(criteria_set: CriteriaSet, group: Group, answers: Mapping[str, Answer]) -> Fraction:
    applying = [one for one in group.criteria if not _answer(answers, one).not_applicable]
    points = sum((_points(criteria_set, one, answers) for one in applying), Fraction(0))
    return points * Fraction(group.points) / _possible(applying)


def _possible(criteria: Iterable[Criterion]) -> Fraction:
    return sum((Fraction(criterion.points) for criterion in criteria), Fraction(0))


def _points(
    criteria_set: CriteriaSet, criterion: Criterion, answers: Mapping[str, Answer]
) -> Fraction:
    level = _answer(answers, criterion).level
    share = criteria_set.level(level).share if level is not None else 0
    return Fraction(criterion.points) * Fraction(share)


def _answer(answers: Mapping[str, Answer], criterion: Criterion) -> Answer:
    return answers.get(criterion.key, Answer())


def _group_score(
    criteria_set: CriteriaSet, group: Group, answers: Mapping[str, Answer], earned: Fraction
) -> GroupScore:
    return GroupScore(
        key=group.key,
        points=_shown(earned),
        maximum=group.points,
        answered=sum(_answer(answers, criterion).given for criterion in group.criteria),
        of=len(group.criteria),
        criteria=tuple(_criterion_score(criteria_set, one, answers) for one in group.criteria),
    )


def _criterion_score(
    criteria_set: CriteriaSet, criterion: Criterion, answers: Mapping[str, Answer]
) -> CriterionScore:
    answer = _answer(answers, criterion)
    points = _shown(_points(criteria_set, criterion, answers)) if answer.level else None
    return CriterionScore(criterion.key, answer, points, criterion.points)


def _shown(points: Fraction) -> Decimal:
    return (Decimal(floor(points * 10 + Fraction(1, 2))) / 10).quantize(Decimal("0.1"))
