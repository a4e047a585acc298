"""Planning a campaign: the reference calendar, and criteria as a new version."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date

from sqlalchemy import func, select

from tenants.database import Json, row_id
from tenants.units import UnitKind
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign, CampaignRoute, CriteriaSet, Programme
from workflows.criteria.reading import CriteriaSet as Criteria
from workflows.criteria.reading import to_document
from workflows.sittings.vote_rule import REFERENCE

REFERENCE_RULES: Json = {
    "pilots_per_ward": 2,
    "vote": REFERENCE.to_dict(),
    "recorder_may_close": False,
    "late_registration": True,
    "late_self_assessment": True,
    "meeting_day": 3,
    "days_to_act": {},
    "grace_days": 0,
    "lead_desk": "organisation",
    "opinion_desks": [],
}


@dataclass(frozen=True, slots=True)
class Calendar:
    """The last days of a campaign's steps ("before d" is the day before it)."""

    opens_on: date
    registration_until: date
    pilot_selection_until: date
    review_may_open_from: date
    review_opens_on: date
    self_assessment_until: date
    ward_review_until: date
    city_decision_until: date


def reference_calendar(year: int) -> Calendar:
    """Return the reference calendar of docs/process.md, section 6."""
    return Calendar(
        opens_on=date(year, 3, 1),
        registration_until=date(year, 3, 9),
        pilot_selection_until=date(year, 3, 31),
        review_may_open_from=date(year, 10, 15),
        review_opens_on=date(year, 10, 15),
        self_assessment_until=date(year, 12, 3),
        ward_review_until=date(year, 12, 9),
        city_decision_until=date(year, 12, 31),
    )


def calendar_of_campaign(campaign: Campaign) -> Calendar:
    """Return the days of a campaign."""
    return Calendar(**{field.name: getattr(campaign, field.name) for field in fields(Calendar)})


def moved_to_year(calendar: Calendar, years: int) -> Calendar:
    """Return the same days of another year."""
    return Calendar(**{name: same_day(day, years) for name, day in asdict(calendar).items()})


def same_day(day: date, years: int) -> date:
    """Return a day some years later; 29/02 becomes 28/02 where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def plan_campaign(
    session: TenantSession,
    programme: Programme,
    year: int,
    *,
    criteria: Criteria,
    calendar: Calendar,
    flow: str = "cell_title",
    flow_version: int = 1,
    rules: Json | None = None,
) -> Campaign:
    """Draft a year of a programme; it freezes its criteria as a version of their own."""
    campaign = Campaign(
        id=row_id(),
        programme_id=programme.id,
        criteria_set_id=keep_criteria(session, criteria).id,
        year=year,
        title=f"{criteria.title} năm {year}",
        flow=flow,
        flow_version=flow_version,
        rules={**REFERENCE_RULES, **(rules or {})},
        **asdict(calendar),
    )
    session.add(campaign)
    session.flush()
    session.add(
        CampaignRoute(
            id=row_id(),
            campaign_id=campaign.id,
            kind=UnitKind.PARTY_CELL,
            since=date(year, 1, 1),
            flow=flow,
            flow_version=flow_version,
            criteria_set_id=campaign.criteria_set_id,
        )
    )
    session.flush()
    return campaign


def keep_criteria(session: TenantSession, criteria: Criteria) -> CriteriaSet:
    """Store criteria as the next version of their key."""
    last = session.scalar(
        select(func.max(CriteriaSet.version)).where(CriteriaSet.key == criteria.key)
    )
    kept = CriteriaSet(
        id=row_id(),
        key=criteria.key,
        version=(last or 0) + 1,
        title=criteria.title,
        document=to_document(criteria),
    )
    session.add(kept)
    session.flush()
    return kept
