"""Whether a campaign's days make sense: what must be mended, and what is worth a look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tenants.working_days import WorkingCalendar
from workflows.campaigns.meeting_days import MEETING_DAY, meetings_between
from workflows.campaigns.planning import Calendar

# Each pair stands in this order or on the same day.
ORDER = (
    ("opens_on", "registration_until"),
    ("registration_until", "pilot_selection_until"),
    ("pilot_selection_until", "review_may_open_from"),
    ("review_may_open_from", "review_opens_on"),
    ("review_opens_on", "self_assessment_until"),
    ("self_assessment_until", "ward_review_until"),
    ("ward_review_until", "city_decision_until"),
)
# An office may open a review early, even before the pilots are chosen: worth a look, no fault.
STRICT = frozenset(ORDER) - {("pilot_selection_until", "review_may_open_from")}


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a campaign's days. ``fields`` are what to change, ``info`` the values."""

    code: str
    fields: tuple[str, ...]
    info: Mapping[str, Any]
    mend: bool = False


def remarks_on(
    calendar: Calendar, working: WorkingCalendar, *, year: int, meeting_day: int = MEETING_DAY
) -> list[Remark]:
    """List what is wrong with the days, what must be mended first."""
    return [
        *_order(calendar),
        *_year(calendar, year),
        *_meetings(calendar, working, meeting_day),
        *_rest(calendar, working),
    ]


def _order(calendar: Calendar) -> list[Remark]:
    found = []
    for pair in ORDER:
        earlier, later = (getattr(calendar, name) for name in pair)
        if earlier > later:
            info = {"earlier": earlier, "later": later}
            found.append(Remark("order", pair, info, mend=pair in STRICT))
    return sorted(found, key=lambda remark: not remark.mend)


def _year(calendar: Calendar, year: int) -> list[Remark]:
    """A campaign begins in its own year, at the earliest at the end of the one before."""
    first = calendar.opens_on
    if date(year - 1, 12, 1) <= first <= date(year, 12, 31):
        return []
    return [Remark("other_year", ("opens_on",), {"on": first, "year": year}, mend=True)]


def _meetings(calendar: Calendar, working: WorkingCalendar, meeting_day: int) -> list[Remark]:
    found = []
    if not meetings_between(
        working, calendar.opens_on, calendar.registration_until, wanted=meeting_day
    ):
        info = {"day": meeting_day, "until": calendar.registration_until}
        found.append(Remark("no_meeting_to_register", ("registration_until",), info))
    assessing = meetings_between(
        working, calendar.review_opens_on, calendar.self_assessment_until, wanted=meeting_day
    )
    if len(assessing) < 2:  # one to aim at, one in reserve
        info = {"day": meeting_day, "n": len(assessing), "until": calendar.self_assessment_until}
        found.append(Remark("few_meetings_to_assess", ("self_assessment_until",), info))
    return found


def _rest(calendar: Calendar, working: WorkingCalendar) -> list[Remark]:
    """An office that has to act on its last day should be at work on it."""
    names = ("ward_review_until", "city_decision_until")
    return [
        Remark("day_off", (name,), {"on": getattr(calendar, name)})
        for name in names
        if not working.is_working(getattr(calendar, name))
    ]
