"""Which dossiers are pilots now."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from tenants.wall import TenantSession
from workflows.dossiers.tables import PilotMark


def standing_pilots(session: TenantSession, dossier_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the dossiers whose mark as pilot stands."""
    return set(
        session.scalars(
            select(PilotMark.dossier_id).where(
                PilotMark.dossier_id.in_(dossier_ids), PilotMark.dropped_at.is_(None)
            )
        )
    )
