"""Opening a campaign: its versions freeze, and every eligible unit gets a dossier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, insert, or_, select
from sqlalchemy.orm import aliased

from tenants import clock
from tenants.audit import record_event
from tenants.database import row_id
from tenants.members import Member
from tenants.outbox import leave
from tenants.staffing.vacancies import report_vacancies
from tenants.units import OrgUnit, UnitKind, root_unit
from tenants.wall import TenantSession
from tenants.working_days import calendar_of
from workflows.campaigns.fitting import ask_whether_made_for
from workflows.campaigns.routes import route_for, routes_of
from workflows.campaigns.tables import Campaign, CampaignRoute, CampaignState, CriteriaSet
from workflows.dossiers.tables import Dossier
from workflows.engine.refusals import Refusal
from workflows.flows import FLOWS
from workflows.tasks.deadlines import last_day_of
from workflows.tasks.tables import Task

BATCH = 400


@dataclass(frozen=True, slots=True)
class Eligible:
    """A unit that takes part, who receives its dossier, and the row of the map it follows."""

    unit_id: UUID
    committee_id: UUID
    route: CampaignRoute


def open_campaign(session: TenantSession, campaign: Campaign, *, actor: Member) -> int:
    """Open a campaign and give every eligible unit a dossier; return how many.

    Raises:
        Refusal: ``campaign_not_draft``, when it was opened before; a row of its map names
            criteria that were made for other units.

    """
    _open(session, campaign)
    session.flush()
    opened = add_dossiers(session, campaign)
    _record(session, campaign, opened, actor)
    return opened


def begin_opening(session: TenantSession, campaign: Campaign, *, actor: Member) -> int:
    """Open a campaign whose dossiers are made afterwards, batch by batch; return how many.

    Raises:
        Refusal: as ``open_campaign``.

    """
    _open(session, campaign)
    campaign.units_to_open = len(eligible_units(session, campaign))
    session.flush()
    _record(session, campaign, campaign.units_to_open, actor)
    leave(session, "open_dossiers", {"campaign": str(campaign.id)})
    return campaign.units_to_open


def go_on_opening(session: TenantSession, campaign_id: UUID) -> bool:
    """Make the next batch of a campaign's dossiers; tell whether more are to be made.

    The campaign is locked: two at once would make the same dossiers.
    """
    campaign = session.scalars(
        select(Campaign).where(Campaign.id == campaign_id).with_for_update()
    ).one()
    made = add_dossiers(session, campaign, most=BATCH)
    if made < BATCH:
        campaign.units_to_open = None
        return False
    return True


def add_dossiers(session: TenantSession, campaign: Campaign, *, most: int | None = None) -> int:
    """Give a dossier to each eligible unit that has none yet, in bulk; return how many.

    Args:
        most: how many at once, or all.

    """
    units = eligible_units(session, campaign, most=most)
    if not units:
        return 0
    upper_id, taken = root_unit(session).id, _taken(session, campaign)
    until = {route.id: _last_day(session, campaign, route) for route in _routes(units)}
    now = clock.now(session)
    dossiers: list[dict[str, Any]] = []
    tasks: list[dict[str, Any]] = []
    for number, unit in enumerate(units, start=taken + 1):
        route, last_day = unit.route, until[unit.route.id]
        flow = FLOWS[route.flow, route.flow_version]
        dossiers.append(
            {
                "tenant_id": session.tenant_id,
                "id": row_id(),
                "code": f"{campaign.year % 100:02}-{number}",
                "campaign_id": campaign.id,
                "criteria_set_id": route.criteria_set_id,
                "unit_id": unit.unit_id,
                "committee_id": unit.committee_id,
                "upper_committee_id": upper_id,
                "flow": route.flow,
                "flow_version": route.flow_version,
                "state": flow.start,
                # A unit that is added after the last day to register has a day of its own.
                "due_on": None if last_day == campaign.registration_until else last_day,
                "touched_at": now,
            }
        )
        tasks.append(
            {
                "tenant_id": session.tenant_id,
                "id": row_id(),
                "dossier_id": dossiers[-1]["id"],
                "unit_id": unit.unit_id,
                "party": flow.unit.name,
                "state": flow.start,
                "opened_at": now,
                "due_at": clock.end_of(last_day),
            }
        )
    session.execute(insert(Dossier), dossiers)
    session.execute(insert(Task), tasks)
    return len(dossiers)


def eligible_units(
    session: TenantSession, campaign: Campaign, *, most: int | None = None
) -> list[Eligible]:
    """List the units in force that the map sends on a way and that have no dossier yet.

    A cell's dossier goes to its ward; a ward's own is its committee's.
    """
    # A year may be opened before it begins: what counts is who takes part on its first day.
    day = max(clock.today(session), campaign.opens_on)
    routes = routes_of(session, campaign)
    ward = aliased(OrgUnit)
    rows = session.execute(
        select(OrgUnit, ward.id, ward.sort_key)
        .join(ward, (ward.id == OrgUnit.parent_id) | (ward.id == OrgUnit.id))
        .outerjoin(Dossier, (Dossier.unit_id == OrgUnit.id) & (Dossier.campaign_id == campaign.id))
        .where(
            ward.kind == UnitKind.WARD_COMMITTEE,
            _is_sent(routes),
            Dossier.id.is_(None),
            OrgUnit.valid_from <= day,
            (OrgUnit.valid_to.is_(None)) | (OrgUnit.valid_to >= day),
        )
        .order_by(ward.sort_key, OrgUnit.sort_key, OrgUnit.id)
    )
    found: list[Eligible] = []
    for unit, ward_id, _key in rows:
        route = route_for(routes, unit, on=day)
        if route is not None:
            found.append(Eligible(unit.id, ward_id, route))
        if most is not None and len(found) == most:
            break
    return found


def _is_sent(routes: Sequence[CampaignRoute]) -> ColumnElement[bool]:
    """Say in SQL that a row of the map speaks of a unit: of its kind, or of all that behave so."""
    kinds = {route.kind for route in routes}
    usual = [kind for kind in UnitKind if kind in kinds]
    return or_(OrgUnit.kind.in_(usual), OrgUnit.kind_code.in_(kinds))


def opened_so_far(session: TenantSession, campaign: Campaign) -> int:
    """Count the dossiers that a campaign has."""
    return session.scalars(
        select(func.count()).select_from(Dossier).where(Dossier.campaign_id == campaign.id)
    ).one()


def _open(session: TenantSession, campaign: Campaign) -> None:
    if campaign.state is not CampaignState.DRAFT:
        raise Refusal("campaign_not_draft", year=campaign.year)
    # A later version of a set may say other units than the one that was chosen.
    for route in routes_of(session, campaign):
        criteria = session.get_one(CriteriaSet, (session.tenant_id, route.criteria_set_id))
        ask_whether_made_for(session, criteria, route.kind)
    campaign.state = CampaignState.OPEN


def _record(session: TenantSession, campaign: Campaign, dossiers: int, actor: Member) -> None:
    record_event(
        session,
        "campaign_opened",
        actor=actor,
        facts={"year": campaign.year, "title": campaign.title, "dossiers": dossiers},
    )
    report_vacancies(session, actor=actor)


def _taken(session: TenantSession, campaign: Campaign) -> int:
    """Count the codes of the year that are in use, whichever campaign they belong to."""
    return session.scalars(
        select(func.count())
        .select_from(Dossier)
        .join(Campaign, Campaign.id == Dossier.campaign_id)
        .where(Campaign.year == campaign.year)
    ).one()


def _routes(units: list[Eligible]) -> list[CampaignRoute]:
    return list({unit.route.id: unit.route for unit in units}.values())


def _last_day(session: TenantSession, campaign: Campaign, route: CampaignRoute) -> date:
    flow = FLOWS[route.flow, route.flow_version]
    today, calendar = clock.today(session), calendar_of(session)
    return last_day_of(flow.states[flow.start], campaign, today=today, calendar=calendar)
