"""The outbox: what must happen after a commit, written in the same transaction.

The outbox is the record; the queue may be emptied at any time and nothing is lost.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.clock import now
from tenants.database import Base, Json, TenantRow
from tenants.wall import TenantSession


class OutboxItem(TenantRow, Base):
    """One job to be done, with what it needs to know."""

    __tablename__ = "outbox_items"
    __table_args__ = (
        CheckConstraint("tries >= 0", name="tries_not_negative"),
        Index(
            "ix_outbox_items_due",
            "tenant_id",
            "run_at",
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    job: Mapped[str]
    payload: Mapped[Json] = mapped_column(default=dict)
    dossier_id: Mapped[UUID | None]
    run_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]


def leave(
    session: TenantSession, job: str, payload: Json, *, dossier_id: UUID | None = None
) -> OutboxItem:
    """Leave a job to be done after the commit."""
    item = OutboxItem(job=job, payload=payload, dossier_id=dossier_id, run_at=now(session))
    session.add(item)
    return item
