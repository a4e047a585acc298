"""A criteria framework (khung tiêu chí): groups, criteria, levels, thresholds. Frozen data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from workflows.criteria.measures import Measure


@dataclass(frozen=True, slots=True)
class Level:
    """How well a criterion was met; ``share`` of its points, 0 to 1.

    A level of a criterion's own has ``points`` instead, and its share is worked out of them.
    """

    key: str
    label: str
    share: Decimal
    points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing a unit is judged by.

    ``evidence`` names the papers asked for, ``hint`` helps to fill it in,
    ``target_series`` names the targets that belong to it; each may be empty. Where
    ``evidence_required`` is set, the dossier is not sent without a file for it.
    Anything below the best level of a ``disqualifier`` bars the title, whatever the points.
    ``levels`` are the criterion's own, the set's where there are none. With a ``measure`` the
    points follow from figures, and a level is chosen only while there are none.
    ``legal_basis`` is the number of the document that asks for it.
    """

    key: str
    label: str
    points: Decimal
    evidence: str = ""
    hint: str = ""
    target_series: str = ""
    evidence_required: bool = False
    may_be_not_applicable: bool = False
    disqualifier: bool = False
    levels: tuple[Level, ...] = ()
    measure: Measure | None = None
    legal_basis: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One of the "goods". ``commitment`` is the text suggested for registration.

    ``at_least`` are the points asked of this group, where it is not the share asked of each.
    """

    key: str
    label: str
    criteria: tuple[Criterion, ...]
    commitment: str = ""
    at_least: Decimal | None = None

    @property
    def points(self) -> Decimal:
        """The group's maximum."""
        return sum((criterion.points for criterion in self.criteria), Decimal(0))


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """A condition beside the points.

    ``exception_needs`` says what an exception takes. Where it ``holds``, failing it is
    no verdict: the dossier waits, and not knowing of anything does not stand in the way.
    """

    key: str
    label: str
    exception_needs: str = ""
    holds: bool = False


@dataclass(frozen=True, slots=True)
class Disqualifier:
    """Something that bars the title when it is found, whatever the points.

    Where ``exception`` is set, the body's chair may set it aside with a reason.
    """

    key: str
    label: str
    exception: bool = False


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Points beside the groups, for each time it is found: a ``bonus`` or a ``penalty``.

    ``at_most`` caps the points of this one. With a ``measure`` its steps give the points,
    otherwise somebody counts how often it was found.
    """

    key: str
    label: str
    kind: str
    points: Decimal
    at_most: Decimal | None = None
    measure: Measure | None = None
    evidence: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Grade:
    """A name for a total, such as Tốt from 90 points on."""

    key: str
    label: str
    at_least: Decimal


@dataclass(frozen=True, slots=True)
class Rule:
    """What makes a unit eligible: points in all, a share of each group, conditions.

    ``each_criterion_at_least_share`` of its points is asked of every criterion that applies;
    ``criteria_may_miss`` of them may have less. ``bonus_at_most`` and ``penalty_at_most`` cap
    all bonuses and all penalties together; without them each is capped only by itself.
    """

    total_at_least: Decimal
    each_group_at_least_share: Decimal
    prerequisites_all: bool = True
    disqualifiers_none: bool = True
    each_criterion_at_least_share: Decimal = Decimal(0)
    criteria_may_miss: int = 0
    bonus_at_most: Decimal | None = None
    penalty_at_most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A document that the set rests on, as the papers cite it; ``until`` it was replaced."""

    number: str
    kind: str
    issuer: str
    title: str = ""
    dated: date | None = None
    note: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """A whole framework; ``scale`` is its maximum, the sum of all points.

    ``applies_to``, ``calendar`` and ``pilot`` are plain data for the campaign:
    whom it fits, days as ``MM-DD`` ("before" that day), how pilots are chosen. So is
    ``from_cells``: a committee's criteria that are computed (``workflows.criteria.from_cells``).
    Where ``pass_fail`` is set, a criterion is met or not and its points are not shown.
    ``note`` tells whoever adapts the set what to look at.
    """

    key: str
    title: str
    scale: Decimal
    levels: tuple[Level, ...]
    groups: tuple[Group, ...]
    prerequisites: tuple[Prerequisite, ...]
    rule: Rule
    legal_bases: tuple[LegalBasis, ...] = ()
    effective_from: date | None = None
    effective_to: date | None = None
    applies_to: Mapping[str, Any] = field(default_factory=dict, hash=False)
    calendar: Mapping[str, Any] = field(default_factory=dict, hash=False)
    pilot: Mapping[str, Any] = field(default_factory=dict, hash=False)
    from_cells: Mapping[str, Any] = field(default_factory=dict, hash=False)
    disqualifiers: tuple[Disqualifier, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    grades: tuple[Grade, ...] = ()
    pass_fail: bool = False
    note: str = ""

    @property
    def criteria(self) -> Iterator[Criterion]:
        """All criteria, in the order of their groups."""
        return (criterion for group in self.groups for criterion in group.criteria)

    @property
    def measurable(self) -> list[Criterion | Adjustment]:
        """All that earns or costs points: criteria, bonuses, penalties."""
        return [*self.criteria, *self.adjustments]

    @property
    def every_level(self) -> list[Level]:
        """The levels of the set, then those of single criteria."""
        return [*self.levels, *(one for criterion in self.criteria for one in criterion.levels)]

    @property
    def best_share(self) -> Decimal:
        """The share of the best level."""
        return max(level.share for level in self.levels)

    def level(self, key: str) -> Level:
        """Return the level of that key; raise ``KeyError`` where there is none."""
        for level in self.every_level:
            if level.key == key:
                return level
        raise KeyError(key)

    def levels_of(self, criterion: Criterion) -> tuple[Level, ...]:
        """Return the levels that a criterion is given: its own, or those of the set."""
        return criterion.levels or self.levels

    def level_of(self, criterion: Criterion, key: str) -> Level:
        """Return a criterion's level of that key; raise ``KeyError`` where there is none."""
        for level in self.levels_of(criterion):
            if level.key == key:
                return level
        raise KeyError(key)

    def best_of(self, criterion: Criterion) -> Level:
        """Return the level that earns all points of a criterion."""
        return max(self.levels_of(criterion), key=lambda one: points_at(criterion, one))

    def grade(self, total: Decimal) -> Grade | None:
        """Return the grade of a total: the highest that it reaches."""
        reached = [grade for grade in self.grades if total >= grade.at_least]
        return max(reached, key=lambda grade: grade.at_least, default=None)


def points_at(criterion: Criterion, level: Level) -> Fraction:
    """Return what a level earns of a criterion, exactly."""
    if level.points is not None:
        return Fraction(level.points)
    return Fraction(criterion.points) * Fraction(level.share)
