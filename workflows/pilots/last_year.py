"""What a unit came to the year before: who chooses pilots looks at it."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.decisions.tables import Recognition
from workflows.dossiers.tables import Dossier


class LastYear(StrEnum):
    """A result of the year before, in one word."""

    RECOGNIZED = "recognized"
    NOT_RECOGNIZED = "not_recognized"


def last_years(
    session: TenantSession, unit_ids: Collection[UUID], year: int
) -> dict[UUID, LastYear]:
    """Return what units came to in the year before; who was not in it is left out."""
    entered = session.scalars(
        select(Dossier.unit_id)
        .join(Campaign, Campaign.id == Dossier.campaign_id)
        .where(Dossier.unit_id.in_(unit_ids), Campaign.year == year - 1)
    )
    found = dict.fromkeys(entered, LastYear.NOT_RECOGNIZED)
    titles = session.scalars(
        select(Recognition.unit_id).where(
            Recognition.unit_id.in_(unit_ids),
            Recognition.year == year - 1,
            Recognition.revoked_at.is_(None),
        )
    )
    return found | dict.fromkeys(titles, LastYear.RECOGNIZED)
