"""Dates are read and shown with the day first."""

from datetime import date

import pytest

from tenants.text.dates import BadDateError, NoSuchDayError, parse_date, show_date


@pytest.mark.parametrize(
    "spelling",
    ["5/3/26", "05-03-2026", "5.3.2026", "05/03/2026", " 5 / 3 / 2026 ", "5 3 2026", "2026-03-05"],
)
def test_every_spelling_is_one_day(spelling: str) -> None:
    assert parse_date(spelling) == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("spelling", "days"), [("31/02/2026", 28), ("30/2/28", 29), ("31.04.2026", 30), ("0/1/26", 31)]
)
def test_day_that_the_month_lacks_is_refused_with_the_days_it_has(spelling: str, days: int) -> None:
    with pytest.raises(NoSuchDayError) as refusal:
        parse_date(spelling)

    assert refusal.value.days == days


@pytest.mark.parametrize(
    "spelling", ["", "hôm nay", "5/3", "5/13/2026", "1/1/0000", "5/3/202", "2026/03/05", "5/3/26x"]
)
def test_anything_else_is_refused_as_no_date(spelling: str) -> None:
    with pytest.raises(BadDateError) as refusal:
        parse_date(spelling)

    assert type(refusal.value) is BadDateError


def test_dates_are_shown_with_zeros() -> None:
    assert show_date(date(2026, 3, 5)) == "05/03/2026"
