"""Notices to a person that concern no dossier: a delegation, a role given or ended, a vacancy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped

from tenants import clock
from tenants.audit import AuditEvent
from tenants.database import Base, Json, TenantRow, belongs_to, row_id
from tenants.members import Member
from tenants.wall import TenantSession


class PersonalNotice(TenantRow, Base):
    """One line in a person's messages; ``seq`` is the event that it tells of."""

    __tablename__ = "personal_notices"
    __table_args__ = (
        belongs_to("people", "person_id"),
        UniqueConstraint("tenant_id", "person_id", "seq"),
        Index(
            "ix_personal_notices_unread",
            "tenant_id",
            "person_id",
            "at",
            postgresql_where=text("read_at IS NULL"),
        ),
    )

    person_id: Mapped[UUID]
    seq: Mapped[int]
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class PersonalLine:
    """What happened, by whom, for whom, with its particulars, and whether it was read."""

    id: UUID
    kind: str
    name: str
    for_name: str
    facts: Json
    at: datetime
    unread: bool


def tell_people(session: TenantSession, person_ids: Iterable[UUID], seq: int) -> None:
    """Tell people of an event, each once, in the transaction of the event."""
    rows = [
        {
            "tenant_id": session.tenant_id,
            "id": row_id(),
            "person_id": person_id,
            "seq": seq,
            "at": clock.now(session),
        }
        for person_id in sorted(set(person_ids))
    ]
    if rows:
        session.execute(
            insert(PersonalNotice)
            .values(rows)
            .on_conflict_do_nothing(index_elements=["tenant_id", "person_id", "seq"])
        )


def personal_notices_of(
    session: TenantSession, member: Member, limit: int = 20
) -> list[PersonalLine]:
    """List what the member was told, unread ones first, the newest of each first."""
    rows = session.execute(
        select(PersonalNotice, AuditEvent)
        .join(AuditEvent, AuditEvent.seq == PersonalNotice.seq)
        .where(PersonalNotice.person_id == member.person_id)
        .order_by(
            PersonalNotice.read_at.is_not(None), PersonalNotice.at.desc(), PersonalNotice.id.desc()
        )
        .limit(limit)
    )
    return [
        PersonalLine(
            id=notice.id,
            kind=event.kind,
            name=event.name,
            for_name=event.for_name,
            facts=event.facts,
            at=notice.at,
            unread=notice.read_at is None,
        )
        for notice, event in rows.all()
    ]


def unread_personal(session: TenantSession, member: Member) -> int:
    """Count what the member has not read."""
    return session.scalars(
        select(func.count())
        .select_from(PersonalNotice)
        .where(PersonalNotice.person_id == member.person_id, PersonalNotice.read_at.is_(None))
    ).one()


def mark_personal_read(session: TenantSession, member: Member, ids: Iterable[UUID]) -> int:
    """Mark the member's own notices as read; return how many were unread."""
    marked = session.scalars(
        update(PersonalNotice)
        .where(
            PersonalNotice.person_id == member.person_id,
            PersonalNotice.read_at.is_(None),
            PersonalNotice.id.in_(list(ids)),
        )
        .values(read_at=clock.now(session))
        .returning(PersonalNotice.id)
    )
    return len(marked.all())
