"""A target of a dossier, and the words and figures that a ward suggests to its cells."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, Json, TenantRow, belongs_to


class Target(TenantRow, Base):
    """One figure: planned, and reached as of a day; ``source`` says where that stands written.

    A line of its own may be «of which» another (``part_of_id``): 109 members admitted, of
    which 31 women. ``series`` is the word by which criteria ask for it, ``group_key`` the
    group under which it is shown.
    """

    __tablename__ = "targets"
    __table_args__ = (
        belongs_to("dossiers", "dossier_id"),
        belongs_to("targets", "part_of_id"),
        UniqueConstraint("tenant_id", "dossier_id", "name_key"),
        CheckConstraint("planned IS NULL OR planned >= 0", name="planned_not_negative"),
        CheckConstraint("reached IS NULL OR reached >= 0", name="reached_not_negative"),
        CheckConstraint("reached IS NULL OR as_of IS NOT NULL", name="reached_as_of_a_day"),
        CheckConstraint("part_of_id IS DISTINCT FROM id", name="part_of_another"),
        Index(None, "tenant_id", "dossier_id", "position"),
    )

    dossier_id: Mapped[UUID]
    part_of_id: Mapped[UUID | None]
    position: Mapped[int]
    group_key: Mapped[str] = mapped_column(default="")
    series: Mapped[str] = mapped_column(default="")
    name: Mapped[str]
    name_key: Mapped[str]
    measure: Mapped[str] = mapped_column(default="")
    planned: Mapped[Decimal | None] = mapped_column(Numeric(14, 3))
    reached: Mapped[Decimal | None] = mapped_column(Numeric(14, 3))
    as_of: Mapped[date | None]
    source: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class RegistrationTemplate(TenantRow, Base):
    """What a committee suggests to its cells for registration: words by group, and targets.

    ``targets`` is a list of entries with ``group``, ``series``, ``name``, ``measure``,
    ``planned`` and ``part_of`` (a name), as ``workflows.targets.lines`` reads them.
    """

    __tablename__ = "registration_templates"
    __table_args__ = (
        belongs_to("org_units", "committee_id"),
        belongs_to("campaigns", "campaign_id"),
        UniqueConstraint("tenant_id", "committee_id", "campaign_id"),
    )

    committee_id: Mapped[UUID]
    campaign_id: Mapped[UUID]
    commitments: Mapped[Json] = mapped_column(default=dict)
    targets: Mapped[list[Any]] = mapped_column(default=list)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
