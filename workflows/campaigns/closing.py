"""Closing a campaign: only when no dossier is open; those that are block it by name.

What is on hold or being reconsidered is named as well, and does not block: a closed
campaign still takes what settles it (docs/process.md, section 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from tenants.audit import record_event
from tenants.members import Member
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign, CampaignState
from workflows.dossiers.tables import Dossier
from workflows.engine.refusals import Refusal
from workflows.engine.table import Kind
from workflows.flows import FLOWS
from workflows.tasks.tables import Task

DOES_NOT_BLOCK = frozenset({"on_hold", "ward_reconsideration", "city_reconsideration"})
NAMED = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """A dossier that is not settled: whom it waits for, since when it is due."""

    code: str
    unit: str
    committee: str
    state: str
    party: str
    due_at: datetime | None
    blocks: bool


def waiting_in(session: TenantSession, campaign: Campaign) -> list[Waiting]:
    """List the dossiers of a campaign that are not settled, those that block it first."""
    states = {
        name
        for flow in FLOWS.values()
        for name, state in flow.states.items()
        if state.kind in {Kind.OPEN, Kind.PARKED}
    }
    committee = aliased(OrgUnit)
    rows = session.execute(
        select(Dossier.code, OrgUnit.name, committee.name, Dossier.state, Task.party, Task.due_at)
        .join(OrgUnit, OrgUnit.id == Dossier.unit_id)
        .join(committee, committee.id == Dossier.committee_id)
        .outerjoin(Task, (Task.dossier_id == Dossier.id) & Task.done_at.is_(None))
        .where(Dossier.campaign_id == campaign.id, Dossier.state.in_(states))
        .order_by(committee.sort_key, OrgUnit.sort_key, Dossier.code, Task.due_at)
    )
    once: dict[str, Waiting] = {}
    for code, unit, ward, state, party, due_at in rows:
        once.setdefault(
            code,
            Waiting(code, unit, ward, state, party or "", due_at, state not in DOES_NOT_BLOCK),
        )
    return sorted(once.values(), key=lambda each: not each.blocks)


def close_campaign(session: TenantSession, campaign: Campaign, *, actor: Member) -> int:
    """Close a campaign; return how many dossiers are on hold or being reconsidered.

    Raises:
        Refusal: ``campaign_not_open``; ``dossiers_open``, with how many block it.

    """
    if campaign.state is not CampaignState.OPEN:
        raise Refusal("campaign_not_open", year=campaign.year)
    waiting = waiting_in(session, campaign)
    blocking = [each for each in waiting if each.blocks]
    if blocking or campaign.units_to_open is not None:
        raise Refusal("dossiers_open", n=len(blocking))
    campaign.state = CampaignState.CLOSED
    session.flush()
    record_event(
        session,
        "campaign_closed",
        actor=actor,
        facts={"year": campaign.year, "left": [each.code for each in waiting]},
    )
    return len(waiting)
