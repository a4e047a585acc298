"""Through whose hands a dossier went: who acted, in whose place, whatever they are now.

Four eyes are counted by person and by principal. What a deputy did counts as done by both of
the two; what was undone counts for nobody (docs/process.md, section 3).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import aliased

from tenants.audit import AuditEvent
from tenants.wall import TenantSession


def earlier_acts(
    session: TenantSession,
    dossier_ids: Collection[UUID],
    triggers: Sequence[str],
    people: Collection[UUID],
) -> dict[UUID, list[AuditEvent]]:
    """List these moves that stand and that one of these people had a hand in, by dossier."""
    found: dict[UUID, list[AuditEvent]] = {}
    for event in session.scalars(_moves(dossier_ids, triggers, people)):
        if event.dossier_id is not None:
            found.setdefault(event.dossier_id, []).append(event)
    return found


def hands_on(
    session: TenantSession,
    dossier_ids: Collection[UUID],
    triggers: Sequence[str],
    people: Collection[UUID],
) -> Iterator[tuple[UUID, UUID]]:
    """Say which of these people had a hand in such moves of which dossiers: dossier, person."""
    for event in session.scalars(_moves(dossier_ids, triggers, people)):
        for person_id in people_in(event):
            if event.dossier_id is not None and person_id in people:
                yield event.dossier_id, person_id


def people_in(event: AuditEvent) -> list[UUID]:
    """List who had a hand in an event: whoever acted, and in whose place."""
    principal = event.facts.get("principal")
    found = [event.person_id, UUID(principal["id"]) if principal else None]
    return [person_id for person_id in found if person_id is not None]


def _moves(
    dossier_ids: Collection[UUID], triggers: Sequence[str], people: Collection[UUID]
) -> Select[AuditEvent]:
    return (
        select(AuditEvent)
        .where(
            AuditEvent.dossier_id.in_(dossier_ids),
            AuditEvent.kind.in_(triggers),
            _by(people),
            ~_undone(),
        )
        .order_by(AuditEvent.seq)
    )


def _by(people: Collection[UUID]) -> ColumnElement[bool]:
    principal = AuditEvent.facts["principal"]["id"].as_string()
    return or_(
        AuditEvent.person_id.in_(people), principal.in_([str(person_id) for person_id in people])
    )


def _undone() -> ColumnElement[bool]:
    undo = aliased(AuditEvent)
    return (
        select(undo.seq)
        .where(
            undo.dossier_id == AuditEvent.dossier_id,
            undo.kind == "undo",
            undo.facts["inputs"]["undoes"].as_integer() == AuditEvent.seq,
        )
        .exists()
    )
