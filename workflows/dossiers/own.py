"""A cell's own dossiers, year by year."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants.members import Member
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.dossiers.tables import Dossier
from workflows.dossiers.unit_years import OF_THE_UNIT


def cells_of(session: TenantSession, member: Member) -> list[OrgUnit]:
    """List the cells that the member leads, in Vietnamese order."""
    return list(
        session.scalars(
            select(OrgUnit)
            .where(OrgUnit.id.in_(member.units(*OF_THE_UNIT)))
            .order_by(OrgUnit.sort_key, OrgUnit.id)
        )
    )


def dossiers_of_cells(session: TenantSession, unit_ids: Sequence[UUID]) -> list[Dossier]:
    """List all dossiers of these cells, the latest year first."""
    return list(
        session.scalars(
            select(Dossier)
            .join(Campaign, Campaign.id == Dossier.campaign_id)
            .where(Dossier.unit_id.in_(unit_ids))
            .order_by(Campaign.year.desc(), Dossier.id)
            .options(
                joinedload(Dossier.campaign, innerjoin=True).options(
                    joinedload(Campaign.criteria_set, innerjoin=True),
                    joinedload(Campaign.programme, innerjoin=True),
                ),
                joinedload(Dossier.unit, innerjoin=True),
                joinedload(Dossier.committee, innerjoin=True),
            )
        )
    )
