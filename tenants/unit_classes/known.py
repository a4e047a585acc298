"""Reading a tenant's kinds and sectors: once for each transaction, in the tenant's order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from sqlalchemy import select

from tenants.unit_classes.tables import KindOfUnit, SectorOfUnits
from tenants.units import Sector, UnitKind
from tenants.wall import TenantSession

KINDS, SECTORS = "unit_kinds", "unit_sectors"


def kinds_by_code(session: TenantSession) -> Mapping[str, KindOfUnit]:
    """Return every kind of the tenant by its code, those that have ended as well."""
    if KINDS not in session.remembered:
        rows = session.scalars(select(KindOfUnit).order_by(KindOfUnit.position, KindOfUnit.code))
        session.remembered[KINDS] = {row.code: row for row in rows}
    return cast("Mapping[str, KindOfUnit]", session.remembered[KINDS])


def sectors_by_code(session: TenantSession) -> Mapping[str, SectorOfUnits]:
    """Return every sector of the tenant by its code, those that have ended as well."""
    if SECTORS not in session.remembered:
        rows = session.scalars(
            select(SectorOfUnits).order_by(SectorOfUnits.position, SectorOfUnits.code)
        )
        session.remembered[SECTORS] = {row.code: row for row in rows}
    return cast("Mapping[str, SectorOfUnits]", session.remembered[SECTORS])


def offered_kinds(session: TenantSession, *behaviours: UnitKind) -> list[KindOfUnit]:
    """List the kinds that a unit may be given; only those that behave so, if said."""
    return [
        row
        for row in kinds_by_code(session).values()
        if row.is_offered and (not behaviours or row.behaves_as in behaviours)
    ]


def offered_sectors(session: TenantSession) -> list[SectorOfUnits]:
    """List the sectors that a unit may be given."""
    return [row for row in sectors_by_code(session).values() if row.is_offered]


def usual_kind(session: TenantSession, behaviour: UnitKind) -> str:
    """Return the code of the kind that a unit gets which is only known to behave so."""
    offered = [row.code for row in offered_kinds(session, behaviour)]
    return behaviour.value if behaviour.value in offered else offered[0]


def usual_sector(session: TenantSession, behaviour: Sector) -> str:
    """Return the code of the sector that a unit gets which is only known to be one of those."""
    offered = [row.code for row in offered_sectors(session) if row.behaves_as == behaviour]
    return behaviour.value if behaviour.value in offered else offered[0]


def forget(session: TenantSession) -> None:
    """Read kinds and sectors anew: one of them has just been changed."""
    session.remembered.pop(KINDS, None)
    session.remembered.pop(SECTORS, None)
