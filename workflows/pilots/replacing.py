"""Which pilot took over from which: as the sitting that changed them recorded it."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.sittings.tables import Gate, Sitting, SittingItem


def replacing(session: TenantSession, dossier_id: UUID) -> SittingItem | None:
    """Return the item of the pilot that took over from a dossier last, if one did."""
    return session.scalars(
        select(SittingItem)
        .join(Sitting, Sitting.id == SittingItem.sitting_id)
        .where(
            SittingItem.replaces_id == dossier_id,
            SittingItem.pilot.is_(True),
            Sitting.gate == Gate.PILOT_CHANGE,
        )
        .order_by(Sitting.opened_at.desc(), SittingItem.id.desc())
        .options(joinedload(SittingItem.dossier, innerjoin=True).joinedload(Dossier.unit))
        .limit(1)
    ).one_or_none()


def taken_over(session: TenantSession, dossier_ids: Collection[UUID]) -> dict[UUID, str]:
    """Name for each pilot the unit that it took over from; others are not there."""
    rows = session.execute(
        select(SittingItem.dossier_id, OrgUnit.name)
        .join(Sitting, Sitting.id == SittingItem.sitting_id)
        .join(Dossier, Dossier.id == SittingItem.replaces_id)
        .join(OrgUnit, OrgUnit.id == Dossier.unit_id)
        .where(
            SittingItem.dossier_id.in_(dossier_ids),
            SittingItem.pilot.is_(True),
            Sitting.closed_at.is_not(None),
        )
        .order_by(Sitting.closed_at, SittingItem.id)
    )
    return dict(rows.all())


def unit_of(session: TenantSession, dossier_id: UUID) -> str:
    """Return what the unit of a dossier is called."""
    return session.scalars(
        select(OrgUnit.name)
        .join(Dossier, Dossier.unit_id == OrgUnit.id)
        .where(Dossier.id == dossier_id)
    ).one()
