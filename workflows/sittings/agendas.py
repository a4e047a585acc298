"""On whose agenda a dossier stands, putting it there, and taking it off."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from tenants.wall import TenantSession
from workflows.sittings.tables import Result, Sitting, SittingItem, SittingState


def opened_with(session: TenantSession, dossier_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the code of the opened sitting that has a dossier, for those that one has."""
    rows = session.execute(
        select(SittingItem.dossier_id, Sitting.code)
        .join(Sitting, SittingItem.sitting_id == Sitting.id)
        .where(
            SittingItem.dossier_id.in_(dossier_ids),
            SittingItem.active,
            Sitting.state.in_([SittingState.OPENED, SittingState.SUSPENDED]),
        )
    )
    return dict(rows.all())


def on_agendas(session: TenantSession, dossier_ids: Collection[UUID]) -> dict[UUID, bool]:
    """Say which dossiers stand on the agenda of a sitting that is prepared or opened."""
    active = select(SittingItem.dossier_id).where(
        SittingItem.dossier_id.in_(dossier_ids), SittingItem.active
    )
    return dict.fromkeys(session.scalars(active), True)


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
