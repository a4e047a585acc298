"""Who held which office on a day, as papers name them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from tenants.people import Membership, Person
from tenants.roles import Role
from tenants.wall import TenantSession


def leaders_of(session: TenantSession, unit_ids: Sequence[UUID], *, on: date) -> dict[UUID, str]:
    """Return who led each of the cells on a day; the latest appointed of several."""
    rows = session.execute(
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
    return {row.unit_id: row.name for row in rows}
