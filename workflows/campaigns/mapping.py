"""Setting the authority map: which units travel which flow, by which criteria, from when on.

A draft's map is set freely. That of an open campaign grows by a decision, and what is
added concerns only dossiers that are opened from then on.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select

from tenants import clock
from tenants.audit import record_event
from tenants.database import row_id
from tenants.members import Member
from tenants.unit_classes.known import kinds_by_code, sectors_by_code
from tenants.units import UnitKind
from tenants.wall import TenantSession
from workflows.campaigns.fitting import ask_whether_made_for
from workflows.campaigns.tables import Campaign, CampaignRoute, CampaignState, CriteriaSet
from workflows.engine.refusals import Refusal
from workflows.flows import FLOWS

# Which kinds of unit a flow was made for.
MADE_FOR = {
    "cell_title": UnitKind.PARTY_CELL,
    "cell_title_ward": UnitKind.PARTY_CELL,
    "committee_title": UnitKind.WARD_COMMITTEE,
}


def flows_for(kind: UnitKind) -> list[tuple[str, int]]:
    """List the flows that units of a kind may travel, each in its newest version."""
    newest: dict[str, int] = {}
    for name, version in FLOWS:
        if MADE_FOR.get(name, kind) is kind:
            newest[name] = max(version, newest.get(name, 0))
    return list(newest.items())


def set_route(
    session: TenantSession,
    campaign: Campaign,
    *,
    kind: str,
    sector: str | None,
    flow: str,
    criteria_set_id: UUID,
    since: date | None = None,
    actor: Member,
) -> CampaignRoute:
    """Send units of a kind, or of one of its sectors, along a flow by a criteria set.

    Args:
        kind: the code of a kind of the tenant, or what kinds behave as: then all of these.
        sector: the code of a sector of the tenant; without one, all sectors.

    Raises:
        Refusal: ``campaign_not_draft``; ``no_such_class``; ``flow_not_for_kind``;
            ``no_such_criteria``; what ``ask_whether_made_for`` refuses.

    """
    if campaign.state is not CampaignState.DRAFT:
        raise Refusal("campaign_not_draft", year=campaign.year)
    own = kinds_by_code(session).get(kind)
    if own is None:
        raise Refusal("no_such_class", fields=["kind"])
    if sector and sector not in sectors_by_code(session):
        raise Refusal("no_such_class", fields=["sector"])
    version = dict(flows_for(own.behaves_as)).get(flow)
    if version is None:
        raise Refusal("flow_not_for_kind", fields=["flow"])
    criteria = session.get(CriteriaSet, (session.tenant_id, criteria_set_id))
    if criteria is None:
        raise Refusal("no_such_criteria", fields=["criteria"])
    ask_whether_made_for(session, criteria, kind)
    first = since or date(campaign.year, 1, 1)
    route = session.scalar(
        select(CampaignRoute).where(
            CampaignRoute.campaign_id == campaign.id,
            CampaignRoute.kind == kind,
            CampaignRoute.sector == (sector or ""),
            CampaignRoute.since == first,
        )
    )
    if route is None:
        route = CampaignRoute(
            id=row_id(), campaign_id=campaign.id, kind=kind, sector=sector or "", since=first
        )
        session.add(route)
    route.flow, route.flow_version, route.criteria_set_id = flow, version, criteria_set_id
    if kind == UnitKind.PARTY_CELL and not sector and first <= date(campaign.year, 1, 1):
        campaign.flow, campaign.flow_version = flow, version
        campaign.criteria_set_id = criteria_set_id
    session.flush()
    _record(session, campaign, route, "campaign_route_set", actor)
    return route


def remove_route(
    session: TenantSession, campaign: Campaign, route_id: UUID, *, actor: Member
) -> None:
    """Take a row out of a draft's map; one at least stays.

    Raises:
        Refusal: ``campaign_not_draft``; ``no_such_route``; ``last_route``.

    """
    if campaign.state is not CampaignState.DRAFT:
        raise Refusal("campaign_not_draft", year=campaign.year)
    rows = session.scalars(
        select(CampaignRoute).where(CampaignRoute.campaign_id == campaign.id)
    ).all()
    route = next((row for row in rows if row.id == route_id), None)
    if route is None:
        raise Refusal("no_such_route")
    if len(rows) == 1:
        raise Refusal("last_route")
    session.delete(route)
    session.flush()
    _record(session, campaign, route, "campaign_route_removed", actor)


def newest_sets(session: TenantSession) -> list[CriteriaSet]:
    """List the criteria sets of the tenant, the newest version of each key first."""
    return list(
        session.scalars(select(CriteriaSet).order_by(CriteriaSet.title, CriteriaSet.version.desc()))
    )


def _record(
    session: TenantSession, campaign: Campaign, route: CampaignRoute, kind: str, actor: Member
) -> None:
    facts = {
        "year": campaign.year, "kind": route.kind, "sector": route.sector,
        "since": route.since, "flow": [route.flow, route.flow_version],
        "criteria_set": route.criteria_set_id, "at": clock.today(session),
    }  # fmt: skip
    record_event(session, kind, actor=actor, facts=facts)
