"""The in-app inbox of messages: who was told what of which dossier."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from tenants.database import Base, TenantRow, belongs_to


class Notice(TenantRow, Base):
    """One line in a person's messages. ``seq`` is the event it tells of."""

    __tablename__ = "notices"
    __table_args__ = (
        belongs_to("people", "person_id"),
        belongs_to("dossiers", "dossier_id"),
        UniqueConstraint("tenant_id", "person_id", "dossier_id", "seq"),
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
    seq: Mapped[int]
    trigger: Mapped[str]
    state: Mapped[str]
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
