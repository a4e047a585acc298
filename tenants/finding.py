"""Finding units and people by what somebody types, the nearest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from tenants.members import Member
from tenants.people import Account, Membership, Person
from tenants.scope import sees_person, sees_unit
from tenants.search import matches, written_as_asked
from tenants.text.folding import search_key
from tenants.tree import in_force
from tenants.units import OrgUnit
from tenants.wall import TenantSession

LEAST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit, and the name of the one above it."""

    unit: OrgUnit
    above: str


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person, the phone they sign in with, and what they are today."""

    person: Person
    phone: str | None
    roles: list[Membership] = field(default_factory=list)


def find_units(
    session: TenantSession, member: Member, asked: str, *, on: date, limit: int
) -> list[FoundUnit]:
    """Find units in force by words of their own name and of the unit above.

    First come those whose accents are as asked, then those whose own name says it all.
    """
    above = aliased(OrgUnit)
    rows = session.execute(
        select(OrgUnit, func.coalesce(above.name, ""))
        .outerjoin(above, above.id == OrgUnit.parent_id)
        .where(
            in_force(on),
            sees_unit(member),
            matches(asked, OrgUnit.search_key, func.coalesce(above.search_key, "")),
        )
        .order_by(
            written_as_asked(asked, OrgUnit.name, func.coalesce(above.name, "")).desc(),
            case((matches(asked, OrgUnit.search_key), 0), else_=1),
            above.sort_key.asc().nulls_first(),
            OrgUnit.sort_key,
            OrgUnit.id,
        )
        .limit(limit)
    )
    return [FoundUnit(unit, name) for unit, name in rows]


def find_people(
    session: TenantSession, member: Member, asked: str, *, on: date, limit: int
) -> list[FoundPerson]:
    """Find people by words of their name, or by a part of their phone."""
    rows = session.execute(
        select(Person, Account.phone)
        .outerjoin(Account, (Account.person_id == Person.id) & Account.disabled_at.is_(None))
        .where(sees_person(member, on=on), _named(asked))
        .order_by(written_as_asked(asked, Person.name).desc(), Person.sort_key, Person.id)
        .limit(limit)
    ).all()
    roles = _roles(session, [person.id for person, _ in rows], on=on)
    return [FoundPerson(person, phone, roles[person.id]) for person, phone in rows]


def _named(asked: str) -> ColumnElement[bool]:
    by_name = matches(asked, Person.search_key)
    digits = "".join(letter for letter in search_key(asked) if letter.isdecimal())
    if len(digits) < LEAST_DIGITS:
        return by_name
    return or_(by_name, Account.phone.contains(digits.removeprefix("0").removeprefix("84")))


def _roles(
    session: TenantSession, people: Sequence[UUID], *, on: date
) -> dict[UUID, list[Membership]]:
    roles: dict[UUID, list[Membership]] = {person_id: [] for person_id in people}
    for row in session.scalars(
        select(Membership)
        .where(
            Membership.person_id.in_(people),
            Membership.valid_from <= on,
            or_(Membership.valid_to.is_(None), Membership.valid_to >= on),
        )
        .order_by(Membership.valid_from, Membership.id)
        .options(joinedload(Membership.unit))
    ):
        roles[row.person_id].append(row)
    return roles
