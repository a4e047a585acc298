"""The in-app inbox of messages: who was told what of which dossier."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from tenants.database import Base, TenantRow, belongs_to


class Notice(TenantRow, Base):
    """One line in a person's messages: of an event, ``seq``, or of a reminder."""

    __tablename__ = "notices"
    __table_args__ = (
        belongs_to("people", "person_id"),
        belongs_to("dossiers", "dossier_id"),
        belongs_to("reminders", "reminder_id"),
        UniqueConstraint("tenant_id", "person_id", "dossier_id", "seq"),
        UniqueConstraint("tenant_id", "person_id", "reminder_id"),
        CheckConstraint("(seq IS NULL) <> (reminder_id IS NULL)", name="event_or_reminder"),
        Index(
            "ix_notices_unread",
            "tenant_id",
            "person_id",
            "at",
            postgresql_where=text("read_at IS NULL"),
        ),
    )

    person_id: Mapped[UUID]
    dossier_id: Mapped[UUID]
    seq: Mapped[int | None]
    reminder_id: Mapped[UUID | None]
    trigger: Mapped[str]
    state: Mapped[str]
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
