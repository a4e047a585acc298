"""Reading the tasks of one dossier."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from tenants.wall import TenantSession
from workflows.tasks.kinds import ASKED_FOR_OPINION
from workflows.tasks.tables import Task


def open_tasks_of(session: TenantSession, dossier_id: UUID) -> list[Task]:
    """List who owes an act on a dossier: the next act first, then opinions, by what is due."""
    return list(
        session.scalars(
            select(Task)
            .where(Task.dossier_id == dossier_id, Task.done_at.is_(None))
            .order_by(Task.party.in_(ASKED_FOR_OPINION), Task.due_at, Task.id)
        )
    )
