"""A tenant: one district, city, province or commune committee that runs the programme."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, Json, row_id
from tenants.wall import TenantSession

RESERVED = frozenset({"he-thong", "xac-nhan", "static", "healthz", "readyz", "metrics"})


class Level(StrEnum):
    """The tier of the committee that is the tenant."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Standing(StrEnum):
    """Whether a tenant may be used."""

    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class Tenant(Base):
    """A committee and the names it goes by.

    ``words`` holds what its papers and pages call things: ``upper_body`` and
    ``issuing_body`` (letterhead, capitals), ``place``, ``city`` and ``ward``
    (what the two levels are called), ``symbol`` (of its decisions), ``phone``
    (of the office that helps).
    """

    __tablename__ = "tenants"
    __table_args__ = (
        CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name="slug_is_an_address"),
        CheckConstraint("level IN ('province', 'district', 'commune')", name="level_is_known"),
        CheckConstraint("standing IN ('open', 'suspended', 'closed')", name="standing_is_known"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=row_id)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    level: Mapped[Level]
    standing: Mapped[Standing] = mapped_column(default=Standing.OPEN)
    words: Mapped[Json] = mapped_column(default=dict)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


def find_tenant(session: TenantSession, slug: str) -> Tenant | None:
    """Return the tenant with this name in its addresses."""
    return session.scalar(select(Tenant).where(Tenant.slug == slug))
