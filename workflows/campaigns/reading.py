"""The campaigns of a tenant."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign, CampaignState


def campaigns_of(session: TenantSession) -> list[Campaign]:
    """List the campaigns, the latest year first."""
    return list(
        session.scalars(
            select(Campaign)
            .order_by(Campaign.year.desc(), Campaign.id)
            .options(joinedload(Campaign.programme), joinedload(Campaign.criteria_set))
        )
    )


def open_campaign_of(session: TenantSession) -> Campaign | None:
    """Return the latest campaign that is open."""
    return session.scalars(
        select(Campaign)
        .where(Campaign.state == CampaignState.OPEN)
        .order_by(Campaign.year.desc())
        .limit(1)
        .options(joinedload(Campaign.programme), joinedload(Campaign.criteria_set))
    ).one_or_none()
