"""People, the ways they sign in, and what they are in which unit."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tenants.database import Base, SortKey, TenantRow, belongs_to
from tenants.roles import Role
from tenants.units import OrgUnit


class Person(TenantRow, Base):
    """A comrade by name. People are disabled, never deleted."""

    __tablename__ = "people"
    __table_args__ = (Index(None, "tenant_id", "sort_key"),)

    name: Mapped[str]
    post: Mapped[str] = mapped_column(default="")
    search_key: Mapped[str]
    sort_key: Mapped[SortKey]
    disabled_at: Mapped[datetime | None]


class Account(TenantRow, Base):
    """A person's way to sign in: a phone, in E.164 (``+84912345678``)."""

    __tablename__ = "accounts"
    __table_args__ = (
        belongs_to("people", "person_id"),
        UniqueConstraint("tenant_id", "phone"),
        UniqueConstraint("tenant_id", "person_id"),
        CheckConstraint("phone ~ '^[+][0-9]{8,15}$'", name="phone_is_e164"),
    )

    person_id: Mapped[UUID]
    phone: Mapped[str]
    email: Mapped[str | None]
    disabled_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys="Account.person_id", viewonly=True)


class Membership(TenantRow, Base):
    """What a person is in a unit, from one day to another; ``desk`` for appraisers."""

    __tablename__ = "memberships"
    __table_args__ = (
        belongs_to("people", "person_id"),
        belongs_to("org_units", "unit_id"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),
        Index(None, "tenant_id", "person_id"),
        Index(None, "tenant_id", "unit_id", "role"),
        Index(
            "uq_memberships_standing",
            "tenant_id",
            "person_id",
            "unit_id",
            "role",
            "desk",
            unique=True,
            postgresql_where=text("valid_to IS NULL"),
        ),
    )

    person_id: Mapped[UUID]
    unit_id: Mapped[UUID]
    role: Mapped[Role]
    desk: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    person: Mapped[Person] = relationship(foreign_keys="Membership.person_id", viewonly=True)
    unit: Mapped[OrgUnit] = relationship(foreign_keys="Membership.unit_id", viewonly=True)
