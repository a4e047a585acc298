"""A team sent to a unit, a flag on a weak unit, and the counts of a checklist."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tenants.database import Base, TenantRow, belongs_to
from tenants.units import OrgUnit


class Ground(StrEnum):
    """Why a team is sent."""

    SHORTCOMINGS = "shortcomings"
    LATE_REMEDIATION = "late_remediation"
    SIGNS_OF_VIOLATION = "signs_of_violation"


class Part(StrEnum):
    """What a team does at the unit's own review: suggests its content, or attends it."""

    SUGGESTS = "suggests"
    ATTENDS = "attends"


class ReviewTeam(TenantRow, Base):
    """A team (đoàn kiểm điểm) that a committee sends to a unit.

    What it asks for are weaknesses of the unit's logbook (``LogEntry.review_team_id``), each
    with its remedy, date and follow-up check. Individuals are a count, never a name.
    ``members`` has a line for each.
    """

    __tablename__ = "review_teams"
    __table_args__ = (
        belongs_to("org_units", "unit_id"),
        belongs_to("org_units", "committee_id"),
        CheckConstraint("individuals >= 0", name="individuals_not_negative"),
        CheckConstraint("held_on IS NULL OR cancelled_at IS NULL", name="held_or_cancelled"),
        Index(None, "tenant_id", "unit_id", "year"),
    )

    unit_id: Mapped[UUID]
    committee_id: Mapped[UUID]
    year: Mapped[int]
    ground: Mapped[Ground]
    part: Mapped[Part]
    reason: Mapped[str]
    leader: Mapped[str]
    members: Mapped[str] = mapped_column(default="")
    decision_number: Mapped[str] = mapped_column(default="")
    planned_on: Mapped[date]
    held_on: Mapped[date | None]
    individuals: Mapped[int] = mapped_column(default=0)
    conclusion: Mapped[str] = mapped_column(default="")
    sent_by: Mapped[str]
    sent_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[OrgUnit] = relationship(foreign_keys="ReviewTeam.unit_id", viewonly=True)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class WeakFlag(TenantRow, Base):
    """A unit watched as weak (tổ chức đảng yếu kém): since when and why, until it is lifted."""

    __tablename__ = "weak_flags"
    __table_args__ = (
        belongs_to("org_units", "unit_id"),
        CheckConstraint("reason <> ''", name="has_a_reason"),
        CheckConstraint("(lifted_on IS NULL) = (lifted_reason = '')", name="lifted_with_a_reason"),
        Index(
            "uq_weak_flags_standing",
            "tenant_id",
            "unit_id",
            unique=True,
            postgresql_where=text("lifted_on IS NULL"),
        ),
    )

    unit_id: Mapped[UUID]
    since: Mapped[date]
    reason: Mapped[str]
    set_by: Mapped[str]
    set_at: Mapped[datetime]
    lifted_on: Mapped[date | None]
    lifted_reason: Mapped[str] = mapped_column(default="")
    lifted_by: Mapped[str] = mapped_column(default="")

    unit: Mapped[OrgUnit] = relationship(foreign_keys="WeakFlag.unit_id", viewonly=True)


class ChecklistCount(TenantRow, Base):
    """How many members of a unit saw which sign in themselves; names are never asked.

    ``items`` is the list as it stood when it was counted, with the number beside each.
    """

    __tablename__ = "checklist_counts"
    __table_args__ = (
        belongs_to("org_units", "unit_id"),
        UniqueConstraint("tenant_id", "unit_id", "year", "checklist"),
        CheckConstraint("reflected >= 0", name="reflected_not_negative"),
    )

    unit_id: Mapped[UUID]
    year: Mapped[int]
    checklist: Mapped[str]
    reflected: Mapped[int]
    items: Mapped[list[Any]] = mapped_column(default=list)
    counted_on: Mapped[date]
    counted_by: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
