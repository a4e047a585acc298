"""Telling people of a task: a row of the reminder, a notice in the service, a message outside."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from tenants import clock
from tenants.clock import local
from tenants.database import row_id
from tenants.tenant import Tenant
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.engine.parties import PARTIES, Scope
from workflows.messages.giving import give
from workflows.messages.tables import Channel
from workflows.messages.wording import Subject, due_words, overdue_words, subject_of
from workflows.notices.tables import Notice
from workflows.reminders.tables import Reminder
from workflows.tasks.tables import Task


@dataclass(frozen=True, slots=True)
class Reminded:
    """A reminder that was kept, and what it is of."""

    id: UUID
    level: str
    task: Task
    dossier: Dossier


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells people of tasks in one tenant; ``ways`` are the channels that are set up."""

    session: TenantSession
    tenant: Tenant
    ways: Collection[Channel]

    def keep(
        self, task: Task, dossier: Dossier, level: str, rung: int | None = None, by_name: str = ""
    ) -> Reminded | None:
        """Keep that a task is reminded of; nothing if that was done before."""
        kept = self.session.scalar(
            insert(Reminder)
            .values(
                tenant_id=self.session.tenant_id,
                id=row_id(),
                task_id=task.id,
                dossier_id=dossier.id,
                level=level,
                rung=rung,
                due_at=task.due_at,
                at=clock.now(self.session),
                by_name=by_name,
            )
            .on_conflict_do_nothing()
            .returning(Reminder.id)
        )
        return None if kept is None else Reminded(kept, level, task, dossier)

    def tell(
        self, reminded: Reminded, people: Iterable[UUID], words: str, *, urgent: bool
    ) -> list[UUID]:
        """Tell people in the service, and outside of it as far as they can be reached."""
        told = list(people)
        if not told:
            return []
        task, dossier = reminded.task, reminded.dossier
        rows = [
            {
                "tenant_id": self.session.tenant_id, "id": row_id(), "person_id": person_id,
                "dossier_id": dossier.id, "seq": None, "reminder_id": reminded.id,
                "trigger": f"reminded_{reminded.level}", "state": task.state,
                "at": clock.now(self.session),
            }
            for person_id in told
        ]  # fmt: skip
        self.session.execute(insert(Notice).values(rows).on_conflict_do_nothing())
        give(
            self.session, told, words, ways=self.ways, path=f"/ho-so/{dossier.code}",
            urgent=urgent, dossier_id=dossier.id, task_id=task.id, reminder_id=reminded.id,
        )  # fmt: skip
        return told

    def due(self, task: Task, dossier: Dossier) -> str:
        """Say what is owed and by when, to whoever owes it."""
        return due_words(
            self._subject(dossier), task.state, by_unit=is_units(task), due_on=due_on(task),
            today=clock.today(self.session),
        )  # fmt: skip

    def report(self, task: Task, dossier: Dossier, *, nobody: bool = False) -> str:
        """Say what is owed and by when, to those above."""
        return overdue_words(
            self._subject(dossier), task.state, by_unit=is_units(task), due_on=due_on(task),
            today=clock.today(self.session), nobody=nobody,
        )  # fmt: skip

    def _subject(self, dossier: Dossier) -> Subject:
        return subject_of(self.tenant.words, dossier.unit.name, dossier.campaign.year)


def is_units(task: Task) -> bool:
    """Tell whether a task is owed by the unit whose dossier it is."""
    return PARTIES[task.party].scope is Scope.UNIT


def due_on(task: Task) -> date:
    """Return the last day of a task."""
    return local(task.due_at).date()
