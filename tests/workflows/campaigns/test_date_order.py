"""The order of a campaign's days: what is refused, and what is worth a look."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tenants.working_days import WorkingCalendar
from workflows.campaigns.date_order import remarks_on
from workflows.campaigns.planning import Calendar, moved_to_year, reference_calendar

PUBLIC = WorkingCalendar({})
YEAR = reference_calendar(2026)


def codes(calendar: Calendar, year: int = 2026) -> list[tuple[str, bool]]:
    return [(each.code, each.mend) for each in remarks_on(calendar, PUBLIC, year=year)]


def test_reference_calendar_needs_no_remark() -> None:
    assert codes(YEAR) == []


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("registration_until", date(2026, 2, 28)),
        ("pilot_selection_until", date(2026, 3, 8)),
        ("review_may_open_from", date(2026, 10, 16)),
        ("self_assessment_until", date(2026, 10, 14)),
        ("ward_review_until", date(2026, 12, 2)),
        ("city_decision_until", date(2026, 12, 8)),
    ],
)
def test_days_out_of_order_must_be_mended(name: str, day: date) -> None:
    found = remarks_on(replace(YEAR, **{name: day}), PUBLIC, year=2026)

    assert (found[0].code, found[0].mend) == ("order", True)
    assert name in found[0].fields


def test_review_before_the_pilots_is_only_worth_a_look() -> None:
    early = replace(YEAR, review_may_open_from=date(2026, 3, 20))

    assert codes(early) == [("order", False)]


def test_campaign_begins_in_its_own_year() -> None:
    assert ("other_year", True) in codes(YEAR, year=2028)
    assert codes(replace(YEAR, opens_on=date(2025, 12, 15))) == []


def test_registration_without_a_regular_meeting_is_told() -> None:
    late = replace(YEAR, opens_on=date(2026, 3, 4))

    assert codes(late) == [("no_meeting_to_register", False)]


def test_single_meeting_to_adopt_in_is_told() -> None:
    short = replace(YEAR, review_opens_on=date(2026, 11, 10))

    assert codes(short) == [("few_meetings_to_assess", False)]


def test_last_day_of_an_office_on_a_weekend_is_told() -> None:
    assert codes(replace(YEAR, ward_review_until=date(2026, 12, 12))) == [("day_off", False)]


def test_days_of_a_leap_year_move() -> None:
    leap = replace(reference_calendar(2024), opens_on=date(2024, 2, 29))

    assert moved_to_year(leap, 1).opens_on == date(2025, 2, 28)
