"""The limit of a quota, and who has a place when more have passed: tables of numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.sittings.quota_rule import Passed, QuotaRule, allot, limit_of

FIFTH = Fraction(1, 5)


@pytest.mark.parametrize(
    ("base", "share", "most"),
    [
        (0, FIFTH, 0), (1, FIFTH, 0), (4, FIFTH, 0), (5, FIFTH, 1), (9, FIFTH, 1), (10, FIFTH, 2),
        (39, FIFTH, 7), (40, FIFTH, 8), (44, FIFTH, 8), (45, FIFTH, 9), (46, FIFTH, 9),
        (3, Fraction(1, 3), 1), (100, Fraction("0.29"), 29), (7, Fraction(1), 7),
        (18_000, Fraction("0.2"), 3_600),
    ],
)  # fmt: skip
def test_limit_is_rounded_down(base: int, share: Fraction, most: int) -> None:
    assert limit_of(base, share) == most


def ranked(*items: tuple[str, int, str]) -> dict[str, Passed]:
    return {name: Passed(votes, Decimal(score)) for name, votes, score in items}


@pytest.mark.parametrize(
    ("passed", "places", "within", "tied", "below"),
    [
        (ranked(), 3, "", "", ""),
        (ranked(("a", 9, "90")), 0, "", "", "a"),
        (ranked(("a", 9, "90"), ("b", 8, "95")), 2, "ab", "", ""),
        (ranked(("a", 9, "90"), ("b", 8, "95")), 5, "ab", "", ""),
        # Votes come before the score.
        (ranked(("a", 8, "99"), ("b", 9, "80")), 1, "b", "", "a"),
        # Equal votes: the higher score.
        (ranked(("a", 9, "85.5"), ("b", 9, "86")), 1, "b", "", "a"),
        # Level across the line: both to a further round, nobody is chosen.
        (ranked(("a", 9, "90"), ("b", 9, "90")), 1, "", "ab", ""),
        (ranked(("a", 9, "90"), ("b", 8, "90"), ("c", 8, "90"), ("d", 7, "90")), 2, "a", "bc", "d"),
        # Level, but all within or all below: no round.
        (ranked(("a", 9, "90"), ("b", 9, "90"), ("c", 8, "90")), 2, "ab", "", "c"),
        (ranked(("a", 9, "95"), ("b", 8, "90"), ("c", 8, "90")), 1, "a", "", "bc"),
        # The line cuts three who are level for two places.
        (ranked(("a", 9, "90"), ("b", 9, "90"), ("c", 9, "90")), 2, "", "abc", ""),
    ],
)  # fmt: skip
def test_places_go_by_votes_then_score_and_no_tie_is_broken(
    passed: dict[str, Passed], places: int, within: str, tied: str, below: str
) -> None:
    allotted = allot(passed, places)
    assert ("".join(allotted.within), "".join(sorted(allotted.tied)), "".join(allotted.below)) == (
        within, tied, below,
    )  # fmt: skip


def voted(**rounds: tuple[int, ...]) -> dict[str, Passed]:
    """Everybody level, with these further rounds."""
    return {key: Passed(9, Decimal(90), each) for key, each in rounds.items()}


@pytest.mark.parametrize(
    ("passed", "places", "within", "tied", "below"),
    [
        # A round settles who has the places.
        (voted(a=(5,), b=(4,)), 1, "a", "", "b"),
        (voted(a=(5,), b=(4,), c=(6,)), 2, "ca", "", "b"),
        # Level again: only those across the line vote once more.
        (voted(a=(5,), b=(5,), c=(2,)), 1, "", "ab", "c"),
        (voted(a=(5,), b=(3,), c=(3,)), 2, "a", "bc", ""),
        (voted(a=(5, 4), b=(5, 6), c=(2,)), 1, "b", "", "ac"),
        # A round that one of them lacks counts for nobody.
        (voted(a=(5,), b=()), 1, "", "ab", ""),
        (voted(a=(5, 4), b=(5,), c=(2,)), 1, "", "ab", "c"),
        # With places for all of them no round is asked.
        (voted(a=(1,), b=(7,)), 2, "ab", "", ""),
    ],
)
def test_further_rounds_settle_a_tie_and_nothing_else(
    passed: dict[str, Passed], places: int, within: str, tied: str, below: str
) -> None:
    allotted = allot(passed, places)
    assert ("".join(allotted.within), "".join(sorted(allotted.tied)), "".join(allotted.below)) == (
        within, tied, below,
    )  # fmt: skip


@given(
    st.dictionaries(
        st.integers(0, 40),
        st.tuples(st.integers(0, 9), st.integers(0, 4), st.lists(st.integers(0, 3), max_size=3)),
        max_size=12,
    ),
    st.integers(0, 14),
)
def test_everybody_stands_once_and_no_place_is_given_over_the_limit(
    found: dict[int, tuple[int, int, list[int]]], places: int
) -> None:
    passed = {key: Passed(v, Decimal(s), tuple(r)) for key, (v, s, r) in found.items()}
    allotted = allot(passed, places)
    everybody = [*allotted.within, *allotted.tied, *allotted.below]
    assert sorted(everybody) == sorted(passed)
    assert len(allotted.within) <= places
    left = places - len(allotted.within)
    # A tie is one across the line: some of them have a place, not all of them.
    assert not allotted.tied or 0 < left < len(allotted.tied)
    if not allotted.tied:
        assert len(allotted.within) == min(places, len(passed))


@pytest.mark.parametrize(
    "rule",
    [
        {}, {"share": "0"}, {"share": "6/5"}, {"share": "1/0"}, {"share": "viel"},
        {"share": "1/5", "base": "half"}, {"share": "1/5", "grouping": "colour"},
    ],
)  # fmt: skip
def test_what_is_no_rule_is_refused(rule: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"quota|share|Fraction|base|grouping"):
        QuotaRule.from_dict(rule)


def test_rule_is_read_as_it_was_written() -> None:
    rule = QuotaRule(FIFTH, base="good_or_better", grouping="sector")
    assert rule.to_dict() == {"share": "1/5", "base": "good_or_better", "grouping": "sector"}
    assert QuotaRule.from_dict(rule.to_dict()) == rule
