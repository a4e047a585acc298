"""What happened to a dossier, for everyone who may see it."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from tenants.audit import AuditEvent
from tenants.database import Json
from tenants.wall import TenantSession

# What inspection and other desks say stays with the committees until they have concluded;
# a cell never reads opinions (docs/process.md, section 3).
FOR_COMMITTEES = frozenset(
    {
        "give_opinion", "vote_recorded", "item_deferred",
        "task_claimed", "task_released", "task_handed_over",
    }
)  # fmt: skip
# What a later act sets aside: the votes before it are closed, and kept.
SETS_ASIDE = {
    "reopen_appraisal": frozenset({"recommend", "not_recommend", "propose", "not_propose"}),
    "reopen_self_assessment": frozenset({"propose", "not_propose"}),
    "grant_reconsideration": frozenset({"not_recommend", "decline"}),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline; ``undone`` lines are struck through, as are votes ``set_aside``.

    ``post`` and ``address`` are what somebody was and where they came from at the time;
    ``principal`` is in whose place they acted.
    """

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
    set_aside: bool = False
    post: str = ""
    address: str = ""
    principal: str = ""


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
    aside = _set_aside(events, undone)
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
            set_aside=event.seq in aside,
            principal=(event.facts.get("principal") or {}).get("name", ""),
            **_frozen(event),
        )
        for event in events
        if for_committee or event.kind not in FOR_COMMITTEES
    ]


def _set_aside(events: Sequence[AuditEvent], undone: Collection[object]) -> set[int]:
    """Number the votes that a later act has set aside."""
    standing: dict[str, list[int]] = {}
    aside: set[int] = set()
    for event in events:
        if event.seq in undone:
            continue
        for kind in SETS_ASIDE.get(event.kind, ()):
            aside.update(standing.pop(kind, []))
        standing.setdefault(event.kind, []).append(event.seq)
    return aside


def _frozen(event: AuditEvent) -> dict[str, str]:
    """Read what only the record itself keeps."""
    said = json.loads(event.record)
    return {"post": said.get("post") or "", "address": said.get("address") or ""}
