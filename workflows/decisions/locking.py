"""A decision is locked before it is changed: whoever comes second reads what the first left."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants.bodies import Body
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.decisions.tables import Decision


def locked(session: TenantSession, decision: Decision) -> Decision:
    """Lock a decision, read it anew, and return it with its body and campaign."""
    return session.scalars(
        select(Decision)
        .where(Decision.id == decision.id)
        .with_for_update(of=Decision)
        .execution_options(populate_existing=True)
        .options(joinedload(Decision.body, innerjoin=True).joinedload(Body.unit))
        .options(joinedload(Decision.campaign, innerjoin=True).joinedload(Campaign.programme))
    ).one()
