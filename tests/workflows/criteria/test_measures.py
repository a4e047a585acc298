"""What figures are worth: targets of 0, ratios above 100 %, means, counts, steps on the edge."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.criteria.measures import (
    Figures,
    Found,
    Measure,
    Part,
    Step,
    found_from_json,
    take,
)


@dataclass(frozen=True)
class Target:
    """A target as the measure asks of it."""

    name: str
    planned: Decimal | None
    reached: Decimal | None


def targets(*pairs: tuple[str | None, str | None]) -> Figures:
    """Make a series of targets named A, B … from what was planned and reached."""
    found = [
        Target(chr(65 + place), *(None if each is None else Decimal(each) for each in pair))
        for place, pair in enumerate(pairs)
    ]
    return Figures(targets={"k": found})


def months(*values: str) -> Figures:
    """Make a monthly series."""
    return Figures(
        series={"k": [(f"2023-{n:02}", Decimal(value)) for n, value in enumerate(values, 1)]}
    )


RATIO = Measure("targets", "k", "ratio")
MET = Measure("targets", "k", "share_reaching")


@pytest.mark.parametrize(
    ("measure", "figures", "value"),
    [
        (RATIO, targets(("69", "109")), "100"),
        (RATIO, targets(("3", "2")), "200/3"),
        (RATIO, targets(("3", "3")), "100"),
        (RATIO, targets(("3", "0")), "0"),
        (RATIO, targets(("3", "9"), ("4", "1")), "125/2"),
        (RATIO, targets(("3", "0"), ("0", "0")), "0"),
        (RATIO, targets(("2.5", "1")), "40"),
        (MET, targets(("3", "3"), ("4", "3.999")), "50"),
        (MET, targets(("3", "9"), ("4", "4"), ("0", "0")), "100"),
        (Measure("targets", "k", "share_reaching", reaching=Decimal(130)), targets(("10", "13")),
         "100"),
        (Measure("targets", "k", "share_reaching", reaching=Decimal(130), above=True),
         targets(("10", "13")), "0"),
        (Measure("series", "k", "mean"), months("90", "95", "100"), "95"),
        (Measure("series", "k", "mean"), months("85", "86"), "171/2"),
        (Measure("series", "k", "sum"), months("1", "1", "2"), "4"),
        (Measure("series", "k", "sum"), months(), "0"),
        (Measure("series", "k", "count_reaching"), months("1", "1"), "2"),
        (Measure("series", "k", "count_reaching", reaching=Decimal(80)), months("80", "79.9", "81"),
         "2"),
        (Measure("series", "k", "share_reaching", reaching=Decimal(80)), months("80", "79"), "50"),
        (Measure("series", "k", "share_reaching", reaching=Decimal(80), expected=12),
         months("80", "90", "79"), "50/3"),
        (Measure("series", "k", "share_reaching", reaching=Decimal(80), expected=2),
         months("80", "90", "79", "79"), "50"),
        (Measure("series", "k", "share_reaching", reaching=Decimal(85), above=True),
         months("85", "85.1"), "50"),
        (Measure("series", "k", "count_reaching", reaching=Decimal(1), expected=12), months(), "0"),
    ],
)  # fmt: skip
def test_value_follows_the_figures(measure: Measure, figures: Figures, value: str) -> None:
    found = take(measure, figures)

    assert (found.value, found.applies, found.known) == (Fraction(value), True, True)


@pytest.mark.parametrize(
    ("measure", "figures"),
    [
        (RATIO, Figures()),
        (RATIO, targets()),
        (RATIO, targets((None, "4"))),
        (RATIO, targets(("3", None))),
        (RATIO, targets(("3", "3"), ("4", None))),
        (Measure("series", "k", "mean"), Figures()),
        (Measure("series", "k", "mean"), months()),
        (Measure("series", "k", "count_reaching"), Figures()),
        (Measure("series", "k", "share_reaching"), months()),
    ],
)
def test_what_nobody_recorded_is_not_known(measure: Measure, figures: Figures) -> None:
    found = take(measure, figures)

    assert (found.value, found.applies, found.known) == (None, True, False)


def test_targets_without_a_result_are_named() -> None:
    assert take(RATIO, targets(("3", "3"), ("4", None))).missing == ("B",)


@pytest.mark.parametrize("reached", ["0", "5", None])
def test_targets_of_nothing_do_not_apply(reached: str | None) -> None:
    found = take(RATIO, targets(("0", reached)))

    assert (found.value, found.applies, found.known) == (None, False, True)


def test_figures_behind_a_value_are_kept() -> None:
    assert take(RATIO, targets(("69", "109"))).parts == (Part("A", Decimal(69), Decimal(109)),)


STEPS = Measure(
    "series", "k", "mean",
    steps=(
        Step(Decimal(95), Decimal(6)), Step(Decimal(90), Decimal(5)),
        Step(Decimal(85), Decimal(4), above=True),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("value", "points"),
    [
        ("100", 6), ("95", 6), ("9499/100", 5), ("90", 5), ("8999/100", 4), ("8501/100", 4),
        ("85", 0), ("0", 0), ("158", 6),
    ],
)  # fmt: skip
def test_steps_begin_exactly_where_they_say(value: str, points: int) -> None:
    assert STEPS.points(Fraction(value), Decimal(6)) == points


@pytest.mark.parametrize(
    ("full_at", "value", "points"),
    [
        ("100", "50", "5/2"), ("100", "100", "5"), ("100", "158", "5"), ("100", "0", "0"),
        ("12", "11", "55/12"), ("12", "13", "5"), ("100", "-20", "0"),
    ],
)  # fmt: skip
def test_without_steps_points_grow_evenly_to_the_maximum(
    full_at: str, value: str, points: str
) -> None:
    measure = Measure("series", "k", "mean", full_at=Decimal(full_at))

    assert measure.points(Fraction(value), Decimal(5)) == Fraction(points)


AMOUNTS = st.decimals(0, 1000, places=2).map(str)


@given(st.lists(st.tuples(st.none() | AMOUNTS, st.none() | AMOUNTS), max_size=5))
def test_found_is_the_same_after_it_was_kept(pairs: list[tuple[str | None, str | None]]) -> None:
    found = take(RATIO, targets(*pairs))

    assert found_from_json(found.as_json()) == found


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=5))
def test_ratio_never_leaves_the_hundred(pairs: list[tuple[str, str]]) -> None:
    value = take(RATIO, targets(*pairs)).value

    assert value is None or 0 <= value <= 100


def test_found_of_nothing_is_not_the_same_as_found_none() -> None:
    assert take(Measure("series", "k", "sum"), months()) == Found(Fraction(0))
    assert take(Measure("series", "k", "sum"), Figures()) == Found(None)
