"""Authority that changes in mid-year: open dossiers go over, units added later begin there.

From regime A to B the ward's own body takes over from the one above (docs/process.md,
section 2). What cannot move stays as it is, with its reason.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from tenants import clock
from tenants.database import row_id
from tenants.members import Member
from tenants.wall import TenantSession
from workflows.campaigns.routes import routes_of
from workflows.campaigns.tables import Campaign, CampaignRoute, CampaignState
from workflows.engine.refusals import Refusal
from workflows.flows import FLOWS
from workflows.flows.migration import Report, move_over
from workflows.flows.routes import Route, route, routes_to


def ways_from(campaign: Campaign) -> list[Route]:
    """List the routes that lead from the campaign's present flow to another."""
    here = (campaign.flow, campaign.flow_version)
    targets = {
        (way.target.name, way.target.version)
        for way in _every_route()
        if (way.source.name, way.source.version) == here
    }
    return [route(here, target) for target in sorted(targets)]


def hand_authority_over(
    session: TenantSession,
    campaign: Campaign,
    way: Route,
    *,
    actor: Member,
    reason: str,
    digest: str,
) -> Report:
    """Move the campaign's open dossiers along a route, and change its authority map from today.

    Raises:
        Refusal: ``role``; ``missing`` without a reason; ``campaign_not_open``;
            ``trial_is_old``, when a dossier changed since the dry run.

    """
    if campaign.state is not CampaignState.OPEN:
        raise Refusal("campaign_not_open", year=campaign.year)
    rows = routes_of(session, campaign)
    report = move_over(session, way, campaign, actor=actor, reason=reason, digest=digest)
    _extend_map(session, campaign, rows, way, since=clock.today(session))
    return report


def _extend_map(
    session: TenantSession,
    campaign: Campaign,
    rows: list[CampaignRoute],
    way: Route,
    *,
    since: date,
) -> None:
    """Send units of each row that led along the old flow along the new one from a day on."""
    old = (way.source.name, way.source.version)
    leading = [row for row in rows if (row.flow, row.flow_version) == old]
    first = date(campaign.year, 1, 1)
    for row in leading:
        for day, flow in ((first, way.source), (since, way.target)):
            known = session.scalar(
                select(CampaignRoute).where(
                    CampaignRoute.campaign_id == campaign.id,
                    CampaignRoute.kind == row.kind,
                    CampaignRoute.sector == row.sector,
                    CampaignRoute.since == day,
                )
            )
            if known is None:
                session.add(
                    CampaignRoute(
                        id=row_id(),
                        campaign_id=campaign.id,
                        kind=row.kind,
                        sector=row.sector,
                        since=day,
                        flow=flow.name,
                        flow_version=flow.version,
                        criteria_set_id=row.criteria_set_id,
                    )
                )
            elif day == since:
                known.flow, known.flow_version = flow.name, flow.version
    session.flush()


def _every_route() -> list[Route]:
    return [way for target in FLOWS for way in routes_to(target)]
