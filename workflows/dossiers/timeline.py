"""What happened to a dossier, for everyone who may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from tenants.audit import AuditEvent
from tenants.database import Json
from tenants.wall import TenantSession

# What inspection and other desks say stays with the committees until they have concluded;
# a cell never reads opinions (docs/process.md, section 3).
FOR_COMMITTEES = frozenset({"give_opinion", "vote_recorded", "item_deferred"})


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline; ``undone`` lines are struck through."""

    seq: int
    at: datetime
    kind: str
    name: str
    role: str
    for_name: str
    source: str | None
    target: str | None
    inputs: Json
    facts: Json
    undone: bool


def timeline(session: TenantSession, dossier_id: UUID, *, for_committee: bool) -> list[Step]:
    """List what happened to a dossier, the first event first.

    Args:
        for_committee: whether the reader sits in a committee's office or body, and so
            sees opinions and single votes as well.

    """
    events = list(
        session.scalars(
            select(AuditEvent).where(AuditEvent.dossier_id == dossier_id).order_by(AuditEvent.seq)
        )
    )
    undone = {
        event.facts.get("inputs", {}).get("undoes") for event in events if event.kind == "undo"
    }
    return [
        Step(
            seq=event.seq,
            at=event.at,
            kind=event.kind,
            name=event.name,
            role=event.role,
            for_name=event.for_name,
            source=event.source,
            target=event.target,
            inputs=event.facts.get("inputs", {}),
            facts=event.facts,
            undone=event.seq in undone,
        )
        for event in events
        if for_committee or event.kind not in FOR_COMMITTEES
    ]
