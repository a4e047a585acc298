"""Lists of units with the people in them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from tenants.people import Account, Membership, Person
from tenants.roles import Role
from tenants.search import matches
from tenants.units import OrgUnit, UnitKind
from tenants.wall import TenantSession


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """A cell, its ward, its members, and its secretary with the phone if there is one."""

    unit: OrgUnit
    ward: str
    secretary: str | None
    phone: str | None


def count_units(session: TenantSession) -> dict[str, int]:
    """Count the units in force by kind, and the people."""
    rows = session.execute(
        select(OrgUnit.kind, func.count()).where(OrgUnit.valid_to.is_(None)).group_by(OrgUnit.kind)
    )
    counts = {str(kind): number for kind, number in rows.all()}
    counts["people"] = session.scalar(select(func.count()).select_from(Person)) or 0
    return counts


def list_cells(session: TenantSession, *, search: str = "", limit: int = 400) -> list[ListedUnit]:
    """List the cells in force by ward and name; the search reads name, ward and secretary."""
    ward = aliased(OrgUnit)
    query = (
        select(OrgUnit, ward.name, Person.name, Account.phone)
        .join(ward, ward.id == OrgUnit.parent_id)
        .outerjoin(
            Membership,
            (Membership.unit_id == OrgUnit.id)
            & (Membership.role == Role.CELL_SECRETARY)
            & Membership.valid_to.is_(None),
        )
        .outerjoin(Person, Person.id == Membership.person_id)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(OrgUnit.kind == UnitKind.PARTY_CELL, OrgUnit.valid_to.is_(None))
    )
    if search:
        query = query.where(matches(search, OrgUnit.search_key, ward.search_key, Person.search_key))
    ordered = query.order_by(ward.sort_key, OrgUnit.sort_key, OrgUnit.id).limit(limit)
    return [ListedUnit(*row) for row in session.execute(ordered).all()]
