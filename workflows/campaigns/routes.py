"""The authority map of a campaign: which flow and criteria a unit takes on a day.

Code never asks for the words "ward" or "city": it asks this map (docs/process.md, section 2).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants.units import OrgUnit, UnitKind
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign, CampaignRoute


def routes_of(session: TenantSession, campaign: Campaign) -> list[CampaignRoute]:
    """List the rows of a campaign's map, kind by kind, the general one before its sectors.

    A campaign without rows sends every cell along its own flow.
    """
    rows = session.scalars(
        select(CampaignRoute)
        .where(CampaignRoute.campaign_id == campaign.id)
        .order_by(CampaignRoute.kind, CampaignRoute.sector, CampaignRoute.since)
        .options(joinedload(CampaignRoute.criteria_set))
    )
    return list(rows) or [_general(campaign)]


def route_for(routes: Sequence[CampaignRoute], unit: OrgUnit, *, on: date) -> CampaignRoute | None:
    """Return the row that a unit follows on a day, or none: then it takes no part."""
    fitting = [
        route
        for route in routes
        if route.kind in (unit.kind_code, unit.kind)
        and route.sector in ("", unit.sector or "")
        and route.since <= on
    ]
    return max(
        fitting,
        key=lambda route: (route.sector != "", route.kind != unit.kind, route.since),
        default=None,
    )


def _general(campaign: Campaign) -> CampaignRoute:
    return CampaignRoute(
        campaign_id=campaign.id,
        kind=UnitKind.PARTY_CELL.value,
        sector="",
        since=date(campaign.year, 1, 1),
        flow=campaign.flow,
        flow_version=campaign.flow_version,
        criteria_set_id=campaign.criteria_set_id,
    )
