"""Planning against the day on which cells meet."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date

import pytest

from tenants.working_days import DayKind, WorkingCalendar
from workflows.campaigns.meeting_days import (
    MeetingPlan,
    meeting_in,
    meetings,
    plan_registration,
    plan_self_assessment,
)
from workflows.campaigns.planning import reference_calendar
from workflows.campaigns.tables import Campaign

PUBLIC = WorkingCalendar({})
YEAR = replace(reference_calendar(2026), ward_review_until=date(2026, 12, 8))


def campaign(**rules: object) -> Campaign:
    return Campaign(year=2026, rules=rules, **asdict(YEAR))


@pytest.mark.parametrize(
    ("today", "meet_on", "last_resort"),
    [
        (date(2026, 10, 15), date(2026, 11, 3), date(2026, 12, 3)),
        (date(2026, 11, 3), date(2026, 11, 3), date(2026, 12, 3)),
        (date(2026, 11, 4), date(2026, 12, 3), date(2026, 12, 3)),
        (date(2026, 12, 4), None, None),
    ],
)
def test_self_assessment_leaves_a_meeting_in_reserve(
    today: date, meet_on: date | None, last_resort: date | None
) -> None:
    plan = plan_self_assessment(campaign(), PUBLIC, today=today)

    assert plan == MeetingPlan(meet_on, last_resort, date(2026, 12, 3), date(2026, 12, 8))


def test_registration_may_be_voted_on_before_the_launch() -> None:
    plan = plan_registration(campaign(), PUBLIC, today=date(2026, 2, 20))

    assert plan == MeetingPlan(date(2026, 3, 3), date(2026, 3, 3), date(2026, 3, 9))


def test_own_last_day_decides_for_a_unit_that_has_one() -> None:
    plan = plan_self_assessment(campaign(), PUBLIC, today=date(2026, 12, 1), until=date(2027, 1, 5))

    assert (plan.meet_on, plan.last_resort) == (date(2026, 12, 3), date(2027, 1, 3))


def test_tenants_own_meeting_day_counts() -> None:
    days = meetings(campaign(meeting_day=31), PUBLIC, date(2026, 1, 1), date(2026, 3, 31))

    assert days == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]


@pytest.mark.parametrize(
    ("year", "month", "wanted", "day"),
    [
        (2026, 10, 3, date(2026, 10, 3)),  # a Saturday stays
        (2027, 2, 5, date(2027, 2, 11)),  # Tết moves it behind the last day off
        (2026, 9, 2, date(2026, 9, 3)),  # so does the National Day
    ],
)
def test_meeting_on_a_public_holiday_moves(year: int, month: int, wanted: int, day: date) -> None:
    assert meeting_in(PUBLIC, year, month, wanted) == day


def test_holiday_that_the_tenant_works_keeps_its_meeting() -> None:
    calendar = WorkingCalendar({date(2026, 9, 2): DayKind.WORKING})

    assert meeting_in(calendar, 2026, 9, 2) == date(2026, 9, 2)
