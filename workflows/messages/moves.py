"""What goes out when a dossier moves: to those who were told of it in the service itself."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants.audit import AuditEvent
from tenants.clock import local
from tenants.tenant import Tenant
from tenants.wall import TenantSession
from workflows.dossiers.contents import criteria_of
from workflows.dossiers.tables import Dossier
from workflows.engine.flow import Flow
from workflows.flows import flow_of
from workflows.messages.giving import UNDO_MINUTES, give, take_back
from workflows.messages.tables import Channel
from workflows.messages.wording import (
    URGENT_MOVES,
    Subject,
    correction_words,
    move_words,
    subject_of,
)
from workflows.notices.tables import Notice
from workflows.tasks.tables import Task


def send_of(session: TenantSession, tenant: Tenant, seq: int, *, ways: Collection[Channel]) -> int:
    """Give a message to everybody who has a notice of an event; return how many are new.

    Of an undo only those hear who had been sent the move that it takes back.
    """
    if not ways:
        return 0
    event = session.scalars(select(AuditEvent).where(AuditEvent.seq == seq)).one()
    dossier = session.scalars(
        select(Dossier)
        .where(Dossier.id == event.dossier_id)
        .options(joinedload(Dossier.campaign), joinedload(Dossier.unit))
    ).one()
    subject = subject_of(tenant.words, dossier.unit.name, dossier.campaign.year)
    path = f"/ho-so/{dossier.code}"
    if event.kind == "undo":
        return _correct(session, event, subject, path, ways)
    told = session.scalars(select(Notice.person_id).where(Notice.seq == seq))
    flow = flow_of(dossier)
    return give(
        session, told, _words(session, event, dossier, subject),
        ways=ways, path=path, urgent=event.kind in URGENT_MOVES, wait=_wait(flow, event),
        dossier_id=dossier.id, seq=seq,
    )  # fmt: skip


def _correct(
    session: TenantSession,
    event: AuditEvent,
    subject: Subject,
    path: str,
    ways: Collection[Channel],
) -> int:
    undone = session.scalars(
        select(AuditEvent).where(AuditEvent.seq == event.facts["inputs"]["undoes"])
    ).one()
    told = take_back(session, undone.seq)
    return give(
        session, told, correction_words(subject, undone.kind),
        ways=ways, path=path, urgent=True, dossier_id=event.dossier_id, seq=event.seq,
    )  # fmt: skip


def _words(session: TenantSession, event: AuditEvent, dossier: Dossier, subject: Subject) -> str:
    known = {row.key for group in criteria_of(dossier).groups for row in group.criteria}
    marked = [key for key in event.facts.get("inputs", {}).get("marked") or [] if key in known]
    due_at = session.scalar(
        select(Task.due_at)
        .where(Task.dossier_id == dossier.id, Task.opened_at == event.at)
        .order_by(Task.due_at)
        .limit(1)
    )
    until = local(due_at).date() if due_at and event.kind in URGENT_MOVES else None
    return move_words(subject, event.kind, criteria=marked, until=until)


def _wait(flow: Flow, event: AuditEvent) -> timedelta:
    move = flow.move(event.kind, event.source or "")
    undoable = move is not None and move.undoable
    return timedelta(minutes=UNDO_MINUTES if undoable else 0)
