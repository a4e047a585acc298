"""Each reminder that was sent: of which task, and on which rung of the ladder."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
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


class Duty(StrEnum):
    """What a unit owes its own year, beside the acts on its dossier."""

    MEETING = "meeting"
    REMEDY = "remedy"


class UnitReminder(TenantRow, Base):
    """A reminder of a duty of a unit's year. The database lets each rung be sent once a day owed.

    ``about`` is the month (``2026-03``) or the logbook's entry; ``seq`` the event that the
    people were told of.
    """

    __tablename__ = "unit_reminders"
    __table_args__ = (
        belongs_to("org_units", "unit_id"),
        UniqueConstraint("tenant_id", "unit_id", "duty", "about", "due_on", "level"),
        CheckConstraint("rung > 0", name="unit_rungs_count_from_one"),
        Index(None, "tenant_id", "seq"),
    )

    unit_id: Mapped[UUID]
    duty: Mapped[Duty]
    about: Mapped[str]
    due_on: Mapped[date]
    level: Mapped[str]
    rung: Mapped[int]
    at: Mapped[datetime]
    seq: Mapped[int | None]
