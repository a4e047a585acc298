"""Who sees and who writes a logbook: the one place that pages, counts and exports ask."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, select

from tenants.members import Member
from tenants.roles import Role
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.dossiers.unit_years import OF_THE_UNIT, may_gather, row_of_a_unit, sees_unit_year
from workflows.logbook.tables import LogEntry, Side


def visible_entries(member: Member) -> Select[LogEntry]:
    """Select the entries that a member may see, also those withdrawn."""
    return select(LogEntry).where(sees_unit_year(member, LogEntry.unit_id, LogEntry.year))


def find_entry(
    session: TenantSession, entry_id: UUID, *, viewer: Member, lock: bool = False
) -> LogEntry | None:
    """Return an entry; one that the viewer may not see does not exist."""
    visible = visible_entries(viewer)
    return row_of_a_unit(session, visible, entry_id, unit=LogEntry.unit, lock=lock)


def side_of(session: TenantSession, member: Member, unit: OrgUnit) -> Side | None:
    """Return as whom a member writes in a unit's logbook; nothing where they may not."""
    if any(member.holds(role, unit_id=unit.id) for role in OF_THE_UNIT):
        return Side.CELL
    if member.holds(Role.SUPERVISOR, unit_id=unit.id):
        return Side.SUPERVISOR
    return Side.WARD if may_gather(session, member, unit) else None


def may_check(side: Side | None, entry: LogEntry) -> bool:
    """Tell whether a side may say that a weakness is remedied.

    A cell says so of what it noted of itself; what its supervisor or its ward noted, they
    check.
    """
    return side is not None and (side is not Side.CELL or entry.side is Side.CELL)
