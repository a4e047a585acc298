"""Opening a campaign: its versions freeze, and every eligible cell gets a dossier."""

from __future__ import annotations

from sqlalchemy import func, insert, select

from tenants import clock
from tenants.audit import record_event
from tenants.database import row_id
from tenants.members import Member
from tenants.staffing.vacancies import report_vacancies
from tenants.units import OrgUnit, UnitKind, root_unit
from tenants.wall import TenantSession
from tenants.working_days import calendar_of
from workflows.campaigns.tables import Campaign, CampaignState
from workflows.dossiers.tables import Dossier
from workflows.engine.parties import CELL
from workflows.engine.refusals import Refusal
from workflows.flows import FLOWS
from workflows.tasks.deadlines import last_day_of
from workflows.tasks.tables import Task


def open_campaign(session: TenantSession, campaign: Campaign, *, actor: Member) -> int:
    """Open a campaign and give every cell in force a dossier; return how many.

    Raises:
        Refusal: ``campaign_not_draft``, when it was opened before.

    """
    if campaign.state is not CampaignState.DRAFT:
        raise Refusal("campaign_not_draft", year=campaign.year)
    campaign.state = CampaignState.OPEN
    session.flush()
    opened = add_dossiers(session, campaign)
    record_event(
        session,
        "campaign_opened",
        actor=actor,
        facts={"year": campaign.year, "title": campaign.title, "dossiers": opened},
    )
    report_vacancies(session, actor=actor)
    return opened


def add_dossiers(session: TenantSession, campaign: Campaign) -> int:
    """Give a dossier to each cell that has none yet, in bulk; return how many."""
    today, now = clock.today(session), clock.now(session)
    upper_id = root_unit(session).id
    ward = select(OrgUnit.id, OrgUnit.sort_key).where(
        OrgUnit.kind == UnitKind.WARD_COMMITTEE
    ).subquery()  # fmt: skip
    cells = session.execute(
        select(OrgUnit.id, OrgUnit.parent_id)
        .join(ward, ward.c.id == OrgUnit.parent_id)
        .outerjoin(Dossier, (Dossier.unit_id == OrgUnit.id) & (Dossier.campaign_id == campaign.id))
        .where(
            OrgUnit.kind == UnitKind.PARTY_CELL,
            Dossier.id.is_(None),
            OrgUnit.valid_from <= today,
            OrgUnit.valid_to.is_(None),
        )
        .order_by(ward.c.sort_key, OrgUnit.sort_key, OrgUnit.id)
    ).all()
    if not cells:
        return 0
    taken = session.scalar(
        select(func.count()).select_from(Dossier).where(Dossier.campaign_id == campaign.id)
    )
    flow = FLOWS[campaign.flow, campaign.flow_version]
    start = flow.start
    # A unit that is added after the last day to register has a day of its own.
    until = last_day_of(flow.states[start], campaign, today=today, calendar=calendar_of(session))
    dossiers = [
        {
            "tenant_id": session.tenant_id,
            "id": row_id(),
            "code": f"{campaign.year % 100:02}-{number}",
            "campaign_id": campaign.id,
            "unit_id": cell.id,
            "committee_id": cell.parent_id,
            "upper_committee_id": upper_id,
            "flow": campaign.flow,
            "flow_version": campaign.flow_version,
            "state": start,
            "due_on": None if until == campaign.registration_until else until,
            "touched_at": now,
        }
        for number, cell in enumerate(cells, start=(taken or 0) + 1)
    ]
    session.execute(insert(Dossier), dossiers)
    session.execute(
        insert(Task),
        [
            {
                "tenant_id": session.tenant_id,
                "id": row_id(),
                "dossier_id": row["id"],
                "unit_id": row["unit_id"],
                "party": CELL.name,
                "state": start,
                "opened_at": now,
                "due_at": clock.end_of(until),
            }
            for row in dossiers
        ],
    )
    return len(dossiers)
