"""The roll of a body on a day: who may chair it, sit on it, or look after a pilot."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy.orm import joinedload

from tenants.bodies import BodyMember, Seat, in_office
from tenants.wall import TenantSession


def roll_on(session: TenantSession, body_id: UUID, on: date) -> list[BodyMember]:
    """List the members in office and counted on a day, in the order of the body's list."""
    rows = session.scalars(
        in_office(body_id, on).options(joinedload(BodyMember.person, innerjoin=True))
    )
    return [member for member in rows if member.counted]


def usual_chair(roll: list[BodyMember]) -> BodyMember | None:
    """Return who chairs unless another is named: the chair, otherwise a deputy."""
    for seat in (Seat.CHAIR, Seat.DEPUTY):
        for member in roll:
            if member.seat is seat:
                return member
    return None
