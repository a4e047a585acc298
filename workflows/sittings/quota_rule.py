"""How many may be recognised: a share of a base, and who has a place when more have passed.

Pure functions on numbers (docs/process.md, section 5). Whether a cap applies at all, of what
and by which groups is the tenant's; there is none unless a campaign sets one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any, Generic, Literal, Self, TypeVar, cast, get_args

Base = Literal["all", "good", "good_or_better"]
Grouping = Literal["none", "sector"]
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class QuotaRule:
    """A campaign's cap: ``share`` of ``base``, in each group for itself, rounded down.

    ``base``: ``all`` dossiers still in the campaign, those whose decided rating is
    ``good``, or ``good_or_better``.
    """

    share: Fraction
    base: Base = "good"
    grouping: Grouping = "none"

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            raise ValueError("The share of a quota is above 0, at most 1.")
        if self.base not in get_args(Base):
            raise ValueError(f"The base is one of {', '.join(get_args(Base))}.")
        if self.grouping not in get_args(Grouping):
            raise ValueError(f"The grouping is one of {', '.join(get_args(Grouping))}.")

    def to_dict(self) -> dict[str, str]:
        """Return the rule as plain JSON, the share as ``"1/5"``."""
        return {name: str(value) for name, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, data: Mapping[str, str]) -> Self:
        """Read what ``to_dict`` wrote; raise ``ValueError`` where it is no rule."""
        try:
            share = Fraction(data["share"])
        except (KeyError, ZeroDivisionError) as error:
            raise ValueError("The share of a quota is a fraction such as 1/5.") from error
        return cls(
            share,
            cast("Base", data.get("base", "good")),
            cast("Grouping", data.get("grouping", "none")),
        )


def limit_of(base: int, share: Fraction) -> int:
    """Return how many places a base gives: 20 % of 44 is 8, never 9."""
    return int(base * share)


@dataclass(frozen=True, slots=True)
class Passed:
    """What an item that passed is ranked by: votes in favour, then the upper score.

    ``rounds`` are the votes it had in further rounds among those who were level.
    """

    in_favour: int
    score: Decimal
    rounds: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Places(Generic[Key]):
    """Who has a place, who is level across the line, and who is below it."""

    within: tuple[Key, ...] = ()
    tied: tuple[Key, ...] = ()
    below: tuple[Key, ...] = ()


def allot(passed: Mapping[Key, Passed], places: int) -> Places[Key]:
    """Give the places to those with most votes, then the higher score.

    A tie across the line is never broken here: those who are level go to a further round
    among themselves, for the places that are left. A round counts once all of them have it.
    """
    return _allot(list(passed), passed, places, lambda each: (each.in_favour, each.score), 0)


def _allot(
    keys: Sequence[Key],
    passed: Mapping[Key, Passed],
    places: int,
    rank: Callable[[Passed], Any],
    rounds: int,
) -> Places[Key]:
    """Give places by one rank; a level across the line by the next round it has voted in."""
    ranked = sorted(keys, key=lambda key: rank(passed[key]), reverse=True)
    within: list[Key] = []
    for _rank, members in groupby(ranked, key=lambda key: rank(passed[key])):
        level, left = tuple(members), places - len(within)
        if len(level) <= left:
            within.extend(level)
            continue
        after = ranked[len(within) + len(level) :]
        if left <= 0:
            return Places(tuple(within), (), (*level, *after))
        if any(len(passed[key].rounds) <= rounds for key in level):
            return Places(tuple(within), level, tuple(after))
        inner = _allot(level, passed, left, lambda each: each.rounds[rounds], rounds + 1)
        return Places((*within, *inner.within), inner.tied, (*inner.below, *after))
    return Places(tuple(within), (), ())
