"""Which units and people a member finds: the wall keeps tenants apart, this keeps scopes.

Those of the upper committee find everything; those of a ward find the ward and what is
below it; those of a cell find it and the ward above (docs/process.md, section 3).
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import aliased

from tenants.members import Member
from tenants.people import Membership, Person
from tenants.roles import Role
from tenants.units import OrgUnit, UnitKind

_OF_A_CELL = frozenset({Role.CELL_SECRETARY, Role.CELL_DEPUTY, Role.SUPERVISOR})


def sees_unit(member: Member) -> ColumnElement[bool]:
    """Say in SQL which units a member finds."""
    if member.person_id is None:
        return true()
    grounds: list[ColumnElement[bool]] = []
    for holding in member.holdings:
        if holding.role in _OF_A_CELL:
            own = select(OrgUnit.parent_id).where(OrgUnit.id == holding.unit_id).scalar_subquery()
            grounds += [OrgUnit.id == holding.unit_id, OrgUnit.id == own]
        elif holding.unit_kind is UnitKind.UPPER_COMMITTEE:
            return true()
        else:
            grounds.append(OrgUnit.id.in_(_and_below(holding.unit_id)))
    return or_(*grounds) if grounds else false()


def sees_person(member: Member, *, on: date) -> ColumnElement[bool]:
    """Say in SQL which people a member finds: whoever holds a role in a unit that they find.

    People of a cell find those of their own cell alone.
    """
    if member.person_id is None:
        return true()
    own_cells = [held.unit_id for held in member.holdings if held.role in _OF_A_CELL]
    wider = Member(
        member.person_id,
        member.name,
        holdings=tuple(held for held in member.holdings if held.role not in _OF_A_CELL),
    )
    inside = or_(
        OrgUnit.id.in_(own_cells) if own_cells else false(),
        sees_unit(wider) if wider.holdings else false(),
    )
    holds = (
        select(Membership.id)
        .join(OrgUnit, OrgUnit.id == Membership.unit_id)
        .where(
            Membership.person_id == Person.id,
            Membership.valid_from <= on,
            or_(Membership.valid_to.is_(None), Membership.valid_to >= on),
            inside,
        )
        .exists()
    )
    return and_(Person.disabled_at.is_(None), holds)


def _and_below(unit_id: UUID) -> Select[UUID]:
    units = select(OrgUnit.id).where(OrgUnit.id == unit_id).cte(recursive=True)
    below = aliased(OrgUnit)
    units = units.union_all(select(below.id).where(below.parent_id == units.c.id))
    return select(units.c.id)
