"""An entry of a unit's logbook."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tenants.database import Base, TenantRow, belongs_to
from tenants.units import OrgUnit


class EntryKind(StrEnum):
    """What is noted of a unit."""

    STRENGTH = "strength"
    WEAKNESS = "weakness"


class Side(StrEnum):
    """As whom somebody wrote an entry."""

    CELL = "cell"
    SUPERVISOR = "supervisor"
    WARD = "ward"


class Finding(StrEnum):
    """What a follow-up check found of a weakness."""

    REMEDIED = "remedied"
    PARTLY = "partly"
    NOT_REMEDIED = "not_remedied"


class LogEntry(TenantRow, Base):
    """A strength or a weakness of a unit's year.

    A weakness has a remediation plan, a responsible member and a due date, and the last
    follow-up check; until a check finds it remedied it stays open. ``group_key`` is the
    group of criteria that it speaks to, where that is known; ``review_team_id`` the team that
    asked for it. An entry that was wrong is
    withdrawn, never deleted.
    """

    __tablename__ = "log_entries"
    __table_args__ = (
        belongs_to("org_units", "unit_id"),
        belongs_to("people", "written_by_id"),
        belongs_to("review_teams", "review_team_id"),
        belongs_to("people", "checked_by_id"),
        CheckConstraint("words <> ''", name="says_something"),
        CheckConstraint(
            "kind = 'weakness' OR (plan = '' AND responsible = '' AND due_on IS NULL"
            " AND finding IS NULL)",
            name="only_weaknesses_are_remedied",
        ),
        CheckConstraint("(finding IS NULL) = (checked_on IS NULL)", name="checked_on_a_day"),
        Index(None, "tenant_id", "unit_id", "year", "noted_on"),
        Index(
            "ix_log_entries_open",
            "tenant_id",
            "unit_id",
            "due_on",
            postgresql_where=text("kind = 'weakness' AND withdrawn_at IS NULL"),
        ),
    )

    unit_id: Mapped[UUID]
    year: Mapped[int]
    kind: Mapped[EntryKind]
    noted_on: Mapped[date]
    words: Mapped[str]
    search_key: Mapped[str] = mapped_column(default="")
    group_key: Mapped[str] = mapped_column(default="")
    review_team_id: Mapped[UUID | None]
    side: Mapped[Side]
    written_by: Mapped[str]
    written_by_id: Mapped[UUID | None]
    written_at: Mapped[datetime]
    plan: Mapped[str] = mapped_column(default="")
    responsible: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    finding: Mapped[Finding | None]
    checked_on: Mapped[date | None]
    check_words: Mapped[str] = mapped_column(default="")
    checked_by: Mapped[str] = mapped_column(default="")
    checked_by_id: Mapped[UUID | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[OrgUnit] = relationship(foreign_keys="LogEntry.unit_id", viewonly=True)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def is_open(self) -> bool:
        """Whether it is a weakness that no check found remedied."""
        return (
            self.kind is EntryKind.WEAKNESS
            and self.finding is not Finding.REMEDIED
            and self.withdrawn_at is None
        )

    def is_overdue(self, today: date) -> bool:
        """Tell whether it should have been remedied by now."""
        return self.is_open and self.due_on is not None and self.due_on < today
