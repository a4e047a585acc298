"""Where years and criteria name a kind or sector of the tenant: told before it is ended."""

from __future__ import annotations

from sqlalchemy import func, select

from tenants.unit_classes.keeping import OwnClass
from tenants.unit_classes.tables import KindOfUnit
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign, CampaignRoute, CampaignState, CriteriaSet


def count_routes(session: TenantSession, row: OwnClass) -> int:
    """Count the rows of maps of years that are not closed which name it."""
    column = CampaignRoute.kind if isinstance(row, KindOfUnit) else CampaignRoute.sector
    return session.scalars(
        select(func.count())
        .select_from(CampaignRoute)
        .join(Campaign, Campaign.id == CampaignRoute.campaign_id)
        .where(column == row.code, Campaign.state != CampaignState.CLOSED)
    ).one()


def count_sets(session: TenantSession, row: OwnClass) -> int:
    """Count the criteria sets that are meant for it."""
    key = "unit_kind" if isinstance(row, KindOfUnit) else "unit_type"
    return session.scalars(
        select(func.count())
        .select_from(CriteriaSet)
        .where(CriteriaSet.document["applies_to"][key].astext == row.code)
    ).one()
