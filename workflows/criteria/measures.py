"""What a figure is worth: shares of targets, means and counts of a series, and their steps.

Values of targets, and of shares of months, are in hundredths: 109 of 69 is 158. What is
found keeps the figures behind it, so that a page can write them as offices do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, Protocol

HUNDRED: Final = Decimal(100)
OF_TARGETS: Final = ("ratio", "share_reaching")
OF_SERIES: Final = ("mean", "share_reaching", "count_reaching", "sum")
TAKES: Final = {"targets": OF_TARGETS, "series": OF_SERIES}


class Figure(Protocol):
    """A target as it stands: what was planned, and what was reached (nothing yet is none)."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def planned(self) -> Decimal | None:
        """What was planned."""

    @property
    def reached(self) -> Decimal | None:
        """What was reached so far."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of a unit: targets by key, series by key as (month, value).

    A series that is not named was never kept; one without months was kept and has none.
    """

    targets: Mapping[str, Sequence[Figure]] = field(default_factory=dict)
    series: Mapping[str, Sequence[tuple[str, Decimal]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """So many points from a value on, or above it where ``above`` is set."""

    value: Decimal
    points: Decimal
    above: bool = False

    def reached(self, value: Fraction) -> bool:
        """Tell whether a value earns it."""
        bound = Fraction(self.value)
        return value > bound if self.above else value >= bound


@dataclass(frozen=True, slots=True)
class Measure:
    """How a criterion is measured.

    ``source`` is ``targets`` or ``series``, ``key`` which of them. ``take`` says what of them:

    ``ratio``: of each target ``min(1, reached/target)``, their mean, in hundredths.
    ``mean``, ``sum``: of the months that were recorded.
    ``share_reaching``: how many of the targets, or months, have at least ``reaching``
    (of a target in hundredths, 100 where it is left out), in hundredths.
    ``count_reaching``: how many months have it; all that were recorded where it is left out.

    ``expected`` is the number of months that count, where fewer were recorded. The points
    are those of the best step that is reached, or grow evenly up to ``full_at``.
    """

    source: str
    key: str
    take: str
    reaching: Decimal | None = None
    above: bool = False
    expected: int = 0
    full_at: Decimal = HUNDRED
    steps: tuple[Step, ...] = ()

    def points(self, value: Fraction, maximum: Decimal) -> Fraction:
        """Return what a value earns of a maximum."""
        if self.steps:
            earned = [step.points for step in self.steps if step.reached(value)]
            return Fraction(max(earned, default=Decimal(0)))
        return Fraction(maximum) * min(
            Fraction(1), max(Fraction(0), value / Fraction(self.full_at))
        )


@dataclass(frozen=True, slots=True)
class Part:
    """One figure behind a value: its name, what was asked of it, what was found."""

    name: str
    asked: Decimal | None
    got: Decimal | None


@dataclass(frozen=True, slots=True)
class Found:
    """What a measure found; ``value`` is none where it is not known.

    Where it does not apply, nothing was asked: every target was 0. ``missing`` names the
    figures that are not known yet.
    """

    value: Fraction | None
    applies: bool = True
    parts: tuple[Part, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether points follow from it."""
        return not self.applies or self.value is not None

    def as_json(self) -> dict[str, Any]:
        """Return it as plain JSON, exactly."""
        return {
            "value": None if self.value is None else str(self.value),
            "applies": self.applies,
            "parts": [[part.name, _text(part.asked), _text(part.got)] for part in self.parts],
            "missing": list(self.missing),
        }


def found_from_json(data: Mapping[str, Any]) -> Found:
    """Read what ``Found.as_json`` wrote."""
    return Found(
        value=None if data["value"] is None else Fraction(data["value"]),
        applies=data["applies"],
        parts=tuple(Part(name, _number(asked), _number(got)) for name, asked, got in data["parts"]),
        missing=tuple(data["missing"]),
    )


def take(measure: Measure, figures: Figures) -> Found:
    """Find the value of a measure in what was measured of a unit."""
    if measure.source == "targets":
        return _of_targets(measure, figures.targets.get(measure.key, ()))
    return _of_series(measure, figures.series.get(measure.key))


def _of_targets(measure: Measure, given: Iterable[Figure]) -> Found:
    planned = [figure for figure in given if figure.planned is not None]
    parts = tuple(Part(each.name, each.planned, each.reached) for each in planned)
    if not planned:
        return Found(None)
    asked = [each for each in planned if each.planned]
    if not asked:
        # A target of 0 asks for nothing: there is nothing to divide, and nothing to miss.
        return Found(None, applies=False, parts=parts)
    missing = tuple(each.name for each in asked if each.reached is None)
    if missing:
        return Found(None, parts=parts, missing=missing)
    ratios = [Fraction(each.reached or 0) / Fraction(each.planned or 1) for each in asked]
    if measure.take == "ratio":
        value = sum((min(Fraction(1), ratio) for ratio in ratios), Fraction(0)) / len(ratios) * 100
    else:
        reaches = _reaches(measure, HUNDRED)
        value = Fraction(sum(reaches(ratio * 100) for ratio in ratios) * 100, len(ratios))
    return Found(value, parts=parts)


def _of_series(measure: Measure, given: Sequence[tuple[str, Decimal]] | None) -> Found:
    if given is None:
        return Found(None)
    parts = tuple(Part(month, measure.reaching, value) for month, value in given)
    return Found(_value(measure, [Fraction(value) for _month, value in given]), parts=parts)


def _value(measure: Measure, values: Sequence[Fraction]) -> Fraction | None:
    """Return a series' value; a mean of nothing and a share of nothing are not known."""
    total, months = sum(values, Fraction(0)), max(len(values), measure.expected)
    if measure.take == "sum":
        return total
    if measure.take == "mean":
        return total / len(values) if values else None
    reaching = sum(map(_reaches(measure, None), values))
    if measure.take == "count_reaching":
        return Fraction(reaching)
    return Fraction(reaching * 100, months) if months else None


def _reaches(measure: Measure, otherwise: Decimal | None) -> Callable[[Fraction], bool]:
    bound = measure.reaching if measure.reaching is not None else otherwise

    def reaches(value: Fraction) -> bool:
        if bound is None:
            return True
        return value > Fraction(bound) if measure.above else value >= Fraction(bound)

    return reaches


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
