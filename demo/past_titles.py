"""Titles of the years before, as an office has them on paper when it begins here.

Each year is a closed campaign with the sitting and the numbered decision that gave the titles:
what has been decided long ago is read and checked, counted and revoked like what comes after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import inspect, select

from tenants import clock
from tenants.bodies import Body, BodyMember
from tenants.database import row_id
from tenants.outbox import leave
from tenants.people import Person
from tenants.public_codes import new_public_code
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.campaigns.planning import Calendar, reference_calendar
from workflows.campaigns.tables import Campaign, CampaignState
from workflows.decisions.facts import facts_of
from workflows.decisions.tables import RECOGNITION, Decision, Recognition
from workflows.dossiers.tables import Dossier
from workflows.papers.numbers import MONTH_IT_BEGINS, term_of
from workflows.papers.tables import Edition
from workflows.sittings.majority import Ballots, decide
from workflows.sittings.tables import Gate, Result, Sitting, SittingItem, SittingState

OWN = frozenset({"tenant_id", "id", "year", "title", "state", "version", "units_to_open"})
SITTING_DAY = (12, 15)
ROLL = 11


@dataclass(frozen=True, slots=True)
class PastYear:
    """One year's decision: whom it recognised, and who of them got the Giấy khen.

    ``flow`` is the way that the dossiers of that year went, where it is another today.
    """

    year: int
    number: str
    units: Sequence[OrgUnit]
    with_merit: frozenset[str] = frozenset()
    flow: str = ""

    @property
    def day(self) -> date:
        """The day of the sitting and of the signing."""
        return date(self.year, *SITTING_DAY)


def take_over(
    session: TenantSession,
    like: Campaign,
    body: Body,
    past: PastYear,
    *,
    signer: Person,
    committees: Mapping[UUID, OrgUnit] | None = None,
) -> list[Recognition]:
    """Enter the titles of a past year of the plan, with the campaign of today as its pattern.

    Args:
        committees: the committee of a unit then, by the unit's id, where it is another now.

    """
    like.programme.first_year = min(like.programme.first_year, past.year)
    moment = datetime.combine(past.day, time(9), clock.VIET_NAM)
    campaign = _campaign(session, like, past)
    _sat_since(session, body, past.day)
    sitting = Sitting(
        id=row_id(), code=f"{past.year % 100:02}-H1", body_id=body.id, campaign_id=campaign.id,
        gate=Gate.RECOGNITION, state=SittingState.CLOSED, planned_on=past.day, chair_id=signer.id,
        roll=ROLL, opened_at=moment, closed_at=moment, closed_by=signer.name,
    )  # fmt: skip
    session.add(sitting)
    session.flush()
    dossiers = [
        _dossier(campaign, unit, committees or {}, moment, place)
        for place, unit in enumerate(past.units, start=1)
    ]
    session.add_all(dossiers)
    session.flush()
    session.add_all(
        SittingItem(
            sitting_id=sitting.id, dossier_id=dossier.id, position=place, active=False,
            result=Result.PASSED, in_favour=ROLL, merit_passed=unit.code in past.with_merit,
            explained=dict(decide(ROLL, ROLL, 0, Ballots(ROLL)).spelled_out),
        )
        for place, (dossier, unit) in enumerate(zip(dossiers, past.units, strict=True), start=1)
    )  # fmt: skip
    decision = Decision(
        id=row_id(), code=f"{past.year % 100:02}-Q1", kind=RECOGNITION, body_id=body.id,
        campaign_id=campaign.id, sitting_id=sitting.id, number=past.number, signed_on=past.day,
        term=term_of(past.day), signer_id=signer.id, frozen_at=moment, frozen_by=signer.name,
        public_code=new_public_code(session),
    )  # fmt: skip
    session.add(decision)
    session.flush()
    titles = [
        Recognition(
            id=row_id(), dossier_id=dossier.id, unit_id=unit.id, year=past.year,
            decision_id=decision.id, public_code=new_public_code(session),
            merit=unit.code in past.with_merit, recognized_at=moment,
        )
        for dossier, unit in zip(dossiers, past.units, strict=True)
    ]  # fmt: skip
    session.add_all(titles)
    session.flush()
    decision.facts = facts_of(session, decision)
    session.flush()
    leave(session, "decision_paper", {"decision": str(decision.id), "edition": Edition.FINAL})
    return titles


def _sat_since(session: TenantSession, body: Body, day: date) -> None:
    """Let those who sit on a body today have sat since the term of a day began.

    Whoever is seated by the demo is seated from the day of its loading on; a decision names as
    its signer only who was in office when it was signed.
    """
    seats = select(BodyMember).where(BodyMember.body_id == body.id, BodyMember.valid_from > day)
    for seat in session.scalars(seats):
        seat.valid_from = date(term_of(day), MONTH_IT_BEGINS, 1)
    session.flush()


def _campaign(session: TenantSession, like: Campaign, past: PastYear) -> Campaign:
    same = {
        column.key: getattr(like, column.key)
        for column in inspect(Campaign).columns
        if column.key not in OWN
    }
    reference = reference_calendar(past.year)
    days = {name: getattr(reference, name) for name in Calendar.__dataclass_fields__}
    days["review_may_open_from"] = reference.review_opens_on
    campaign = Campaign(
        id=row_id(), year=past.year, title=f"Chi bộ 4 tốt năm {past.year}",
        state=CampaignState.CLOSED, **(same | days | ({"flow": past.flow} if past.flow else {})),
    )  # fmt: skip
    session.add(campaign)
    session.flush()
    return campaign


def _dossier(
    campaign: Campaign,
    unit: OrgUnit,
    committees: Mapping[UUID, OrgUnit],
    moment: datetime,
    place: int,
) -> Dossier:
    then = committees.get(unit.id)
    committee_id = then.id if then is not None else unit.parent_id
    if committee_id is None:
        raise LookupError(unit.code)
    return Dossier(
        id=row_id(), code=f"{campaign.year % 100:02}-{place}", campaign_id=campaign.id,
        criteria_set_id=campaign.criteria_set_id, unit_id=unit.id, committee_id=committee_id,
        upper_committee_id=_above(unit, then), flow=campaign.flow,
        flow_version=campaign.flow_version, state="recognized", touched_at=moment,
        registered_on=campaign.registration_until, assessed_on=campaign.self_assessment_until,
    )  # fmt: skip


def _above(unit: OrgUnit, then: OrgUnit | None) -> UUID:
    parent = then if then is not None else unit.parent
    if parent is None or parent.parent_id is None:
        raise LookupError(unit.code)
    return parent.parent_id
