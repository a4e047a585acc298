"""What stands already: the wards, cells and people that a list is compared with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from tenants import clock
from tenants.bodies import Body, BodyMember
from tenants.onboarding.listed import ListedCell
from tenants.onboarding.names import cell_key, ward_key
from tenants.onboarding.tables import people_of_undone_lists
from tenants.people import Account, Membership, Person
from tenants.roles import Role
from tenants.unit_classes.known import usual_kind
from tenants.units import OrgUnit, UnitKind, root_unit
from tenants.wall import TenantSession


@dataclass(frozen=True, slots=True)
class StandingWard:
    """A ward's committee as it stands."""

    id: UUID
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class StandingCell:
    """A cell as it stands."""

    id: UUID
    kind: str
    sector: str | None
    official: int
    probationary: int
    exempted: int


@dataclass(slots=True)
class Comrade:
    """A person with their way to sign in, as they stand or as the list makes them.

    ``undone`` marks who came with a list that was undone, and is disabled for that alone.
    """

    id: UUID
    name: str
    account_id: UUID | None = None
    phone: str | None = None
    disabled_at: datetime | None = None
    undone: bool = False

    @property
    def disabled(self) -> bool:
        """Whether the person no longer takes part."""
        return self.disabled_at is not None


@dataclass(frozen=True, slots=True)
class Holder:
    """Someone who leads a cell today."""

    membership_id: UUID
    since: date
    comrade: Comrade


@dataclass(slots=True)
class StandingBody:
    """A body that decides for a unit: who sits on it, and the last place on its list."""

    id: UUID
    members: set[UUID] = field(default_factory=set)
    last: int = 0


@dataclass(slots=True)
class Standing:
    """A tenant's tree and people today.

    ``cell_kind`` and ``ward_kind`` are the kinds that new units get of which no more is known.
    """

    root: UUID
    root_name: str
    today: date
    cell_kind: str
    ward_kind: str
    codes: set[str]
    wards: dict[str, StandingWard]
    cells: dict[tuple[UUID, str], StandingCell]
    holders: dict[tuple[UUID, Role], list[Holder]] = field(default_factory=dict)
    by_phone: dict[str, Comrade] = field(default_factory=dict)
    roles: set[tuple[UUID, UUID, Role, str]] = field(default_factory=set)
    bodies: dict[UUID, StandingBody] = field(default_factory=dict)
    new_cells: dict[tuple[UUID, str], UUID] = field(default_factory=dict)

    def cell(self, listed: ListedCell) -> StandingCell | None:
        """Return the cell that a row of a list speaks of."""
        ward = self.wards.get(ward_key(listed.ward))
        return None if ward is None else self.cells.get((ward.id, cell_key(listed.name)))


def load_standing(session: TenantSession, *, lock: bool = True) -> Standing:
    """Read what stands; with ``lock``, other imports of this tenant wait for this one."""
    if lock:
        lock_tree(session)
    root = root_unit(session)
    wards = _wards(session, root.id)
    standing = Standing(
        root=root.id,
        root_name=root.name,
        today=clock.today(session),
        cell_kind=usual_kind(session, UnitKind.PARTY_CELL),
        ward_kind=usual_kind(session, UnitKind.WARD_COMMITTEE),
        codes=set(session.scalars(select(OrgUnit.code))),
        wards=wards,
        cells=_cells(session, wards.values()),
    )
    _load_people(session, standing)
    _load_bodies(session, standing)
    return standing


def lock_tree(session: TenantSession) -> None:
    """Make other imports of this tenant wait until this transaction ends."""
    root = root_unit(session)
    own = select(OrgUnit.id).where(OrgUnit.id == root.id)
    session.execute(own.with_for_update(key_share=True))


def _wards(session: TenantSession, root: UUID) -> dict[str, StandingWard]:
    rows = session.execute(
        select(OrgUnit.name, OrgUnit.id, OrgUnit.code)
        .where(
            OrgUnit.parent_id == root,
            OrgUnit.kind == UnitKind.WARD_COMMITTEE,
            OrgUnit.valid_to.is_(None),
        )
        .order_by(OrgUnit.id.desc())
    )
    return {ward_key(name): StandingWard(ward_id, code, name) for name, ward_id, code in rows}


def _cells(
    session: TenantSession, wards: Iterable[StandingWard]
) -> dict[tuple[UUID, str], StandingCell]:
    """Read the cells of these wards.

    No join: right after a long list was taken over, the server still thinks that the table
    is small, and would compare each of its rows with each.
    """
    of_wards = {ward.id for ward in wards}
    rows = session.execute(
        select(
            OrgUnit.parent_id,
            OrgUnit.name,
            OrgUnit.id,
            OrgUnit.kind_code,
            OrgUnit.sector,
            OrgUnit.members_official,
            OrgUnit.members_probationary,
            OrgUnit.members_exempted,
        )
        .where(OrgUnit.kind == UnitKind.PARTY_CELL, OrgUnit.valid_to.is_(None))
        .order_by(OrgUnit.id.desc())
    )
    return {
        (ward_id, cell_key(name)): StandingCell(
            cell_id, kind, sector, official, probationary, exempted
        )
        for ward_id, name, cell_id, kind, sector, official, probationary, exempted in rows
        if ward_id in of_wards
    }


def _load_people(session: TenantSession, standing: Standing) -> None:
    """Read people, their ways in and their roles: each table by itself, for the reason above."""
    comrades: dict[UUID, Comrade] = {}
    undone = set(session.scalars(people_of_undone_lists()))
    accounts = {
        row.person_id: (row.id, row.phone)
        for row in session.execute(select(Account.person_id, Account.id, Account.phone))
    }
    for row in session.execute(select(Person.id, Person.name, Person.disabled_at)):
        account_id, phone = accounts.get(row.id, (None, None))
        comrade = Comrade(row.id, row.name, account_id, phone, row.disabled_at)
        comrade.undone = comrade.disabled and comrade.id in undone
        comrades[comrade.id] = comrade
        if comrade.phone is not None:
            standing.by_phone[comrade.phone] = comrade
    for unit_id, role, membership_id, since, person_id, desk in session.execute(
        select(
            Membership.unit_id,
            Membership.role,
            Membership.id,
            Membership.valid_from,
            Membership.person_id,
            Membership.desk,
        )
        .where(Membership.valid_to.is_(None))
        .order_by(Membership.id)
    ):
        holder = Holder(membership_id, since, comrades[person_id])
        standing.holders.setdefault((unit_id, role), []).append(holder)
        standing.roles.add((person_id, unit_id, role, desk))


def _load_bodies(session: TenantSession, standing: Standing) -> None:
    by_id: dict[UUID, StandingBody] = {}
    for body_id, unit_id in session.execute(select(Body.id, Body.unit_id)):
        by_id[body_id] = standing.bodies[unit_id] = StandingBody(body_id)
    for body_id, person_id, position in session.execute(
        select(BodyMember.body_id, BodyMember.person_id, BodyMember.position).where(
            BodyMember.valid_to.is_(None)
        )
    ):
        body = by_id[body_id]
        body.members.add(person_id)
        body.last = max(body.last, position)
