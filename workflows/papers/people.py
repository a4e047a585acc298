"""Who held which office on a day, as papers name them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from tenants.bodies import Body, BodyMember, Seat, in_office
from tenants.people import Membership, Person
from tenants.roles import Role
from tenants.wall import TenantSession


def leaders_of(session: TenantSession, unit_ids: Sequence[UUID], *, on: date) -> dict[UUID, str]:
    """Return who led each of the units on a day; the latest appointed of several.

    That is a cell's secretary, and of a committee whoever chaired its own body.
    """
    secretaries = (
        select(Membership.unit_id, Person.name)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.unit_id.in_(unit_ids),
            Membership.role == Role.CELL_SECRETARY,
            Membership.valid_from <= on,
            or_(Membership.valid_to.is_(None), Membership.valid_to >= on),
        )
        .order_by(Membership.valid_from, Membership.id)
    )
    found = {row.unit_id: row.name for row in session.execute(secretaries)}
    bodies = session.scalars(
        select(Body).where(Body.unit_id.in_([each for each in unit_ids if each not in found]))
    )
    for body in bodies:
        chairs = in_office(body.id, on).options(joinedload(BodyMember.person))
        name = next(
            (seat.person.name for seat in session.scalars(chairs) if seat.seat is Seat.CHAIR), None
        )
        if name is not None:
            found[body.unit_id] = name
    return found
