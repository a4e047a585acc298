"""A cell's meeting of a month, and each thing that it resolved."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tenants.database import Base, TenantRow, belongs_to
from tenants.units import OrgUnit


class MeetingKind(StrEnum):
    """Which meeting it is: the month's own, one on a theme, or one that was called in between."""

    REGULAR = "regular"
    THEMATIC = "thematic"
    EXTRAORDINARY = "extraordinary"


class Outcome(StrEnum):
    """What a later meeting found of a thing that was resolved."""

    DONE = "done"
    UNDER_WAY = "under_way"
    NOT_DONE = "not_done"


class MonthlyMeeting(TenantRow, Base):
    """A meeting as it was planned and held.

    The numbers are the roll of the day: ``official`` and ``probationary`` members, less those
    who do not count (``workflows.meetings.attendance``), are ``present``, ``excused`` or
    ``unexcused``. ``absences`` says who and why, a line each, where the cell wants that
    written down. ``agenda`` and ``guests`` have a line for each thing.

    ``lacking`` are the judged items of the quality table that the cell did not meet;
    ``quality`` is the table with the points as it was scored, so that a changed table does
    not change an old sheet. The supervisor's remark is the supervisor's own.
    """

    __tablename__ = "monthly_meetings"
    __table_args__ = (
        belongs_to("org_units", "unit_id"),
        belongs_to("people", "remark_by_id"),
        CheckConstraint("month BETWEEN 1 AND 12", name="month_of_a_year"),
        CheckConstraint(
            "least(official, probationary, exempted, elsewhere, suspended, on_duty, away,"
            " away_present, present, excused, unexcused) >= 0",
            name="numbers_not_negative",
        ),
        CheckConstraint("away_present <= away", name="away_within_its_group"),
        CheckConstraint("total IS NULL OR held_on IS NOT NULL", name="scored_when_held"),
        CheckConstraint("held_on IS NULL OR cancelled_at IS NULL", name="held_or_cancelled"),
        CheckConstraint("(remark = '') = (remark_at IS NULL)", name="remark_has_its_time"),
        Index(
            "uq_monthly_meetings_regular",
            "tenant_id",
            "unit_id",
            "year",
            "month",
            unique=True,
            postgresql_where=text("kind = 'regular' AND cancelled_at IS NULL"),
        ),
        Index(None, "tenant_id", "unit_id", "year", "month"),
    )

    unit_id: Mapped[UUID]
    year: Mapped[int]
    month: Mapped[int]
    kind: Mapped[MeetingKind]
    subject: Mapped[str] = mapped_column(default="")
    planned_on: Mapped[date]
    held_on: Mapped[date | None]
    moved_reason: Mapped[str] = mapped_column(default="")
    began: Mapped[str] = mapped_column(default="")
    ended: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    chair: Mapped[str] = mapped_column(default="")
    recorder: Mapped[str] = mapped_column(default="")
    guests: Mapped[str] = mapped_column(default="")
    official: Mapped[int] = mapped_column(default=0)
    probationary: Mapped[int] = mapped_column(default=0)
    exempted: Mapped[int] = mapped_column(default=0)
    elsewhere: Mapped[int] = mapped_column(default=0)
    suspended: Mapped[int] = mapped_column(default=0)
    on_duty: Mapped[int] = mapped_column(default=0)
    away: Mapped[int] = mapped_column(default=0)
    away_present: Mapped[int] = mapped_column(default=0)
    away_met_on: Mapped[date | None]
    away_apart: Mapped[bool] = mapped_column(default=False)
    present: Mapped[int] = mapped_column(default=0)
    excused: Mapped[int] = mapped_column(default=0)
    unexcused: Mapped[int] = mapped_column(default=0)
    absences: Mapped[str] = mapped_column(default="")
    agenda: Mapped[str] = mapped_column(default="")
    discussion: Mapped[str] = mapped_column(default="")
    speakers: Mapped[int | None]
    conclusion: Mapped[str] = mapped_column(default="")
    lacking: Mapped[list[str]] = mapped_column(default=list)
    quality: Mapped[list[Any]] = mapped_column(default=list)
    total: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    level: Mapped[str] = mapped_column(default="")
    remark: Mapped[str] = mapped_column(default="")
    remark_by: Mapped[str] = mapped_column(default="")
    remark_by_id: Mapped[UUID | None]
    remark_at: Mapped[datetime | None]
    recorded_by: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[OrgUnit] = relationship(foreign_keys="MonthlyMeeting.unit_id", viewonly=True)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def held(self) -> bool:
        """Whether it took place."""
        return self.held_on is not None


class ResolutionItem(TenantRow, Base):
    """One thing that a meeting resolved: what, who, until when, and what became of it.

    ``followed_in_id`` is the meeting that looked whether it was done.
    """

    __tablename__ = "resolution_items"
    __table_args__ = (
        belongs_to("monthly_meetings", "meeting_id"),
        belongs_to("monthly_meetings", "followed_in_id"),
        CheckConstraint("what <> ''", name="says_what"),
        CheckConstraint(
            "(outcome IS NULL) = (followed_in_id IS NULL)", name="outcome_found_in_a_meeting"
        ),
        CheckConstraint("followed_in_id IS DISTINCT FROM meeting_id", name="followed_up_later"),
        Index(None, "tenant_id", "meeting_id", "position"),
        Index(None, "tenant_id", "followed_in_id"),
    )

    meeting_id: Mapped[UUID]
    position: Mapped[int]
    what: Mapped[str]
    who: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    outcome: Mapped[Outcome | None]
    outcome_words: Mapped[str] = mapped_column(default="")
    followed_in_id: Mapped[UUID | None]

    meeting: Mapped[MonthlyMeeting] = relationship(
        foreign_keys="ResolutionItem.meeting_id", viewonly=True
    )

    @property
    def is_clear(self) -> bool:
        """Whether it says who does it and until when."""
        return bool(self.who) and self.due_on is not None
