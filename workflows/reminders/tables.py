"""Each reminder that was sent: of which task, and on which rung of the ladder."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantRow, belongs_to

BY_HAND = "by_hand"
UNSTAFFED = "unstaffed"


class Reminder(TenantRow, Base):
    """A reminder of a task. The database lets each rung be sent once.

    ``rung`` counts the ladder from one; a reminder by hand, or one that says that a role
    has nobody, stands beside the ladder and has none.
    """

    __tablename__ = "reminders"
    __table_args__ = (
        belongs_to("tasks", "task_id"),
        belongs_to("dossiers", "dossier_id"),
        CheckConstraint("rung IS NULL OR rung > 0", name="rungs_count_from_one"),
        Index(
            "uq_reminders_rung",
            "tenant_id",
            "task_id",
            "level",
            unique=True,
            postgresql_where=text("level <> 'by_hand'"),
        ),
        Index(None, "tenant_id", "task_id", "rung"),
        Index(None, "tenant_id", "at"),
    )

    task_id: Mapped[UUID]
    dossier_id: Mapped[UUID]
    level: Mapped[str]
    rung: Mapped[int | None]
    due_at: Mapped[datetime]
    at: Mapped[datetime]
    by_name: Mapped[str] = mapped_column(default="")
