"""Which of a cell's regular meetings can still adopt something in time.

Cells meet once a month, on day 3 since Chỉ thị 50-CT/TW (23/7/2025), before that on a
day of the tenant's own: ``rules["meeting_day"]``. A deadline that falls between two
meetings is really due at the one before it, which is what people need to be told
(docs/process.md, section 6).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from tenants.working_days import WorkingCalendar, is_public_holiday
from workflows.campaigns.tables import Campaign
from workflows.dossiers.deadlines import last_day_to_assess, last_day_to_register
from workflows.dossiers.tables import Dossier

MEETING_DAY = 3


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """When a cell should meet to adopt something.

    ``meet_on`` leaves a meeting in reserve where there is one; ``last_resort`` is the last
    regular meeting in time. Both are empty when only an extraordinary meeting can help.
    """

    meet_on: date | None
    last_resort: date | None
    until: date
    ward_sits_until: date | None = None


def plan_self_assessment(
    campaign: Campaign, calendar: WorkingCalendar, *, today: date, until: date | None = None
) -> MeetingPlan:
    """Plan the meeting that adopts the self-assessment, before the ward's body sits."""
    last = until or campaign.self_assessment_until
    found = meetings(campaign, calendar, max(today, campaign.review_opens_on), last)
    return MeetingPlan(*_best(found), last, campaign.ward_review_until)


def plan_registration(
    campaign: Campaign, calendar: WorkingCalendar, *, today: date, until: date | None = None
) -> MeetingPlan:
    """Plan the meeting that votes on registering; it may come before the launch."""
    last = until or campaign.registration_until
    return MeetingPlan(
        *_best(meetings(campaign, calendar, max(today, campaign.opens_on), last)), last
    )


def plan_of(dossier: Dossier, calendar: WorkingCalendar, *, today: date) -> MeetingPlan | None:
    """Return the plan for what a dossier waits for, if its unit has to adopt it in a meeting."""
    match dossier.state:
        case "registration_draft" if today >= dossier.campaign.opens_on:
            return plan_registration(
                dossier.campaign, calendar, today=today, until=last_day_to_register(dossier)
            )
        case "in_progress" | "self_assessment":
            return plan_self_assessment(
                dossier.campaign, calendar, today=today, until=last_day_to_assess(dossier)
            )
        case _:
            return None


def meetings(campaign: Campaign, calendar: WorkingCalendar, since: date, until: date) -> list[date]:
    """List a campaign's regular meetings between two days, both included."""
    wanted = int(campaign.rules.get("meeting_day", MEETING_DAY))
    return meetings_between(calendar, since, until, wanted=wanted)


def meetings_between(
    calendar: WorkingCalendar, since: date, until: date, *, wanted: int = MEETING_DAY
) -> list[date]:
    """List the regular meetings between two days, both included."""
    found, month = [], since.replace(day=1)
    while month <= until:
        day = meeting_in(calendar, month.year, month.month, wanted)
        if since <= day <= until:
            found.append(day)
        month = (month + timedelta(days=31)).replace(day=1)
    return found


def meeting_in(calendar: WorkingCalendar, year: int, month: int, wanted: int) -> date:
    """Return a month's meeting day; one on a public holiday moves to the first day after it.

    A weekend is no hindrance: many cells meet on one.
    """
    day = date(year, month, min(wanted, monthrange(year, month)[1]))
    while is_public_holiday(day) and not calendar.is_working(day):
        day += timedelta(days=1)
    return day


def _best(found: list[date]) -> tuple[date | None, date | None]:
    if not found:
        return None, None
    return found[max(0, len(found) - 2)], found[-1]
