"""Giving a role from a day on, ending one, and handing one over to somebody else in one act.

A sign-in stands on the roles with which it began (``tenants.signing_in.sessions``), so
whoever gives up a role is signed out on the next request. Open tasks belong to a role in
a unit: with the role they go to whoever has it next.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from tenants import clock
from tenants.audit import record_event
from tenants.members import Member
from tenants.people import Membership, Person
from tenants.personal_notices import tell_people
from tenants.roles import Role
from tenants.signing_in.phones import shut_out
from tenants.staffing.keepers import WITH_A_SEAT, keeps_unit, roles_to_give
from tenants.staffing.people import account_of
from tenants.staffing.refusals import StaffingRefusedError
from tenants.staffing.vacancies import report_vacancies
from tenants.units import OrgUnit
from tenants.wall import TenantSession

ONE_DAY = timedelta(days=1)
# One person at a time holds these in a unit.
ONE_HOLDER = (Role.CELL_SECRETARY,)


def find_kept_unit(session: TenantSession, code: str, *, keeper: Member) -> OrgUnit | None:
    """Return a unit in which the keeper gives roles; any other does not exist."""
    kept = keeps_unit(keeper, on=clock.today(session))
    return session.scalar(
        select(OrgUnit).where(OrgUnit.code == code, kept).options(joinedload(OrgUnit.parent))
    )


def give_role(
    session: TenantSession,
    person: Person,
    role: Role,
    *,
    unit: OrgUnit,
    since: date,
    actor: Member,
    desk: str = "",
    until: date | None = None,
) -> Membership:
    """Give a person a role in a unit, from a day on, for good or to a last day.

    Raises:
        StaffingRefusedError: ``role``, ``desk_missing``, ``dates_out_of_order``,
            ``before_the_unit``, ``disabled``, ``held_already``, ``held_by_other`` (then it is
            handed over).

    """
    if role not in roles_to_give(actor, unit):
        raise StaffingRefusedError("role")
    if (role is Role.APPRAISER) != bool(desk):
        raise StaffingRefusedError("desk_missing", fields=["desk"])
    if until is not None and until < since:
        raise StaffingRefusedError("dates_out_of_order", fields=["until"])
    if since < unit.valid_from:
        raise StaffingRefusedError("before_the_unit", fields=["since"], on=unit.valid_from)
    if person.disabled_at is not None:
        raise StaffingRefusedError("disabled", name=person.name)
    _lock(session, unit)
    for held in _held(session, unit, role, since, until):
        if held.person_id == person.id and held.desk == desk:
            raise StaffingRefusedError("held_already", name=person.name, on=held.valid_from)
        if role in ONE_HOLDER:
            raise StaffingRefusedError("held_by_other", name=held.person.name)
    given = Membership(
        person_id=person.id,
        unit_id=unit.id,
        role=role,
        desk=desk,
        valid_from=since,
        valid_to=until,
    )
    session.add(given)
    session.flush()
    seq = record_event(
        session,
        "role_given",
        actor=actor,
        for_name=person.name,
        facts=_facts(person, unit, given),
    )
    tell_people(session, [person.id], seq)
    return given


def end_role(
    session: TenantSession, held: Membership, *, last: date, actor: Member, reason: str = ""
) -> None:
    """End a role with a last day; whoever had it loses what it opened on the day after.

    Raises:
        StaffingRefusedError: ``role``, ``ended_already``, ``with_a_seat``,
            ``last_administrator``, ``dates_out_of_order``.

    """
    unit, person = held.unit, held.person
    if held.role in WITH_A_SEAT:
        raise StaffingRefusedError("with_a_seat")
    if held.role not in roles_to_give(actor, unit):
        raise StaffingRefusedError("role")
    if held.valid_to is not None and held.valid_to < clock.today(session):
        raise StaffingRefusedError("ended_already", on=held.valid_to)
    if last < held.valid_from:
        raise StaffingRefusedError("dates_out_of_order", fields=["last"], on=held.valid_from)
    _lock(session, unit)
    if held.role is Role.TENANT_ADMIN and not _another_administrator(session, held):
        raise StaffingRefusedError("last_administrator")
    held.valid_to = last
    session.flush()
    seq = record_event(
        session,
        "role_ended",
        actor=actor,
        for_name=person.name,
        facts=_facts(person, unit, held) | {"reason": reason},
    )
    tell_people(session, [person.id], seq)
    if last < clock.today(session):
        report_vacancies(session, actor=actor, below=unit.id)


def hand_over(
    session: TenantSession, held: Membership, successor: Person, *, on: date, actor: Member
) -> Membership:
    """Hand a role over to somebody else on a day: the one ends on the eve, the other begins.

    Whoever had it is signed out at once, on every device.

    Raises:
        StaffingRefusedError: ``role``, ``ended_already``, ``dates_out_of_order``,
            ``future_day``, ``same_person``, ``disabled``.

    """
    unit, former = held.unit, held.person
    if held.role not in roles_to_give(actor, unit):
        raise StaffingRefusedError("role")
    if held.valid_to is not None:
        raise StaffingRefusedError("ended_already", on=held.valid_to)
    if successor.id == former.id:
        raise StaffingRefusedError("same_person", fields=["successor"], name=former.name)
    if successor.disabled_at is not None:
        raise StaffingRefusedError("disabled", name=successor.name)
    today = clock.today(session)
    if on > today:
        raise StaffingRefusedError("future_day", fields=["on"], today=today)
    if on <= held.valid_from:
        raise StaffingRefusedError("dates_out_of_order", fields=["on"], on=held.valid_from)
    _lock(session, unit)
    held.valid_to = on - ONE_DAY
    for lower in _held(session, unit, Role.CELL_DEPUTY, on, None):
        # A deputy who becomes secretary is deputy no longer.
        if held.role is Role.CELL_SECRETARY and lower.person_id == successor.id:
            lower.valid_from = min(lower.valid_from, on - ONE_DAY)
            lower.valid_to = on - ONE_DAY
    session.flush()
    given = Membership(
        person_id=successor.id, unit_id=unit.id, role=held.role, desk=held.desk, valid_from=on
    )
    session.add(given)
    session.flush()
    account = account_of(session, former)
    if account is not None:
        shut_out(session, account, actor=actor)
    seq = record_event(
        session,
        "role_handed_over",
        actor=actor,
        for_name=successor.name,
        facts=_facts(successor, unit, given) | {"former": former.id, "former_name": former.name},
    )
    tell_people(session, [former.id, successor.id], seq)
    return given


def find_membership(session: TenantSession, membership_id: UUID) -> Membership | None:
    """Return a role that somebody holds or held, with person and unit."""
    return session.scalar(
        select(Membership)
        .where(Membership.id == membership_id)
        .options(joinedload(Membership.person), joinedload(Membership.unit))
    )


def roles_of(session: TenantSession, person_id: UUID) -> list[Membership]:
    """List every role that a person ever had, the standing ones first, the latest of each first."""
    return list(
        session.scalars(
            select(Membership)
            .where(Membership.person_id == person_id)
            .order_by(Membership.valid_to.is_not(None), Membership.valid_from.desc(), Membership.id)
            .options(joinedload(Membership.unit).joinedload(OrgUnit.parent))
        )
    )


def _held(
    session: TenantSession, unit: OrgUnit, role: Role, since: date, until: date | None
) -> list[Membership]:
    """List who holds the role in the unit at some time of a period."""
    query = (
        select(Membership)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.unit_id == unit.id,
            Membership.role == role,
            or_(Membership.valid_to.is_(None), Membership.valid_to >= since),
            Person.disabled_at.is_(None),
        )
        .options(joinedload(Membership.person))
    )
    if until is not None:
        query = query.where(Membership.valid_from <= until)
    return list(session.scalars(query))


def _another_administrator(session: TenantSession, held: Membership) -> bool:
    return any(
        other.id != held.id and other.valid_to is None
        for other in _held(session, held.unit, Role.TENANT_ADMIN, clock.today(session), None)
    )


def _lock(session: TenantSession, unit: OrgUnit) -> None:
    """Let those who change the roles of one unit wait for each other."""
    session.execute(select(OrgUnit.id).where(OrgUnit.id == unit.id).with_for_update(key_share=True))


def _facts(person: Person, unit: OrgUnit, held: Membership) -> dict[str, object]:
    return {
        "person": person.id,
        "unit": unit.id,
        "unit_name": unit.name,
        "role": held.role,
        "desk": held.desk,
        "valid_from": held.valid_from,
        "valid_to": held.valid_to,
    }
