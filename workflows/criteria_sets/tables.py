"""Drafts of criteria sets. Published versions are ``workflows.campaigns.tables.CriteriaSet``."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tenants.database import Base, Json, TenantRow, belongs_to
from workflows.campaigns.tables import CriteriaSet


class CriteriaDraft(TenantRow, Base):
    """A set that is being written: readable always, sound only when it is published.

    One for each key at a time. ``based_on_id`` is the version that it was taken from, if any;
    ``source`` says where it came from: a template's key, a file's name.
    """

    __tablename__ = "criteria_drafts"
    __table_args__ = (
        belongs_to("criteria_sets", "based_on_id"),
        UniqueConstraint("tenant_id", "key"),
        CheckConstraint("version > 0", name="version_counts_from_one"),
    )

    key: Mapped[str]
    document: Mapped[Json]
    based_on_id: Mapped[UUID | None]
    source: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)

    based_on: Mapped[CriteriaSet | None] = relationship(
        foreign_keys="CriteriaDraft.based_on_id", viewonly=True
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
