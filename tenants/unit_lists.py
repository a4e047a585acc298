"""Lists of units with the people in them."""

from __future__ import annotations

from sqlalchemy import func, select

from tenants.people import Person
from tenants.units import OrgUnit
from tenants.wall import TenantSession


def count_units(session: TenantSession) -> dict[str, int]:
    """Count the units in force by kind, and the people."""
    rows = session.execute(
        select(OrgUnit.kind, func.count()).where(OrgUnit.valid_to.is_(None)).group_by(OrgUnit.kind)
    )
    counts = {str(kind): number for kind, number in rows.all()}
    counts["people"] = session.scalar(select(func.count()).select_from(Person)) or 0
    return counts
