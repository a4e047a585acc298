"""Giving people a message to take with them, and taking it back while it waits.

What a move says waits as long as the move can be taken back lightly: undone within that
time it never leaves, undone later the same people get a correction (docs/process.md,
section 2).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from tenants import clock
from tenants.database import row_id
from tenants.wall import TenantSession
from workflows.messages.reaching import reach_of
from workflows.messages.tables import Channel, Message
from workflows.messages.wording import short_of

UNDO_MINUTES = 15


def give(
    session: TenantSession,
    people: Iterable[UUID],
    words: str,
    *,
    ways: Collection[Channel],
    path: str = "",
    urgent: bool = False,
    wait: timedelta = timedelta(0),
    dossier_id: UUID | None = None,
    task_id: UUID | None = None,
    seq: int | None = None,
    reminder_id: UUID | None = None,
) -> int:
    """Give each of these people who can be reached a message, once; return how many are new.

    Args:
        ways: the channels that are set up; without any nothing is kept.
        path: where it leads, inside the tenant.
        wait: how long it may still be taken back.

    """
    now = clock.now(session)
    reached = reach_of(session, people, ways=ways)
    if not reached:
        return 0
    given = session.execute(
        insert(Message)
        .values(
            [
                {
                    "tenant_id": session.tenant_id, "id": row_id(), "person_id": person_id,
                    "dossier_id": dossier_id, "task_id": task_id, "seq": seq,
                    "reminder_id": reminder_id, "words": words, "short": short_of(words),
                    "path": path, "urgent": urgent or not reach.gathered, "at": now,
                    "ready_at": now + wait,
                }
                for person_id, reach in reached.items()
            ]
        )
        .on_conflict_do_nothing()
        .returning(Message.id)
    )  # fmt: skip
    return len(given.all())


def take_back(session: TenantSession, seq: int) -> list[UUID]:
    """Drop what tells of an event and still waits; return who was told of it already."""
    now = clock.now(session)
    rows = session.scalars(select(Message).where(Message.seq == seq).with_for_update())
    told = []
    for message in rows:
        if message.bundle_id is not None:
            told.append(message.person_id)
        elif message.dropped_at is None:
            message.dropped_at, message.dropped_because = now, "undone"
    session.flush()
    return told


def drop_of_task(session: TenantSession, task_id: UUID, *, because: str, at: datetime) -> None:
    """Drop what still waits to remind of a task."""
    session.execute(
        update(Message)
        .where(
            Message.task_id == task_id,
            Message.bundle_id.is_(None),
            Message.dropped_at.is_(None),
        )
        .values(dropped_at=at, dropped_because=because)
    )
