"""What the server keeps of people getting in. Secrets are stored as digests only."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tenants.database import Base, TenantRow, belongs_to
from tenants.people import Account


class SignInCode(TenantRow, Base):
    """A six-digit code given to an account; it works once, for ten minutes, five tries."""

    __tablename__ = "sign_in_codes"
    __table_args__ = (
        belongs_to("accounts", "account_id"),
        CheckConstraint("tries BETWEEN 0 AND 5", name="five_tries"),
        Index(None, "tenant_id", "account_id", "expires_at"),
    )

    account_id: Mapped[UUID]
    digest: Mapped[bytes]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)


class SignIn(TenantRow, Base):
    """A device that a person is signed in on. Ending the row ends it on the next request."""

    __tablename__ = "sign_ins"
    __table_args__ = (
        belongs_to("accounts", "account_id"),
        UniqueConstraint("tenant_id", "digest"),
        Index(None, "tenant_id", "account_id"),
    )

    account_id: Mapped[UUID]
    digest: Mapped[bytes]
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")

    account: Mapped[Account] = relationship(foreign_keys="SignIn.account_id", viewonly=True)


class Invitation(TenantRow, Base):
    """A one-time link that lets a person in for the first time."""

    __tablename__ = "invitations"
    __table_args__ = (
        belongs_to("accounts", "account_id"),
        UniqueConstraint("tenant_id", "digest"),
    )

    account_id: Mapped[UUID]
    digest: Mapped[bytes]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
