"""Numbers of papers, as the clerk's book has them: they run for each type and each term.

The product invents none. It says where one is given twice, where some are missing between
two, and where a later number has an earlier day (domain: guideline 36-HD/VPTW, numbers run
through a committee's term and begin anew with the next).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from tenants.text.folding import search_key

# Committees' terms are five years and begin with the congresses of the year's first half.
YEARS_OF_A_TERM, MONTH_IT_BEGINS = 5, 7
MOST_MISSING = 30
_A_NUMBER = re.compile(r"\s*(\d{1,6})\s*[-–—/]\s*(\S(?:.*\S)?)\s*")


@dataclass(frozen=True, slots=True)
class PaperNumber:
    """A number as it is counted: ``125`` and the symbol ``QĐ/Th.U`` that tells the type."""

    value: int
    symbol: str

    @property
    def series(self) -> str:
        """The type that the number is counted in, however its symbol was typed."""
        return search_key(self.symbol).replace(" ", "")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A paper of the book; ``what`` tells it from every other, ``by`` who entered its number."""

    number: str
    day: date
    what: str
    by: str = ""


class Kind(StrEnum):
    """What may be wrong with a book."""

    DOUBLE = "double"
    GAP = "gap"
    ORDER = "order"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at in the book: which papers, and which numbers are missing."""

    kind: Kind
    papers: tuple[Numbered, ...]
    missing: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """The papers of one type in one term, by their numbers, and what to look at."""

    symbol: str
    term: int
    papers: tuple[Numbered, ...]
    findings: tuple[Finding, ...]


def read_number(text: str) -> PaperNumber | None:
    """Read ``125-QĐ/Th.U``; a text without a number in front is none."""
    found = _A_NUMBER.fullmatch(text)
    return PaperNumber(int(found[1]), found[2]) if found else None


def term_of(day: date) -> int:
    """Return the year in which the term of a day began."""
    year = day.year if day.month >= MONTH_IT_BEGINS else day.year - 1
    return year - year % YEARS_OF_A_TERM


def same_number(one: str, day: date, other: str, other_day: date) -> bool:
    """Tell whether two numbers are one: as a value in the same series of the same term."""
    if term_of(day) != term_of(other_day):
        return False
    first, second = read_number(one), read_number(other)
    if first is None or second is None:
        return search_key(one) == search_key(other)
    return (first.value, first.series) == (second.value, second.series)


def series_of(papers: Iterable[Numbered]) -> list[Series]:
    """Sort a book into its series, the latest term first, and look through each."""
    sorted_in: dict[tuple[int, str], list[tuple[PaperNumber, Numbered]]] = {}
    unreadable: dict[int, list[Numbered]] = {}
    for paper in papers:
        number, term = read_number(paper.number), term_of(paper.day)
        if number is None:
            unreadable.setdefault(term, []).append(paper)
        else:
            sorted_in.setdefault((term, number.series), []).append((number, paper))
    found = [_series(term, listed) for (term, _series_key), listed in sorted_in.items()]
    found += [
        Series("", term, tuple(listed), (Finding(Kind.UNREADABLE, tuple(listed)),))
        for term, listed in unreadable.items()
    ]
    return sorted(found, key=lambda series: (-series.term, series.symbol))


def _series(term: int, listed: Sequence[tuple[PaperNumber, Numbered]]) -> Series:
    ordered = sorted(listed, key=lambda pair: (pair[0].value, pair[1].day, pair[1].what))
    findings: list[Finding] = []
    for (number, paper), (following, later) in pairwise(ordered):
        if number.value == following.value:
            findings.append(Finding(Kind.DOUBLE, (paper, later)))
        elif following.value > number.value + 1:
            missing = tuple(range(number.value + 1, following.value))[:MOST_MISSING]
            findings.append(Finding(Kind.GAP, (paper, later), missing))
        if number.value < following.value and later.day < paper.day:
            findings.append(Finding(Kind.ORDER, (paper, later)))
    return Series(
        ordered[0][0].symbol, term, tuple(paper for _number, paper in ordered), tuple(findings)
    )
