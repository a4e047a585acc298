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

    ``claimed_by_id`` is the comrade who has taken it on; ``done_with`` the move that ended
    it, made by ``done_by_id``, whose name is frozen in ``done_by``.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        belongs_to("dossiers", "dossier_id"),
        belongs_to("org_units", "unit_id"),
        belongs_to("people", "claimed_by_id"),
        CheckConstraint("done_at IS NULL OR done_at >= opened_at", name="done_after_opened"),
        CheckConstraint("(claimed_by_id IS NULL) = (claimed_at IS NULL)", name="claimed_when"),
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
            "desk",
            "due_at",
            "id",
            postgresql_where=text("done_at IS NULL"),
        ),
        Index(
            "ix_tasks_archive",
            "tenant_id",
            "unit_id",
            "party",
            "desk",
            "done_at",
            "id",
            postgresql_where=text("done_at IS NOT NULL"),
        ),
    )

    dossier_id: Mapped[UUID]
    unit_id: Mapped[UUID]
    party: Mapped[str]
    desk: Mapped[str] = mapped_column(default="")
    state: Mapped[str]
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    claimed_by_id: Mapped[UUID | None]
    claimed_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[UUID | None]
    done_by: Mapped[str | None]
    done_with: Mapped[str | None]
