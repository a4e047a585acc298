"""Reminding: each open task of its last day, each rung of the ladder once.

Only the highest rung that has come is taken: what an outage has let pass is never made up
for. A task is locked while it is reminded of, so that none is reminded of after it was
done, and two at once remind once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import joinedload

from tenants import clock
from tenants.people import Membership, Person
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.dossiers.tables import Dossier
from workflows.engine.parties import PARTIES, TENANT_ADMIN, Desk, Party, Scope
from workflows.notices.hearing import people_of
from workflows.reminders.ladder import OWES, REPORTS, Rung, ladder_of
from workflows.reminders.tables import UNSTAFFED, Reminder
from workflows.reminders.telling import Teller
from workflows.tasks.tables import Task

BATCH = 100
LOOKS_AHEAD = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Due:
    """A rung of the ladder for the tasks of a campaign that one party owes."""

    campaign_id: UUID
    party: str
    rung: Rung
    number: int


def rungs_at_work(session: TenantSession) -> list[Due]:
    """List the rungs for all that is owed in the coming weeks, the highest of each first."""
    soon = clock.now(session) + LOOKS_AHEAD
    owing = session.execute(
        select(Campaign, Task.party)
        .join(Dossier, Dossier.campaign_id == Campaign.id)
        .join(Task, Task.dossier_id == Dossier.id)
        .where(Task.done_at.is_(None), Task.due_at <= soon, Task.party.in_(PARTIES))
        .distinct()
        .order_by(Campaign.id, Task.party)
    )
    return [
        Due(campaign.id, party, rung, number)
        for campaign, party in owing
        for number, rung in reversed(
            list(enumerate(ladder_of(campaign, PARTIES[party].scope), start=1))
        )
    ]


def remind(teller: Teller, due: Due) -> int:
    """Remind of a batch of tasks for which a rung has come; return how many there were."""
    session, shift = teller.session, timedelta(days=due.rung.after)
    rows = session.execute(
        _open_tasks()
        .where(
            Task.party == due.party,
            Dossier.campaign_id == due.campaign_id,
            # A rung has come from the first minute of its day on. One whose day was over when
            # the task was opened is none: who owes the act has just been told of it.
            Task.due_at <= clock.end_of(clock.today(session) - shift),
            Task.opened_at < Task.due_at + shift,
            ~exists().where(
                Reminder.task_id == Task.id,
                or_(Reminder.rung >= due.number, Reminder.level == due.rung.level),
            ),
        )
        .order_by(Task.due_at, Task.id)
        .limit(BATCH)
    ).all()
    for task, dossier in rows:
        _remind(teller, task, dossier, due)
    return len(rows)


def report_unstaffed(teller: Teller) -> int:
    """Tell the administrators of a batch of tasks whose role has nobody, each once."""
    nobody = or_(
        *(
            and_(Task.party == party.name, ~_staffed(teller.session, party))
            for party in PARTIES.values()
            if party.scope is not Scope.SERVICE
        )
    )
    rows = teller.session.execute(
        _open_tasks()
        .where(nobody, ~exists().where(Reminder.task_id == Task.id, Reminder.level == UNSTAFFED))
        .limit(BATCH)
    ).all()
    for task, dossier in rows:
        reminded = teller.keep(task, dossier, UNSTAFFED)
        if reminded is not None:
            people = people_of(teller.session, dossier, [TENANT_ADMIN])
            words = teller.report(task, dossier, nobody=True)
            teller.tell(reminded, people, words, urgent=False)
    return len(rows)


def _remind(teller: Teller, task: Task, dossier: Dossier, due: Due) -> None:
    reminded = teller.keep(task, dossier, due.rung.level, due.number)
    if reminded is None:
        return
    session = teller.session
    owing = people_of(session, dossier, [PARTIES[task.party]])
    above = [PARTIES[name] for name in due.rung.to if name != OWES]
    if not owing:
        above.append(TENANT_ADMIN)
    others = [each for each in people_of(session, dossier, above) if each not in owing]
    if OWES in due.rung.to:
        teller.tell(reminded, owing, teller.due(task, dossier), urgent=due.rung.urgent)
    report = teller.report(task, dossier, nobody=not owing)
    teller.tell(reminded, others, report, urgent=due.rung.level in REPORTS)


def _open_tasks() -> Select[Task, Dossier]:
    """Lock open tasks with their dossiers; what another process holds is left to it."""
    return (
        select(Task, Dossier)
        .join(Dossier, Dossier.id == Task.dossier_id)
        .where(Task.done_at.is_(None), Task.due_at.is_not(None))
        .options(joinedload(Dossier.unit, innerjoin=True))
        .options(joinedload(Dossier.campaign, innerjoin=True))
        .with_for_update(of=Task, skip_locked=True)
        .execution_options(populate_existing=True)
    )


def _staffed(session: TenantSession, party: Party) -> ColumnElement[bool]:
    """Say in SQL that somebody holds the role that a task of this party waits for."""
    today = clock.today(session)
    at_desk = (Membership.desk == Task.desk,) if party.desk is not Desk.NONE else ()
    return exists().where(
        Membership.unit_id == Task.unit_id,
        Membership.role.in_(party.roles),
        *at_desk,
        Membership.valid_from <= today,
        or_(Membership.valid_to.is_(None), Membership.valid_to >= today),
        Person.id == Membership.person_id,
        Person.disabled_at.is_(None),
    )
