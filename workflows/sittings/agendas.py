"""On whose agenda a dossier stands, and taking it off."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from tenants.wall import TenantSession
from workflows.sittings.tables import Result, Sitting, SittingItem, SittingState


def opened_with(session: TenantSession, dossier_id: UUID) -> str | None:
    """Return the code of the opened sitting that has the dossier, if one does."""
    return session.scalar(
        select(Sitting.code)
        .join(SittingItem, SittingItem.sitting_id == Sitting.id)
        .where(
            SittingItem.dossier_id == dossier_id,
            SittingItem.active,
            Sitting.state.in_([SittingState.OPENED, SittingState.SUSPENDED]),
        )
    )


def take_off(session: TenantSession, dossier_id: UUID) -> None:
    """Take a dossier off a prepared sitting, strike it from an opened one."""
    rows = session.execute(
        select(SittingItem, Sitting.state)
        .join(Sitting, Sitting.id == SittingItem.sitting_id)
        .where(SittingItem.dossier_id == dossier_id, SittingItem.active)
        .with_for_update(of=SittingItem)
        .execution_options(populate_existing=True)
    )
    for item, state in rows.all():
        item.active = False
        item.result = Result.STRUCK
        if state is SittingState.PREPARED:
            session.delete(item)
