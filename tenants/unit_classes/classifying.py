"""Saying of a unit that it is of another kind or sector, where it stays what it is."""

from __future__ import annotations

from tenants.audit import record_event
from tenants.members import Member
from tenants.text.folding import normalise
from tenants.unit_classes.keeping import UnitClassRefusedError
from tenants.unit_classes.known import kinds_by_code, offered_kinds, offered_sectors
from tenants.unit_classes.tables import KindOfUnit, SectorOfUnits
from tenants.units import OrgUnit
from tenants.wall import TenantSession


def kinds_for(session: TenantSession, unit: OrgUnit) -> list[KindOfUnit]:
    """List the kinds that a unit may have: those that behave as it does, and its own."""
    own = kinds_by_code(session)[unit.kind_code]
    offered = offered_kinds(session, unit.kind)
    return offered if own in offered else [own, *offered]


def seen_of(unit: OrgUnit) -> str:
    """Return what a page showed of a unit's kind and sector, to be compared when it is sent."""
    return f"{unit.kind_code}|{unit.sector or ''}"


def classify(
    session: TenantSession,
    unit: OrgUnit,
    *,
    kind: str,
    sector: str,
    seen: str,
    reason: str,
    actor: Member,
) -> None:
    """Give a unit another kind that behaves the same, or another sector.

    Raises:
        UnitClassRefusedError: ``class_changed``, ``class_of_closed``, ``class_successor``,
            ``class_same``.

    """
    session.refresh(unit, with_for_update=True)
    if seen != seen_of(unit):
        raise UnitClassRefusedError("class_changed", name=unit.name)
    if unit.valid_to is not None:
        raise UnitClassRefusedError("class_of_closed", name=unit.name, on=unit.valid_to)
    if kind not in {row.code for row in kinds_for(session, unit)}:
        raise UnitClassRefusedError("class_successor", fields=["kind"])
    offered: list[SectorOfUnits] = offered_sectors(session)
    if sector not in {"", unit.sector, *(row.code for row in offered)}:
        raise UnitClassRefusedError("class_successor", fields=["sector"])
    before = {"kind": unit.kind_code, "sector": unit.sector}
    after = {"kind": kind, "sector": sector or None}
    if before == after:
        raise UnitClassRefusedError("class_same")
    unit.kind_code, unit.sector = kind, sector or None
    session.flush()
    record_event(
        session, "unit_classified", actor=actor, role="tenant_admin",
        facts={
            "unit": unit.code, "unit_id": unit.id, "before": before, "after": after,
            "reason": normalise(reason),
        },
    )  # fmt: skip
