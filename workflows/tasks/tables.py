"""The rows of the inbox, apart from the dossier's state."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantRow, belongs_to


class Task(TenantRow, Base):
    """An act that somebody owes: a party of a unit, at a desk where it has desks.

    A dossier has at most one open task for each party and desk. The row carries
    the inbox's scope, so that an inbox is one range of an index.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        belongs_to("dossiers", "dossier_id"),
        belongs_to("org_units", "unit_id"),
        CheckConstraint("done_at IS NULL OR done_at >= opened_at", name="done_after_opened"),
        Index(
            "uq_tasks_open",
            "tenant_id",
            "dossier_id",
            "party",
            "desk",
            unique=True,
            postgresql_where=text("done_at IS NULL"),
        ),
        Index(
            "ix_tasks_due",
            "tenant_id",
            "due_at",
            postgresql_where=text("done_at IS NULL"),
        ),
        Index(
            "ix_tasks_inbox",
            "tenant_id",
            "unit_id",
            "party",
            "due_at",
            "id",
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    dossier_id: Mapped[UUID]
    unit_id: Mapped[UUID]
    party: Mapped[str]
    desk: Mapped[str] = mapped_column(default="")
    state: Mapped[str]
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None]
