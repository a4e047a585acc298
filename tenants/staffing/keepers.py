"""Who keeps people and roles: the administrator all, a ward's office those of its own cells.

An office gives roles of cells only, in its own cells; it changes people who hold no role
anywhere else: an office must not rename, disable or replace somebody above it.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import aliased

from tenants.members import Member
from tenants.people import Membership, Person
from tenants.roles import Role
from tenants.tree import in_force
from tenants.units import OrgUnit, UnitKind

OF_A_CELL = (Role.CELL_SECRETARY, Role.CELL_DEPUTY, Role.SUPERVISOR)
# Roles by the kinds of unit in which they are held.
OF_A_COMMITTEE = (
    Role.WARD_OFFICE, Role.APPRAISER, Role.SITTING_RECORDER, Role.COMMITTEE_CHAIR,
    Role.COMMITTEE_MEMBER,
)  # fmt: skip
OF_THE_TOP = (
    Role.CITY_OFFICE, Role.CITY_ORG_DEPT, Role.APPRAISER, Role.SITTING_RECORDER,
    Role.COMMITTEE_CHAIR, Role.COMMITTEE_MEMBER, Role.TENANT_ADMIN, Role.AUDITOR,
)  # fmt: skip
ROLES_OF: dict[UnitKind, tuple[Role, ...]] = {
    UnitKind.UPPER_COMMITTEE: OF_THE_TOP,
    UnitKind.WARD_COMMITTEE: OF_A_COMMITTEE,
    UnitKind.GRASSROOTS_ORGANISATION: OF_A_COMMITTEE,
    UnitKind.PARTY_CELL: OF_A_CELL,
}
# These come with a seat on the unit's body and go with it.
WITH_A_SEAT = (Role.COMMITTEE_CHAIR, Role.COMMITTEE_MEMBER)


def roles_to_give(keeper: Member, unit: OrgUnit) -> tuple[Role, ...]:
    """Return the roles that a keeper may give in a unit; seats are given with the body."""
    roles = tuple(role for role in ROLES_OF[unit.kind] if role not in WITH_A_SEAT)
    if keeper.holds(Role.TENANT_ADMIN):
        return roles
    if keeper.holds(Role.WARD_OFFICE, unit_id=unit.parent_id):
        return tuple(role for role in roles if role in OF_A_CELL)
    return ()


def keeps_unit(keeper: Member, *, on: date) -> ColumnElement[bool]:
    """Say in SQL in which units a keeper gives roles."""
    if keeper.holds(Role.TENANT_ADMIN):
        return in_force(on)
    wards = keeper.units(Role.WARD_OFFICE)
    if not wards:
        return false()
    return and_(in_force(on), OrgUnit.parent_id.in_(wards), OrgUnit.kind == UnitKind.PARTY_CELL)


def keeps_person(keeper: Member, *, on: date) -> ColumnElement[bool]:
    """Say in SQL whose name, post, phone and roles a keeper changes."""
    if keeper.holds(Role.TENANT_ADMIN):
        return true()
    wards = keeper.units(Role.WARD_OFFICE)
    if not wards:
        return false()
    inside = Membership.unit_id.in_(_cells_of(wards))
    held = and_(
        Membership.person_id == Person.id,
        or_(Membership.valid_to.is_(None), Membership.valid_to >= on),
    )
    ever = Membership.person_id == Person.id
    return and_(
        select(Membership.id).where(ever, inside).exists(),
        ~select(Membership.id).where(held, ~inside).exists(),
    )


def known_to(keeper: Member) -> ColumnElement[bool]:
    """Say in SQL whom a keeper may give a role: people of the ward and of its cells, or all."""
    if keeper.holds(Role.TENANT_ADMIN):
        return true()
    wards = keeper.units(Role.WARD_OFFICE)
    if not wards:
        return false()
    inside = or_(Membership.unit_id.in_(_cells_of(wards)), Membership.unit_id.in_(wards))
    return select(Membership.id).where(Membership.person_id == Person.id, inside).exists()


def _cells_of(wards: list[UUID]) -> Select[UUID]:
    cell = aliased(OrgUnit)
    return select(cell.id).where(cell.parent_id.in_(wards), cell.kind == UnitKind.PARTY_CELL)
