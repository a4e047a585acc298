"""Telling of an event: one notice for each person who should hear of it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import joinedload

from tenants.audit import AuditEvent
from tenants.database import row_id
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.flows import flow_of
from workflows.notices.hearing import parties_told, people_of
from workflows.notices.tables import Notice


def tell_of(session: TenantSession, seq: int) -> int:
    """Tell of a dossier's event; return how many people are told who were not before.

    Whoever made the move is not told of it.

    Raises:
        NoResultFound: the tenant has no such event of a dossier.

    """
    event = session.scalars(select(AuditEvent).where(AuditEvent.seq == seq)).one()
    dossier = session.scalars(
        select(Dossier)
        .where(Dossier.id == event.dossier_id)
        .options(joinedload(Dossier.campaign, innerjoin=True))
    ).one()
    target = event.target or dossier.state
    people = [
        person_id
        for person_id in _hearers(session, event, dossier, target)
        if person_id != event.person_id
    ]
    if not people:
        return 0
    told = session.execute(
        insert(Notice)
        .values(
            [
                {
                    "tenant_id": session.tenant_id,
                    "id": row_id(),
                    "person_id": person_id,
                    "dossier_id": dossier.id,
                    "seq": seq,
                    "trigger": event.kind,
                    "state": target,
                    "at": event.at,
                }
                for person_id in people
            ]
        )
        .on_conflict_do_nothing(index_elements=["tenant_id", "person_id", "dossier_id", "seq"])
        .returning(Notice.id)
    )
    return len(told.all())


def _hearers(
    session: TenantSession, event: AuditEvent, dossier: Dossier, target: str
) -> Sequence[UUID]:
    """List who should hear: those whom the event names, or the sides that a move concerns."""
    if "told" in event.facts:
        return [UUID(person_id) for person_id in event.facts["told"]]
    parties = parties_told(
        flow_of(dossier), event.kind, source=event.source or target, target=target
    )
    return people_of(session, dossier, parties)
