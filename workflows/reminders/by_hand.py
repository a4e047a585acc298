"""An office reminds the units that have not done what they owe.

Nobody is told twice within a day: who was reminded of a task in the last 24 hours, by the
office or by the service, is left out and named with the time.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased, joinedload

from tenants import clock
from tenants.audit import record_event
from tenants.members import Member
from tenants.people import Account, Membership, Person
from tenants.roles import Role
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import sees
from workflows.engine.parties import PARTIES, Scope
from workflows.notices.hearing import people_of
from workflows.notices.tables import Notice
from workflows.reminders.tables import BY_HAND, UNSTAFFED, Reminder
from workflows.reminders.telling import Teller
from workflows.tasks.tables import Task

ONCE_IN = timedelta(hours=24)
# How far ahead an office may remind: a week before the last day.
AHEAD = timedelta(days=7)
# A cell is led by its secretary and deputy; a committee's own dossier is kept by its office.
CALLED = (Role.CELL_SECRETARY, Role.CELL_DEPUTY, Role.WARD_OFFICE)
UNIT_PARTIES = tuple(
    name for name, party in PARTIES.items() if party.scope is Scope.UNIT
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Owing:
    """A unit that has not done what it owes; ``reminded_at`` when that was within a day."""

    task: Task
    dossier: Dossier
    unit: OrgUnit
    committee: OrgUnit
    reminded_at: datetime | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of reminding: units and people told, and the units that were left out."""

    units: int = 0
    people: int = 0
    left_out: Sequence[str] = field(default_factory=tuple)


def owing(session: TenantSession, viewer: Member, *, late_only: bool = False) -> list[Owing]:
    """List the units below the viewer's offices that owe an act soon, the latest first."""
    now = clock.now(session)
    until = now if late_only else now + AHEAD
    committee = aliased(OrgUnit)
    last = (
        select(func.max(Reminder.at))
        .where(
            Reminder.task_id == Task.id, Reminder.at > now - ONCE_IN, Reminder.level != UNSTAFFED
        )
        .correlate(Task)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Task, Dossier, OrgUnit, committee, last.label("reminded_at"))
        .join(Dossier, Dossier.id == Task.dossier_id)
        .join(OrgUnit, OrgUnit.id == Dossier.unit_id)
        .join(committee, committee.id == Dossier.committee_id)
        .where(_may_remind(viewer), Task.due_at <= until)
        .order_by(Task.due_at, committee.sort_key, OrgUnit.sort_key, Task.id)
        .options(joinedload(Dossier.campaign, innerjoin=True))
        .options(joinedload(Dossier.unit, innerjoin=True))
    )
    return [
        Owing(task, dossier, unit, receiver, reminded_at)
        for task, dossier, unit, receiver, reminded_at in rows
    ]


def remind_by_hand(teller: Teller, task_ids: Collection[UUID], *, actor: Member) -> Outcome:
    """Remind of tasks at the office's word; what is not the office's to remind is passed by.

    The tasks are locked first, so that two who press at once remind once.
    """
    session, now = teller.session, clock.now(teller.session)
    rows = session.execute(_locked(actor, task_ids)).all()
    told: set[UUID] = set()
    codes, left_out = [], []
    for task, dossier in rows:
        people = [] if _reminded(session, task) else people_of(
            session, dossier, [PARTIES[task.party]]
        )  # fmt: skip
        fresh = set(people) - told - _told_lately(session, people, now)
        again = set(people) & told
        if not fresh and not again:
            left_out.append(dossier.unit.name)
            continue
        reminded = teller.keep(task, dossier, BY_HAND, by_name=actor.name)
        if reminded is None:
            continue
        # Who leads two cells is told of both, in one bundle.
        teller.tell(reminded, sorted(fresh | again), teller.due(task, dossier), urgent=True)
        told |= fresh
        codes.append(dossier.code)
    if codes:
        facts = {"dossiers": codes, "people": len(told), "left_out": left_out}
        record_event(session, "reminded", actor=actor, facts=facts)
    return Outcome(len(codes), len(told), tuple(left_out))


def people_to_call(
    session: TenantSession, dossiers: Collection[Dossier]
) -> dict[UUID, list[tuple[str, str, str]]]:
    """Return name, role and phone of those who act for these dossiers' units, by unit."""
    today = clock.today(session)
    rows = session.execute(
        select(Membership.unit_id, Person.name, Membership.role, Account.phone)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(
            Membership.unit_id.in_({dossier.unit_id for dossier in dossiers}),
            Membership.role.in_(CALLED),
            Membership.valid_from <= today,
            (Membership.valid_to.is_(None)) | (Membership.valid_to >= today),
            Person.disabled_at.is_(None),
        )
        .order_by(Membership.role.desc(), Person.sort_key)
    )
    found: dict[UUID, list[tuple[str, str, str]]] = {}
    for unit_id, name, role, phone in rows:
        found.setdefault(unit_id, []).append((name, role, phone or ""))
    return found


def _locked(actor: Member, task_ids: Collection[UUID]) -> Select[Task, Dossier]:
    return (
        select(Task, Dossier)
        .join(Dossier, Dossier.id == Task.dossier_id)
        .where(Task.id.in_(task_ids), _may_remind(actor))
        .order_by(Task.due_at, Task.id)
        .options(joinedload(Dossier.unit, innerjoin=True))
        .options(joinedload(Dossier.campaign, innerjoin=True))
        .with_for_update(of=Task)
        .execution_options(populate_existing=True)
    )


def _may_remind(viewer: Member) -> ColumnElement[bool]:
    """Say in SQL that an open task is owed by a unit below one of the viewer's offices."""
    return (
        Task.done_at.is_(None)
        & Task.party.in_(UNIT_PARTIES)
        & Task.due_at.is_not(None)
        & sees(viewer)
        & (
            Dossier.committee_id.in_(viewer.units(Role.WARD_OFFICE))
            | Dossier.upper_committee_id.in_(viewer.units(Role.CITY_OFFICE, Role.CITY_ORG_DEPT))
        )
    )


def _reminded(session: TenantSession, task: Task) -> bool:
    since = clock.now(session) - ONCE_IN
    return (
        session.scalar(
            select(Reminder.id)
            .where(Reminder.task_id == task.id, Reminder.at > since, Reminder.level != UNSTAFFED)
            .limit(1)
        )
        is not None
    )


def _told_lately(session: TenantSession, people: Sequence[UUID], now: datetime) -> set[UUID]:
    """Return those of the people whom an office reminded of anything within a day."""
    if not people:
        return set()
    return set(
        session.scalars(
            select(Notice.person_id).where(
                Notice.person_id.in_(people),
                Notice.trigger == f"reminded_{BY_HAND}",
                Notice.at > now - ONCE_IN,
                Notice.at < now,
            )
        )
    )
