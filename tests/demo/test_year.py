"""The calendar of the demo, whatever day it is started on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from demo.year import calendar_around

DAYS = [date(2026, 1, 1), date(2026, 3, 9), date(2028, 2, 29), date(2026, 12, 31)]


@pytest.mark.parametrize("today", DAYS)
def test_registration_is_open_and_everything_follows_in_order(today: date) -> None:
    calendar = calendar_around(today)

    assert calendar.opens_on <= today
    assert today + timedelta(days=7) <= calendar.registration_until
    assert calendar.registration_until < calendar.pilot_selection_until < calendar.review_opens_on
    assert calendar.review_may_open_from == today
    assert (
        calendar.review_opens_on
        < calendar.self_assessment_until
        < calendar.ward_review_until
        < calendar.city_decision_until
    )
