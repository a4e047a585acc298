"""Lists of people and of cells with the people in them, as their keepers see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Subquery, func, or_, select, tuple_
from sqlalchemy.orm import aliased, joinedload

from tenants.members import Member
from tenants.people import Account, Membership, Person
from tenants.roles import Role
from tenants.search import matches
from tenants.signing_in.tables import SignIn
from tenants.staffing.keepers import OF_A_CELL, keeps_unit
from tenants.staffing.standing import standing
from tenants.text.folding import search_key
from tenants.units import OrgUnit
from tenants.wall import TenantSession

LEAST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Who:
    """A person with their phone, when they last signed in, and what they are today."""

    person: Person
    phone: str | None
    last_seen: datetime | None
    roles: list[Membership] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which people: words of the name or digits of the phone, a role, how they stand.

    ``standing`` is ``""`` (all who may use the service), ``never`` (nobody has seen them
    yet), ``none`` (without a role) or ``disabled``.
    """

    words: str = ""
    role: Role | None = None
    standing: str = ""
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class StaffedCell:
    """A cell, and who is what in it."""

    cell: OrgUnit
    people: dict[Role, list[Who]]

    def having(self, role: Role) -> list[Who]:
        """List who has a role in the cell."""
        return self.people.get(role, [])


def list_people(
    session: TenantSession,
    asked: Asked,
    *,
    on: date,
    limit: int = 400,
    after: UUID | None = None,
) -> tuple[list[Who], int]:
    """List the tenant's people by given name; return them, and how many there are in all.

    ``after`` is the last person of the page before.
    """
    seen = _last_seen()
    query = (
        select(Person, Account.phone, seen.c.at)
        .outerjoin(Account, Account.person_id == Person.id)
        .outerjoin(seen, seen.c.account_id == Account.id)
    )
    holds = select(Membership.id).where(Membership.person_id == Person.id, standing(on))
    disabled = Person.disabled_at.is_not(None)
    query = query.where(disabled if asked.standing == "disabled" else ~disabled)
    if asked.person_id is not None:
        query = query.where(Person.id == asked.person_id)
    if asked.standing == "never":
        query = query.where(seen.c.at.is_(None))
    if asked.standing == "none":
        query = query.where(~holds.exists())
    if asked.role is not None:
        query = query.where(holds.where(Membership.role == asked.role).exists())
    if asked.words:
        named = matches(asked.words, Person.search_key)
        digits = "".join(letter for letter in search_key(asked.words) if letter.isdigit())
        by_phone = Account.phone.contains(digits.removeprefix("0"))
        query = query.where(or_(named, by_phone) if len(digits) >= LEAST_DIGITS else named)
    found = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    if after is not None:
        last = select(Person.sort_key).where(Person.id == after).scalar_subquery()
        query = query.where(tuple_(Person.sort_key, Person.id) > tuple_(last, after))
    rows = session.execute(query.order_by(Person.sort_key, Person.id).limit(limit)).all()
    held = _roles_of(session, [row[0].id for row in rows], on)
    return [Who(person, phone, at, held[person.id]) for person, phone, at in rows], found


def count_unled(session: TenantSession, keeper: Member, *, on: date) -> int:
    """Count the cells in which the keeper gives roles and that have no secretary."""
    led = (
        select(Membership.id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.unit_id == OrgUnit.id,
            Membership.role == Role.CELL_SECRETARY,
            standing(on),
            Person.disabled_at.is_(None),
        )
    )
    unled = select(func.count(OrgUnit.id)).where(
        keeps_unit(keeper, on=on), OrgUnit.kind == "party_cell", ~led.exists()
    )
    return session.scalar(unled) or 0


def staffed_cells(
    session: TenantSession,
    keeper: Member,
    *,
    on: date,
    search: str = "",
    code: str = "",
    after: str = "",
    limit: int | None = None,
) -> list[StaffedCell]:
    """List the cells in which the keeper gives roles, with their people, by ward and name.

    The search reads the cell's name, its ward's, and the names of its people. ``after`` is the
    code of the last cell of the page before.
    """
    ward = aliased(OrgUnit)
    query = (
        select(OrgUnit)
        .join(ward, ward.id == OrgUnit.parent_id)
        .where(keeps_unit(keeper, on=on), OrgUnit.kind == "party_cell")
        .order_by(ward.sort_key, OrgUnit.sort_key, OrgUnit.code)
        .options(joinedload(OrgUnit.parent))
    )
    if code:
        query = query.where(OrgUnit.code == code)
    if search:
        led = (
            select(Membership.id)
            .join(Person, Person.id == Membership.person_id)
            .where(
                Membership.unit_id == OrgUnit.id,
                standing(on),
                matches(search, Person.search_key),
            )
        )
        query = query.where(or_(matches(search, OrgUnit.search_key, ward.search_key), led.exists()))
    if after:
        last, above = aliased(OrgUnit), aliased(OrgUnit)
        place = (
            select(above.sort_key, last.sort_key, last.code)
            .join(above, above.id == last.parent_id)
            .where(last.code == after)
        )
        key = tuple_(ward.sort_key, OrgUnit.sort_key, OrgUnit.code)
        query = query.where(key > place.scalar_subquery())
    cells = list(session.scalars(query.limit(limit)))
    people = _people_of(session, [cell.id for cell in cells], on)
    return [StaffedCell(cell, people[cell.id]) for cell in cells]


def comrades_for(session: TenantSession, cell: OrgUnit, *, on: date) -> list[Person]:
    """List who may be given a role in a cell: people of the ward and of its cells, by name."""
    units = select(OrgUnit.id).where(
        or_(OrgUnit.id == cell.parent_id, OrgUnit.parent_id == cell.parent_id)
    )
    holds = select(Membership.person_id).where(Membership.unit_id.in_(units), standing(on))
    return list(
        session.scalars(
            select(Person)
            .where(Person.id.in_(holds), Person.disabled_at.is_(None))
            .order_by(Person.sort_key, Person.id)
        )
    )


def _people_of(
    session: TenantSession, unit_ids: Sequence[UUID], on: date
) -> dict[UUID, dict[Role, list[Who]]]:
    seen = _last_seen()
    rows = session.execute(
        select(Membership, Person, Account.phone, seen.c.at)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Account, Account.person_id == Person.id)
        .outerjoin(seen, seen.c.account_id == Account.id)
        .where(
            Membership.unit_id.in_(unit_ids),
            Membership.role.in_(OF_A_CELL),
            standing(on),
            Person.disabled_at.is_(None),
        )
        .order_by(Person.sort_key, Membership.id)
    )
    found: dict[UUID, dict[Role, list[Who]]] = defaultdict(lambda: defaultdict(list))
    for membership, person, phone, at in rows.all():
        found[membership.unit_id][membership.role].append(Who(person, phone, at, [membership]))
    return found


def _roles_of(
    session: TenantSession, person_ids: Sequence[UUID], on: date
) -> dict[UUID, list[Membership]]:
    held: dict[UUID, list[Membership]] = defaultdict(list)
    for row in session.scalars(
        select(Membership)
        .where(Membership.person_id.in_(person_ids), standing(on))
        .order_by(Membership.valid_from, Membership.id)
        .options(joinedload(Membership.unit).joinedload(OrgUnit.parent))
    ):
        held[row.person_id].append(row)
    return held


def _last_seen() -> Subquery:
    return (
        select(SignIn.account_id, func.max(SignIn.seen_at).label("at"))
        .group_by(SignIn.account_id)
        .subquery()
    )
