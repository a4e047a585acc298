"""What the server keeps of people getting in. Secrets are stored as digests only."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tenants.database import Base, TenantRow, belongs_to
from tenants.people import Account


class SignInCode(TenantRow, Base):
    """A six-digit code given to an account; it works once, for ten minutes, a few tries.

    ``browser`` is the digest of what the browser that asked for it carries; a code that an
    office reads out has none, and may be typed anywhere.
    """

    __tablename__ = "sign_in_codes"
    __table_args__ = (
        belongs_to("accounts", "account_id"),
        CheckConstraint("tries BETWEEN 0 AND 25", name="few_tries"),
        Index(None, "tenant_id", "account_id", "expires_at"),
    )

    account_id: Mapped[UUID]
    digest: Mapped[bytes]
    browser: Mapped[bytes | None]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)


class SignIn(TenantRow, Base):
    """A device that a person is signed in on. Ending the row ends it on the next request.

    ``stands_on`` is the digest of the phone and the roles that the person had: when one of
    them changes, by whatever way, the sign-in no longer stands. While ``second_due`` it lets
    nobody in yet. ``proven_at`` is when the person last proved who they are, ``challenge``
    what their passkey was last asked.
    """

    __tablename__ = "sign_ins"
    __table_args__ = (
        belongs_to("accounts", "account_id"),
        UniqueConstraint("tenant_id", "digest"),
        Index(None, "tenant_id", "account_id"),
    )

    account_id: Mapped[UUID]
    digest: Mapped[bytes]
    stands_on: Mapped[bytes]
    decides: Mapped[bool] = mapped_column(default=False)
    second_due: Mapped[bool] = mapped_column(default=False)
    proven_at: Mapped[datetime]
    challenge: Mapped[bytes | None]
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")

    account: Mapped[Account] = relationship(foreign_keys="SignIn.account_id", viewonly=True)


class Invitation(TenantRow, Base):
    """A one-time link that lets a person in for the first time, sent to this phone."""

    __tablename__ = "invitations"
    __table_args__ = (
        belongs_to("accounts", "account_id"),
        UniqueConstraint("tenant_id", "digest"),
    )

    account_id: Mapped[UUID]
    digest: Mapped[bytes]
    phone: Mapped[str]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Password(TenantRow, Base):
    """The password of an account that wants one, as its Argon2id hash."""

    __tablename__ = "passwords"
    __table_args__ = (
        belongs_to("accounts", "account_id"),
        UniqueConstraint("tenant_id", "account_id"),
    )

    account_id: Mapped[UUID]
    hash: Mapped[str]
    set_at: Mapped[datetime]


class SignInFailures(TenantRow, Base):
    """Wrong tries in a row in the name of one phone number; ``subject`` is its keyed digest."""

    __tablename__ = "sign_in_failures"
    __table_args__ = (
        UniqueConstraint("tenant_id", "subject"),
        CheckConstraint("in_a_row BETWEEN 0 AND 100", name="at_most_a_hundred"),
        Index(None, "tenant_id", "last_at"),
    )

    subject: Mapped[bytes]
    in_a_row: Mapped[int]
    last_at: Mapped[datetime]
    waits_until: Mapped[datetime | None]


class Authenticator(TenantRow, Base):
    """An authenticator app of an account; its secret is sealed, each of its steps good once."""

    __tablename__ = "authenticators"
    __table_args__ = (
        belongs_to("accounts", "account_id"),
        UniqueConstraint("tenant_id", "account_id"),
    )

    account_id: Mapped[UUID]
    secret: Mapped[bytes]
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    confirmed_at: Mapped[datetime | None]


class Passkey(TenantRow, Base):
    """A passkey of an account: what proves that a device holds its secret half."""

    __tablename__ = "passkeys"
    __table_args__ = (
        belongs_to("accounts", "account_id"),
        UniqueConstraint("tenant_id", "credential_id"),
        Index(None, "tenant_id", "account_id"),
    )

    account_id: Mapped[UUID]
    credential_id: Mapped[bytes]
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    device: Mapped[str] = mapped_column(default="")
    added_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RecoveryCode(TenantRow, Base):
    """One of ten codes on paper that stand in for a lost app or passkey, each once."""

    __tablename__ = "recovery_codes"
    __table_args__ = (
        belongs_to("accounts", "account_id"),
        UniqueConstraint("tenant_id", "account_id", "digest"),
    )

    account_id: Mapped[UUID]
    digest: Mapped[bytes]
    used_at: Mapped[datetime | None]
