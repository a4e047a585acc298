"""A member: a person as the service meets them, with everything they are today."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import and_, bindparam, or_, select

from tenants.journeys import written
from tenants.people import Membership, Person
from tenants.roles import GRANTS, LENT, Permission, Role
from tenants.units import OrgUnit, UnitKind
from tenants.wall import TenantSession


@dataclass(frozen=True, slots=True)
class Holding:
    """One role in one unit."""

    role: Role
    unit_id: UUID
    unit_name: str
    unit_kind: UnitKind
    desk: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A person and the roles they hold; ``person_id`` is empty for the service itself."""

    person_id: UUID | None
    name: str
    post: str = ""
    holdings: tuple[Holding, ...] = ()
    stands_in_for: tuple[StandingDelegation, ...] = ()
    sign_in_id: UUID | None = field(default=None, compare=False)
    request_id: str = field(default="", compare=False)
    address: str = field(default="", compare=False)

    def may(self, permission: Permission) -> bool:
        """Tell whether one of the member's roles opens this kind of page.

        A deputy also opens the lists and dossiers of whom they stand in for, nothing else.
        """
        if any(permission in GRANTS[holding.role] for holding in self.holdings):
            return True
        return permission in LENT and any(
            standing.principal.may(permission) for standing in self.stands_in_for
        )

    def holds(self, role: Role, *, unit_id: UUID | None = None, desk: str | None = None) -> bool:
        """Tell whether the member has the role, in this unit and at this desk if given."""
        return any(
            holding.role is role
            and unit_id in (None, holding.unit_id)
            and desk in (None, holding.desk)
            for holding in self.holdings
        )

    def units(self, *roles: Role) -> list[UUID]:
        """List the units where the member has one of the roles."""
        return [holding.unit_id for holding in self.holdings if holding.role in roles]


@dataclass(frozen=True, slots=True)
class StandingDelegation:
    """What somebody may do today in the place of ``principal``, with the roles of that one."""

    id: UUID
    principal: Member
    steps: frozenset[str]
    valid_to: date

    def covers(self, step: str) -> bool:
        """Tell whether the delegation names this move."""
        return step in self.steps


SYSTEM = Member(person_id=None, name="Hệ thống")


_IN_FORCE = and_(
    Membership.person_id == Person.id,
    Membership.valid_from <= bindparam("on"),
    or_(Membership.valid_to.is_(None), Membership.valid_to >= bindparam("on")),
)
# Who somebody is today, asked at every request: one question, written once.
_MEMBER = written(
    select(
        Person.id, Person.name, Person.post,
        Membership.role, Membership.desk, OrgUnit.id, OrgUnit.name, OrgUnit.kind,
    )
    .outerjoin(Membership, _IN_FORCE)
    .outerjoin(OrgUnit, OrgUnit.id == Membership.unit_id)
    .where(Person.id == bindparam("person_id"), Person.disabled_at.is_(None))
    .order_by(Membership.valid_from, Membership.id)
)  # fmt: skip


def find_member(session: TenantSession, person_id: UUID, *, on: date) -> Member | None:
    """Return an enabled person with the roles they hold on a day."""
    rows = session.ask(_MEMBER.words, {"person_id": person_id, "on": on})
    if not rows:
        return None
    found, name, post, *_ = rows[0]
    holdings = tuple(
        Holding(Role(role), unit_id, unit_name, UnitKind(kind), desk)
        for *_, role, desk, unit_id, unit_name, kind in rows
        if unit_id is not None
    )
    return Member(found, name, post, holdings)
