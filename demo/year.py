"""The reference calendar, shifted so that registration is open today."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from workflows.campaigns.planning import Calendar, reference_calendar

DAYS_SINCE_OPENING = 10
DAYS_TO_REGISTER = 14


def calendar_around(today: date) -> Calendar:
    """Return the year's calendar with a fortnight left to register.

    The campaign opened some days ago, and a ward may open its review already, so that
    every stage can be tried on one day.
    """
    reference = reference_calendar(today.year)
    shift = today + timedelta(days=DAYS_TO_REGISTER) - reference.registration_until
    shifted = {name: getattr(reference, name) + shift for name in Calendar.__dataclass_fields__}
    return replace(
        Calendar(**shifted),
        opens_on=today - timedelta(days=DAYS_SINCE_OPENING),
        review_may_open_from=today,
    )
