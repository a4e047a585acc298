"""The platform's own rows: its people, how they get in, what they propose, what they opened.

All but two of these tables belong to no tenant, and the application's role has no right on
them: only the platform's connection reads or writes them. ``break_glass_openings`` and
``tenant_counts`` stand behind the wall of the tenant they are about, and the platform sees
them by a policy of its own.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tenants.database import Base, Json, TenantOwned, TenantRow, row_id
from tenants.tenant import Level


class PlatformAccount(Base):
    """Somebody who keeps the platform. Accounts are disabled, never deleted."""

    __tablename__ = "platform_accounts"
    __table_args__ = (CheckConstraint("phone ~ '^[+][0-9]{8,15}$'", name="phone_is_e164"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=row_id)
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(unique=True)
    added_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class PlatformCode(Base):
    """A six-digit code for a platform account; it works once, for ten minutes, five tries."""

    __tablename__ = "platform_codes"
    __table_args__ = (CheckConstraint("tries BETWEEN 0 AND 5", name="five_tries"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=row_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("platform_accounts.id"), index=True)
    digest: Mapped[bytes]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)


class PlatformInvitation(Base):
    """A one-time link that lets a platform account in."""

    __tablename__ = "platform_invitations"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=row_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("platform_accounts.id"), index=True)
    digest: Mapped[bytes] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class PlatformSignIn(Base):
    """A device that somebody of the platform is signed in on."""

    __tablename__ = "platform_sign_ins"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=row_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("platform_accounts.id"), index=True)
    digest: Mapped[bytes] = mapped_column(unique=True)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    second_due: Mapped[bool] = mapped_column(default=False)
    proven_at: Mapped[datetime]

    account: Mapped[PlatformAccount] = relationship(viewonly=True)


class PlatformSecondFactor(Base):
    """The authenticator app of a platform account: sealed secret, paper codes as digests."""

    __tablename__ = "platform_second_factors"
    __table_args__ = (CheckConstraint("failures BETWEEN 0 AND 100", name="at_most_a_hundred"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("platform_accounts.id"), primary_key=True)
    secret: Mapped[bytes]
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    papers: Mapped[list[str]] = mapped_column(default=list)
    confirmed_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    waits_until: Mapped[datetime | None]


class Outcome(StrEnum):
    """What became of a proposal."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    TURNED_DOWN = "turned_down"


class TenantProposal(Base):
    """A tenant that one person proposes and another confirms."""

    __tablename__ = "tenant_proposals"
    __table_args__ = (
        CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name="slug_is_an_address"),
        CheckConstraint(
            "outcome <> 'confirmed' OR decided_by_id IS DISTINCT FROM proposed_by_id",
            name="confirmed_by_another",
        ),
        CheckConstraint(
            "(outcome = 'waiting') = (decided_at IS NULL)", name="decided_when_no_longer_waiting"
        ),
        Index(
            "uq_tenant_proposals_waiting",
            "slug",
            unique=True,
            postgresql_where=text("outcome = 'waiting'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=row_id)
    slug: Mapped[str]
    name: Mapped[str]
    level: Mapped[Level]
    host: Mapped[str | None]
    words: Mapped[Json] = mapped_column(default=dict)
    limits: Mapped[Json] = mapped_column(default=dict)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    admin_name: Mapped[str]
    admin_phone: Mapped[str]
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[UUID] = mapped_column(ForeignKey("platform_accounts.id"))
    outcome: Mapped[Outcome] = mapped_column(default=Outcome.WAITING)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("platform_accounts.id"))
    reason: Mapped[str] = mapped_column(default="")

    proposed_by: Mapped[PlatformAccount] = relationship(
        foreign_keys="TenantProposal.proposed_by_id", viewonly=True
    )
    decided_by: Mapped[PlatformAccount | None] = relationship(
        foreign_keys="TenantProposal.decided_by_id", viewonly=True
    )


class PlatformEvent(Base):
    """What somebody did on the platform. Rows are added and read, never changed.

    ``request_key`` is the form's: a form that is sent twice acts once.
    """

    __tablename__ = "platform_events"

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    kind: Mapped[str]
    account_id: Mapped[UUID | None]
    name: Mapped[str]
    slug: Mapped[str] = mapped_column(default="")
    request_key: Mapped[str | None] = mapped_column(unique=True)
    facts: Mapped[Json] = mapped_column(default=dict)
    record: Mapped[str]
    previous_hash: Mapped[bytes]
    hash: Mapped[bytes]


class BreakGlassOpening(TenantRow, Base):
    """A tenant's pages opened to somebody of the platform: why, by whom, until when.

    ``seen_at`` is when an administrator of the tenant read of it.
    """

    __tablename__ = "break_glass_openings"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="has_a_reason"),
        CheckConstraint(
            "ends_at > began_at AND ends_at <= began_at + interval '4 hours'", name="is_short"
        ),
        Index(None, "tenant_id", "digest", unique=True),
    )

    account_id: Mapped[UUID]
    name: Mapped[str]
    reason: Mapped[str]
    digest: Mapped[bytes]
    began_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[str | None]


class TenantCount(TenantOwned, Base):
    """How much a tenant holds, counted now and then: numbers are all the platform sees of it."""

    __tablename__ = "tenant_counts"

    units: Mapped[int]
    people: Mapped[int]
    dossiers: Mapped[int]
    storage_bytes: Mapped[int] = mapped_column(BigInteger)
    counted_at: Mapped[datetime]


# On these the application has no right at all.
OWN_TABLES = frozenset(
    table.__tablename__
    for table in (
        PlatformAccount, PlatformCode, PlatformEvent, PlatformInvitation,
        PlatformSecondFactor, PlatformSignIn, TenantProposal,
    )
)  # fmt: skip
