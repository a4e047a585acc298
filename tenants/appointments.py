"""Adding units and people, and saying what a person is where."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from tenants import clock
from tenants.bodies import Body, BodyMember, Seat
from tenants.database import row_id
from tenants.people import Account, Membership, Person
from tenants.roles import Role
from tenants.text.folding import normalise, search_key
from tenants.text.sorting import person_sort_key, sort_key
from tenants.unit_classes.known import usual_kind
from tenants.units import OrgUnit, UnitKind
from tenants.wall import TenantSession


def add_unit(
    session: TenantSession,
    name: str,
    *,
    code: str,
    kind: UnitKind,
    parent: OrgUnit,
    kind_code: str | None = None,
    sector: str | None = None,
    official: int = 0,
    probationary: int = 0,
    exempted: int = 0,
) -> OrgUnit:
    """Add a unit under another, in force from today. Numbers count members.

    Without a ``kind_code`` it is of the usual kind that behaves so.
    """
    name = normalise(name)
    unit = OrgUnit(
        id=row_id(),
        parent_id=parent.id,
        code=code,
        kind=kind,
        kind_code=kind_code or usual_kind(session, kind),
        sector=sector,
        name=name,
        search_key=search_key(name),
        sort_key=sort_key(name),
        members_official=official,
        members_probationary=probationary,
        members_exempted=exempted,
        valid_from=clock.today(session),
    )
    session.add(unit)
    session.flush()
    return unit


def add_person(session: TenantSession, name: str, *, phone: str, post: str = "") -> Person:
    """Add a person and their way to sign in; ``phone`` is in E.164."""
    name = normalise(name)
    person = Person(
        id=row_id(),
        name=name,
        post=post,
        search_key=search_key(name),
        sort_key=person_sort_key(name),
    )
    session.add(person)
    session.flush()
    session.add(Account(person_id=person.id, phone=phone))
    return person


def appoint(
    session: TenantSession,
    person: Person,
    role: Role,
    *,
    unit: OrgUnit,
    desk: str = "",
    since: date | None = None,
) -> Membership:
    """Give a person a role in a unit, from a day on (today unless said)."""
    membership = Membership(
        person_id=person.id,
        unit_id=unit.id,
        role=role,
        desk=desk,
        valid_from=since or clock.today(session),
    )
    session.add(membership)
    session.flush()
    return membership


def add_body(session: TenantSession, name: str, *, unit: OrgUnit) -> Body:
    """Add the body that decides for a unit."""
    body = Body(id=row_id(), unit_id=unit.id, name=name)
    session.add(body)
    session.flush()
    return body


def seat(
    session: TenantSession,
    person: Person,
    *,
    body: Body,
    position: int,
    seat: Seat = Seat.MEMBER,
    post: str = "",
) -> UUID:
    """Give a person a seat on a body and the role that goes with it; return the seat's id."""
    today = clock.today(session)
    member = BodyMember(
        id=row_id(),
        body_id=body.id,
        person_id=person.id,
        seat=seat,
        post=post,
        position=position,
        valid_from=today,
    )
    role = Role.COMMITTEE_CHAIR if seat is Seat.CHAIR else Role.COMMITTEE_MEMBER
    session.add_all(
        [
            member,
            Membership(person_id=person.id, unit_id=body.unit_id, role=role, valid_from=today),
        ]
    )
    session.flush()
    return member.id
