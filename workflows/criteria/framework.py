"""A criteria framework (khung tiêu chí): groups, criteria, levels, thresholds. Frozen data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Level:
    """How well a criterion was met; ``share`` of its points, 0 to 1."""

    key: str
    label: str
    share: Decimal


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing a unit is judged by.

    ``evidence`` names the papers asked for, ``hint`` helps to fill it in,
    ``target_series`` names the targets that belong to it; each may be empty. Where
    ``evidence_required`` is set, the dossier is not sent without a file for it.
    Anything below the best level of a ``disqualifier`` bars the title, whatever the points.
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


@dataclass(frozen=True, slots=True)
class Group:
    """One of the "goods". ``commitment`` is the text suggested for registration."""

    key: str
    label: str
    criteria: tuple[Criterion, ...]
    commitment: str = ""

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
class Rule:
    """What makes a unit eligible: points in all, a share of each group, conditions."""

    total_at_least: Decimal
    each_group_at_least_share: Decimal
    prerequisites_all: bool = True
    disqualifiers_none: bool = True


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A document that the set rests on, as the papers cite it."""

    number: str
    kind: str
    issuer: str
    title: str = ""
    dated: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """A whole framework; ``scale`` is its maximum, the sum of all points.

    ``applies_to``, ``calendar`` and ``pilot`` are plain data for the campaign:
    whom it fits, days as ``MM-DD`` ("before" that day), how pilots are chosen.
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

    @property
    def criteria(self) -> Iterator[Criterion]:
        """All criteria, in the order of their groups."""
        return (criterion for group in self.groups for criterion in group.criteria)

    @property
    def best_share(self) -> Decimal:
        """The share of the best level."""
        return max(level.share for level in self.levels)

    def level(self, key: str) -> Level:
        """Return the level of that key; raise ``KeyError`` where there is none."""
        for level in self.levels:
            if level.key == key:
                return level
        raise KeyError(key)
