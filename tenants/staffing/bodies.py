"""Bodies with rolls over time: who sits on one from when to when, and who sat on a day.

A seat and the role that goes with it begin and end together.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from tenants import clock
from tenants.audit import record_event
from tenants.bodies import Body, BodyMember, Seat, in_office
from tenants.database import row_id
from tenants.members import Member
from tenants.people import Membership, Person
from tenants.personal_notices import tell_people
from tenants.roles import Role
from tenants.staffing.refusals import StaffingRefusedError
from tenants.text.folding import normalise
from tenants.units import OrgUnit
from tenants.wall import TenantSession


def list_bodies(session: TenantSession, *, on: date) -> list[tuple[Body, int]]:
    """List the bodies of units in force, the highest first, with how many sit on each."""
    seats = (
        select(BodyMember.body_id, func.count().label("seats"))
        .where(
            BodyMember.valid_from <= on,
            (BodyMember.valid_to.is_(None)) | (BodyMember.valid_to >= on),
        )
        .group_by(BodyMember.body_id)
        .subquery()
    )
    rows = session.execute(
        select(Body, func.coalesce(seats.c.seats, 0))
        .join(OrgUnit, OrgUnit.id == Body.unit_id)
        .outerjoin(seats, seats.c.body_id == Body.id)
        .where(OrgUnit.valid_to.is_(None))
        .order_by(OrgUnit.parent_id.is_not(None), OrgUnit.sort_key, OrgUnit.code)
        .options(joinedload(Body.unit))
    )
    return [(body, number) for body, number in rows.all()]


def found_body(session: TenantSession, unit: OrgUnit, name: str, *, actor: Member) -> Body:
    """Give a unit its deciding body; a unit has one.

    Raises:
        StaffingRefusedError: ``role``, ``missing``, ``has_a_body``.

    """
    _ask_right(actor)
    name = normalise(name)
    if not name:
        raise StaffingRefusedError("missing", fields=["name"])
    if session.scalar(select(Body.id).where(Body.unit_id == unit.id)):
        raise StaffingRefusedError("has_a_body")
    body = Body(id=row_id(), unit_id=unit.id, name=name)
    session.add(body)
    session.flush()
    record_event(
        session, "body_founded", actor=actor, facts={"body": body.id, "unit": unit.id, "name": name}
    )
    return body


def roll(session: TenantSession, body: Body, *, on: date) -> list[BodyMember]:
    """List who sat on a body on a day, in the order of its list."""
    return list(session.scalars(in_office(body.id, on).options(joinedload(BodyMember.person))))


def former_seats(session: TenantSession, body: Body, *, before: date) -> list[BodyMember]:
    """List the seats that ended before a day, the latest first."""
    return list(
        session.scalars(
            select(BodyMember)
            .where(BodyMember.body_id == body.id, BodyMember.valid_to < before)
            .order_by(BodyMember.valid_to.desc(), BodyMember.position)
            .options(joinedload(BodyMember.person))
        )
    )


def take_seat(
    session: TenantSession,
    body: Body,
    person: Person,
    *,
    seat: Seat,
    post: str,
    since: date,
    actor: Member,
) -> BodyMember:
    """Give a person a seat on a body from a day on, and the role that goes with it.

    Raises:
        StaffingRefusedError: ``role``, ``disabled``, ``seated_already``, ``chair_taken``,
            ``before_the_unit``.

    """
    _ask_right(actor)
    if person.disabled_at is not None:
        raise StaffingRefusedError("disabled", name=person.name)
    _lock(session, body)
    unit = session.get_one(OrgUnit, (body.tenant_id, body.unit_id))
    if since < unit.valid_from:
        raise StaffingRefusedError("before_the_unit", fields=["since"], on=unit.valid_from)
    for other in session.scalars(
        select(BodyMember)
        .where(
            BodyMember.body_id == body.id,
            (BodyMember.valid_to.is_(None)) | (BodyMember.valid_to >= since),
        )
        .options(joinedload(BodyMember.person))
    ):
        if other.person_id == person.id:
            raise StaffingRefusedError("seated_already", name=person.name)
        if seat is Seat.CHAIR and other.seat is Seat.CHAIR:
            raise StaffingRefusedError("chair_taken", name=other.person.name)
    last = session.scalar(
        select(func.max(BodyMember.position)).where(BodyMember.body_id == body.id)
    )
    taken = BodyMember(
        id=row_id(),
        body_id=body.id,
        person_id=person.id,
        seat=seat,
        post=normalise(post),
        position=0 if seat is Seat.CHAIR else (last or 0) + 1,
        valid_from=since,
    )
    session.add(taken)
    role = Role.COMMITTEE_CHAIR if seat is Seat.CHAIR else Role.COMMITTEE_MEMBER
    held = session.scalar(_role_of(body, person.id, role))
    if held is None:
        session.add(
            Membership(person_id=person.id, unit_id=body.unit_id, role=role, valid_from=since)
        )
    session.flush()
    seq = record_event(
        session, "seat_taken", actor=actor, for_name=person.name, facts=_facts(body, taken)
    )
    tell_people(session, [person.id], seq)
    return taken


def leave_seat(
    session: TenantSession, body: Body, seat_id: UUID, *, last: date, actor: Member
) -> None:
    """End a seat with a last day, and the role that went with it.

    Raises:
        StaffingRefusedError: ``role``, ``gone``, ``dates_out_of_order``.

    """
    _ask_right(actor)
    _lock(session, body)
    seat = _standing_seat(session, body, seat_id)
    if last < seat.valid_from:
        raise StaffingRefusedError("dates_out_of_order", fields=["last"], on=seat.valid_from)
    seat.valid_to = last
    role = Role.COMMITTEE_CHAIR if seat.seat is Seat.CHAIR else Role.COMMITTEE_MEMBER
    for held in session.scalars(_role_of(body, seat.person_id, role)):
        held.valid_from = min(held.valid_from, last)
        held.valid_to = last
    session.flush()
    seq = record_event(
        session, "seat_left", actor=actor, for_name=seat.person.name, facts=_facts(body, seat)
    )
    tell_people(session, [seat.person_id], seq)


def count_seat(
    session: TenantSession, body: Body, seat_id: UUID, *, counted: bool, reason: str, actor: Member
) -> None:
    """Leave a seat out of the roll (suspended, prosecuted, detained), or count it again.

    Raises:
        StaffingRefusedError: ``role``, ``gone``, ``missing``.

    """
    _ask_right(actor)
    if not normalise(reason):
        raise StaffingRefusedError("missing", fields=["reason"])
    _lock(session, body)
    seat = _standing_seat(session, body, seat_id)
    if seat.counted == counted:
        return
    seat.counted = counted
    session.flush()
    record_event(
        session,
        "seat_counted" if counted else "seat_not_counted",
        actor=actor,
        for_name=seat.person.name,
        facts=_facts(body, seat) | {"reason": normalise(reason)},
    )


def _ask_right(actor: Member) -> None:
    if not actor.holds(Role.TENANT_ADMIN):
        raise StaffingRefusedError("role")


def _standing_seat(session: TenantSession, body: Body, seat_id: UUID) -> BodyMember:
    today = clock.today(session)
    seat = session.scalar(
        select(BodyMember)
        .where(
            BodyMember.id == seat_id,
            BodyMember.body_id == body.id,
            (BodyMember.valid_to.is_(None)) | (BodyMember.valid_to >= today),
        )
        .options(joinedload(BodyMember.person))
        .execution_options(populate_existing=True)
    )
    if seat is None:
        raise StaffingRefusedError("gone")
    return seat


def _role_of(body: Body, person_id: UUID, role: Role) -> Select[Membership]:
    return select(Membership).where(
        Membership.unit_id == body.unit_id,
        Membership.person_id == person_id,
        Membership.role == role,
        Membership.valid_to.is_(None),
    )


def _lock(session: TenantSession, body: Body) -> None:
    session.execute(select(Body.id).where(Body.id == body.id).with_for_update())


def _facts(body: Body, seat: BodyMember) -> dict[str, object]:
    return {
        "body": body.id,
        "body_name": body.name,
        "seat": seat.seat,
        "post": seat.post,
        "valid_from": seat.valid_from,
        "valid_to": seat.valid_to,
    }
