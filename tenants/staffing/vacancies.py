"""Roles that every unit of a kind must have, whatever year it is, and that nobody holds.

What a campaign's flows besides ask of the units that take part is asked in
``workflows.campaigns.staffing``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants import clock
from tenants.audit import record_event
from tenants.members import Member
from tenants.people import Membership, Person
from tenants.personal_notices import tell_people
from tenants.roles import Role
from tenants.staffing.standing import standing
from tenants.tree import in_force
from tenants.units import OrgUnit, UnitKind
from tenants.wall import TenantSession

# (role, desk) that each kind of unit needs; ``LEAD`` stands for the desk that concludes.
LEAD = "lead"
MOST_NAMED = 20
NEEDED: dict[UnitKind, tuple[tuple[Role, str], ...]] = {
    UnitKind.UPPER_COMMITTEE: (
        (Role.TENANT_ADMIN, ""), (Role.CITY_ORG_DEPT, ""), (Role.CITY_OFFICE, ""),
        (Role.COMMITTEE_CHAIR, ""),
    ),
    UnitKind.WARD_COMMITTEE: (
        (Role.WARD_OFFICE, ""), (Role.APPRAISER, LEAD), (Role.COMMITTEE_CHAIR, ""),
    ),
    UnitKind.GRASSROOTS_ORGANISATION: (),
    UnitKind.PARTY_CELL: ((Role.CELL_SECRETARY, ""),),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A role of a unit that nobody holds; ``last`` held it, to ``ended_on``."""

    unit: OrgUnit
    role: Role
    desk: str
    last: str = ""
    ended_on: date | None = None


def vacancies(
    session: TenantSession,
    *,
    on: date,
    below: Sequence[UUID] | None = None,
    lead_desk: str = "organisation",
) -> list[Vacancy]:
    """List the needed roles without a person, the highest units first.

    Args:
        below: only those of units directly below these.
        lead_desk: the desk that concludes appraisals.

    """
    query = select(OrgUnit).where(in_force(on)).options(joinedload(OrgUnit.parent))
    if below is not None:
        query = query.where(OrgUnit.parent_id.in_(below))
    units = session.scalars(query).all()
    held = held_roles(session, on=on)
    empty = [
        (unit, role, lead_desk if desk == LEAD else desk)
        for unit in units
        for role, desk in NEEDED[unit.kind]
        if (unit.id, role, lead_desk if desk == LEAD else desk) not in held
    ]
    former = _last_holders(session, [unit.id for unit, _, _ in empty])
    order = list(UnitKind)
    empty.sort(key=lambda each: (order.index(each[0].kind), each[0].sort_key, each[0].code))
    return [
        Vacancy(unit, role, desk, *former.get((unit.id, role, desk), ("", None)))
        for unit, role, desk in empty
    ]


def held_roles(session: TenantSession, *, on: date) -> set[tuple[UUID, Role, str]]:
    """Return which roles somebody holds on a day who may still act: unit, role and desk."""
    rows = session.execute(
        select(Membership.unit_id, Membership.role, Membership.desk)
        .join(Person, Person.id == Membership.person_id)
        .where(standing(on), Person.disabled_at.is_(None))
    )
    return {(unit_id, Role(role), desk) for unit_id, role, desk in rows}


def _last_holders(
    session: TenantSession, unit_ids: Sequence[UUID]
) -> dict[tuple[UUID, Role, str], tuple[str, date | None]]:
    rows = session.execute(
        select(
            Membership.unit_id, Membership.role, Membership.desk, Person.name, Membership.valid_to
        )
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.unit_id.in_(unit_ids))
        .order_by(Membership.valid_from)
    )
    return {
        (unit_id, Role(role), desk): (name, until)
        for unit_id, role, desk, name, until in rows.all()
    }


def report_vacancies(session: TenantSession, *, actor: Member, below: UUID | None = None) -> int:
    """Tell of needed roles without a person: administrators of all, offices of their own cells.

    Args:
        below: only those in this unit and right below it.

    Returns:
        How many roles nobody holds.

    """
    today = clock.today(session)
    empty = vacancies(session, on=today)
    if below is not None:
        empty = [each for each in empty if below in (each.unit.id, each.unit.parent_id)]
    if not empty:
        return 0
    _tell(session, empty, Role.TENANT_ADMIN, None, actor=actor)
    by_ward: dict[UUID, list[Vacancy]] = defaultdict(list)
    for each in empty:
        if each.unit.kind is UnitKind.PARTY_CELL and each.unit.parent_id is not None:
            by_ward[each.unit.parent_id].append(each)
    for ward_id, own in by_ward.items():
        _tell(session, own, Role.WARD_OFFICE, ward_id, actor=actor)
    return len(empty)


def _tell(
    session: TenantSession, empty: list[Vacancy], role: Role, unit_id: UUID | None, *, actor: Member
) -> None:
    holders = select(Membership.person_id).where(
        Membership.role == role, standing(clock.today(session))
    )
    if unit_id is not None:
        holders = holders.where(Membership.unit_id == unit_id)
    people = session.scalars(holders).all()
    if not people:
        return
    seq = record_event(
        session,
        "roles_vacant",
        actor=actor,
        facts={
            "number": len(empty),
            "roles": [[each.unit.name, each.role, each.desk] for each in empty[:MOST_NAMED]],
        },
    )
    tell_people(session, people, seq)
