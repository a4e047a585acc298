"""Who on the roll belongs to a unit on the agenda."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from tenants.people import Membership
from tenants.wall import TenantSession


def own_cells(
    session: TenantSession, unit_ids: Collection[UUID], people: Collection[UUID], *, on: date
) -> dict[UUID, set[UUID]]:
    """Say which of these people hold a role in which of these units on a day."""
    rows = session.execute(
        select(Membership.unit_id, Membership.person_id).where(
            Membership.unit_id.in_(unit_ids),
            Membership.person_id.in_(people),
            Membership.valid_from <= on,
            or_(Membership.valid_to.is_(None), Membership.valid_to >= on),
        )
    )
    found: dict[UUID, set[UUID]] = {}
    for unit_id, person_id in rows:
        found.setdefault(unit_id, set()).add(person_id)
    return found
