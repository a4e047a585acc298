"""Points from answers and figures, by group and in all, while they are being given and at the end.

Sums are exact fractions; one decimal place is cut, half up, from the finished number only.
A group's shown points therefore need not add up to the shown total to the last tenth; the
lines of ``workflows.criteria.explaining`` are exact and do.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from workflows.criteria.framework import Adjustment, CriteriaSet, Criterion, Group, points_at
from workflows.criteria.measures import Figures, Found, take

NOTHING_MEASURED = Figures()


class BadAnswerError(ValueError):
    """An answer that the set does not allow; ``code`` says why, ``key`` which criterion."""

    def __init__(self, code: str, key: str) -> None:
        super().__init__(code, key)
        self.code = code
        self.key = key


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of one criterion: a level, or that it does not apply, or nothing yet.

    ``found`` is what was measured once and for all, in place of the figures of today. A level
    of a measured criterion counts only while nothing is measured, unless it ``outranks``
    that: an appraiser says so, with a reason. ``count`` is for bonuses and penalties.
    """

    level: str | None = None
    not_applicable: bool = False
    found: Found | None = None
    outranks: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """Points of one criterion before its group is re-weighted; none where none are known.

    ``found`` is what its measure found, if it has one; ``measured`` says whether the points
    follow from that. ``applies`` is false where it was said, or where every target is 0.
    """

    key: str
    answer: Answer
    points: Decimal | None
    maximum: Decimal
    exact: Fraction = Fraction(0)
    applies: bool = True
    found: Found | None = None
    measured: bool = False

    @property
    def settled(self) -> bool:
        """Whether it was answered, or need not be because it is measured."""
        return not self.applies or self.points is not None


@dataclass(frozen=True, slots=True)
class GroupScore:
    """Points of a group out of its maximum, which stays whatever does not apply."""

    key: str
    points: Decimal
    maximum: Decimal
    answered: int
    of: int
    criteria: tuple[CriterionScore, ...]
    exact: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class AdjustmentScore:
    """Points of a bonus or a penalty, never negative; ``uncapped`` before its own cap."""

    key: str
    kind: str
    points: Decimal
    uncapped: Fraction
    exact: Fraction
    count: int = 0
    found: Found | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """Points in all out of the scale, and how many criteria were answered."""

    total: Decimal
    maximum: Decimal
    groups: tuple[GroupScore, ...]
    answered: int
    of: int
    adjustments: tuple[AdjustmentScore, ...] = ()
    exact: Fraction = Fraction(0)

    @property
    def complete(self) -> bool:
        """Whether every criterion was answered."""
        return self.answered == self.of

    @property
    def criteria(self) -> tuple[CriterionScore, ...]:
        """All criteria, in the order of their groups."""
        return tuple(one for group in self.groups for one in group.criteria)

    @property
    def unsettled(self) -> list[str]:
        """The keys of the criteria that wait for an answer or a figure."""
        return [one.key for one in self.criteria if not one.settled]


def score(
    criteria_set: CriteriaSet,
    answers: Mapping[str, Answer],
    figures: Figures = NOTHING_MEASURED,
) -> Score:
    """Score the answers given so far, by criterion key; what is not answered earns nothing yet.

    Where criteria do not apply, the points earned in the rest of their group are scaled
    up to the group's maximum. ``figures`` are what measured criteria follow. Raises
    ``BadAnswerError`` for an answer the set does not allow.
    """
    _check(criteria_set, answers)
    groups = tuple(_group(criteria_set, group, answers, figures) for group in criteria_set.groups)
    adjustments = tuple(
        _adjustment(one, answers.get(one.key, Answer()), figures)
        for one in criteria_set.adjustments
    )
    exact = total_of(criteria_set, groups, adjustments)
    return Score(
        total=shown(exact),
        maximum=criteria_set.scale,
        groups=groups,
        answered=sum(group.answered for group in groups),
        of=sum(group.of for group in groups),
        adjustments=adjustments,
        exact=exact,
    )


def total_of(
    criteria_set: CriteriaSet,
    groups: Iterable[GroupScore],
    adjustments: Iterable[AdjustmentScore],
) -> Fraction:
    """Add up groups and capped adjustments; the total never leaves the scale."""
    total = sum((group.exact for group in groups), Fraction(0))
    bonus, penalty = adjusted(criteria_set, adjustments)
    return min(Fraction(criteria_set.scale), max(Fraction(0), total + bonus - penalty))


def adjusted(
    criteria_set: CriteriaSet, adjustments: Iterable[AdjustmentScore]
) -> tuple[Fraction, Fraction]:
    """Return the points of all bonuses and of all penalties, each under the cap of the rule."""
    of_kind = {"bonus": Fraction(0), "penalty": Fraction(0)}
    for one in adjustments:
        of_kind[one.kind] += one.exact
    rule = criteria_set.rule
    return (
        _capped(of_kind["bonus"], rule.bonus_at_most),
        _capped(of_kind["penalty"], rule.penalty_at_most),
    )


def shown(points: Fraction) -> Decimal:
    """Cut a finished number to one decimal place, half up."""
    return (Decimal(floor(points * 10 + Fraction(1, 2))) / 10).quantize(Decimal("0.1"))


def possible(criteria: Iterable[CriterionScore]) -> Fraction:
    """Add up what the criteria that apply can earn."""
    return sum((Fraction(one.maximum) for one in criteria if one.applies), Fraction(0))


def _check(criteria_set: CriteriaSet, answers: Mapping[str, Answer]) -> None:
    criteria = {criterion.key: criterion for criterion in criteria_set.criteria}
    counted = {one.key for one in criteria_set.adjustments}
    for key, answer in answers.items():
        if key in counted:
            if answer.level is not None or answer.not_applicable or answer.count < 0:
                raise BadAnswerError("only_counted", key)
            continue
        if key not in criteria:
            raise BadAnswerError("unknown_criterion", key)
        if answer.level is not None and answer.not_applicable:
            raise BadAnswerError("level_and_not_applicable", key)
        levels = {level.key for level in criteria_set.levels_of(criteria[key])}
        if answer.level is not None and answer.level not in levels:
            raise BadAnswerError("unknown_level", key)
        if answer.not_applicable and not criteria[key].may_be_not_applicable:
            raise BadAnswerError("always_applies", key)


def _group(
    criteria_set: CriteriaSet, group: Group, answers: Mapping[str, Answer], figures: Figures
) -> GroupScore:
    criteria = tuple(
        _criterion(criteria_set, one, answers.get(one.key, Answer()), figures)
        for one in group.criteria
    )
    earned = sum((one.exact for one in criteria), Fraction(0))
    exact = earned * Fraction(group.points) / possible(criteria)
    return GroupScore(
        key=group.key,
        points=shown(exact),
        maximum=group.points,
        answered=sum(one.settled for one in criteria),
        of=len(criteria),
        criteria=criteria,
        exact=exact,
    )


def _criterion(
    criteria_set: CriteriaSet, criterion: Criterion, answer: Answer, figures: Figures
) -> CriterionScore:
    found = _found(criterion, answer, figures)
    nothing_asked = found is not None and not found.applies and not answer.outranks
    if answer.not_applicable or (nothing_asked and criterion.may_be_not_applicable):
        return CriterionScore(
            criterion.key, answer, None, criterion.points, applies=False, found=found
        )
    exact, measured = _points(criteria_set, criterion, answer, found)
    return CriterionScore(
        key=criterion.key,
        answer=answer,
        points=None if exact is None else shown(exact),
        maximum=criterion.points,
        exact=exact or Fraction(0),
        found=found,
        measured=measured,
    )


def _found(criterion: Criterion | Adjustment, answer: Answer, figures: Figures) -> Found | None:
    if criterion.measure is None:
        return None
    return answer.found or take(criterion.measure, figures)


def _points(
    criteria_set: CriteriaSet, criterion: Criterion, answer: Answer, found: Found | None
) -> tuple[Fraction | None, bool]:
    """Return the points, and whether they follow from the measure."""
    chosen = answer.level is not None and (answer.outranks or found is None or not found.known)
    if chosen and answer.level is not None:
        return points_at(criterion, criteria_set.level_of(criterion, answer.level)), False
    if found is None or not found.known or criterion.measure is None:
        return None, False
    if found.value is None:
        # Nothing was asked, and the criterion always applies: nothing is missing of it.
        return Fraction(criterion.points), True
    return criterion.measure.points(found.value, criterion.points), True


def _adjustment(adjustment: Adjustment, answer: Answer, figures: Figures) -> AdjustmentScore:
    found = _found(adjustment, answer, figures)
    uncapped = Fraction(adjustment.points) * answer.count
    if adjustment.measure is not None:
        value = found.value if found else None
        uncapped = (
            Fraction(0) if value is None else adjustment.measure.points(value, adjustment.points)
        )
    exact = _capped(uncapped, adjustment.at_most)
    return AdjustmentScore(
        key=adjustment.key,
        kind=adjustment.kind,
        points=shown(exact),
        uncapped=uncapped,
        exact=exact,
        count=answer.count,
        found=found,
    )


def _capped(points: Fraction, at_most: Decimal | None) -> Fraction:
    return points if at_most is None else min(points, Fraction(at_most))
