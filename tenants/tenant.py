"""A tenant: one district, city, province or commune committee that runs the programme."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, Json, row_id
from tenants.wall import TenantSession

RESERVED = frozenset({"he-thong", "xac-nhan", "static", "healthz", "readyz", "metrics"})


# What a tenant calls things, by key; ``Tenant`` says what each stands for.
WORDS = (
    "upper_body", "issuing_body", "place", "city", "ward", "symbol", "phone", "logo",
)  # fmt: skip
# What a tenant may hold at most, by key: units, people, and megabytes of files.
LIMITS = ("units", "people", "storage_mb")


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
    (of the office that helps), ``logo`` (the words beside the mark).

    ``host`` is a host name of its own; without one it is reached by its path alone.
    ``limits`` are how many units, people and megabytes it may hold; none is no limit.
    """

    __tablename__ = "tenants"
    __table_args__ = (
        CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name="slug_is_an_address"),
        CheckConstraint("level IN ('province', 'district', 'commune')", name="level_is_known"),
        CheckConstraint("standing IN ('open', 'suspended', 'closed')", name="standing_is_known"),
        CheckConstraint("host ~ '^[a-z0-9.-]+(:[0-9]+)?$'", name="host_is_a_name"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=row_id)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    level: Mapped[Level]
    standing: Mapped[Standing] = mapped_column(default=Standing.OPEN)
    words: Mapped[Json] = mapped_column(default=dict)
    host: Mapped[str | None] = mapped_column(unique=True)
    limits: Mapped[Json] = mapped_column(default=dict)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


def find_tenant(session: TenantSession, slug: str) -> Tenant | None:
    """Return the tenant with this name in its addresses."""
    return session.scalar(select(Tenant).where(Tenant.slug == slug))


def tenant_at(session: TenantSession, slug: str, *, host: str) -> Tenant | None:
    """Return the tenant of an address: its path and its host must mean the same one.

    A tenant with a host of its own is found there alone, and nobody else is found there.
    """
    found = session.scalars(
        select(Tenant).where(or_(Tenant.slug == slug, Tenant.host == host))
    ).all()
    named = next((tenant for tenant in found if tenant.slug == slug), None)
    if named is None or any(tenant is not named for tenant in found):
        return None
    return named if named.host in (None, host) else None


def tenant_of_host(session: TenantSession, host: str) -> Tenant | None:
    """Return the tenant whose own host this is."""
    return session.scalar(select(Tenant).where(Tenant.host == host))
