"""What a person is told outside of the service, how it is bundled, and what was sent where."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantOwned, TenantRow, belongs_to


class Channel(StrEnum):
    """A way out of the service. The inbox inside it is none: it is always there."""

    EMAIL = "email"
    SMS = "sms"
    ZALO = "zalo"


class Message(TenantRow, Base):
    """One sentence for one person, kept as it will be read.

    ``short`` is the same without accents, for an SMS. It waits until ``ready_at`` and is
    dropped when what it tells of was taken back or done meanwhile.
    """

    __tablename__ = "messages"
    __table_args__ = (
        belongs_to("people", "person_id"),
        belongs_to("bundles", "bundle_id"),
        UniqueConstraint("tenant_id", "person_id", "seq"),
        UniqueConstraint("tenant_id", "person_id", "reminder_id"),
        CheckConstraint("length(short) <= 160", name="short_is_one_sms"),
        CheckConstraint("bundle_id IS NULL OR dropped_at IS NULL", name="bundled_or_dropped"),
        Index(
            "ix_messages_waiting",
            "tenant_id",
            "ready_at",
            postgresql_where=text("bundle_id IS NULL AND dropped_at IS NULL"),
        ),
    )

    person_id: Mapped[UUID]
    dossier_id: Mapped[UUID | None]
    task_id: Mapped[UUID | None]
    seq: Mapped[int | None]
    reminder_id: Mapped[UUID | None]
    words: Mapped[str]
    short: Mapped[str]
    path: Mapped[str] = mapped_column(default="")
    urgent: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
    ready_at: Mapped[datetime]
    dropped_at: Mapped[datetime | None]
    dropped_because: Mapped[str | None]
    bundle_id: Mapped[UUID | None]


class Bundle(TenantRow, Base):
    """What is sent to a person together: one a day, and whatever is urgent at once."""

    __tablename__ = "bundles"
    __table_args__ = (
        belongs_to("people", "person_id"),
        Index(
            "uq_bundles_daily",
            "tenant_id",
            "person_id",
            "day",
            unique=True,
            postgresql_where=text("NOT urgent"),
        ),
    )

    person_id: Mapped[UUID]
    day: Mapped[date]
    urgent: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]


class Delivery(TenantRow, Base):
    """A bundle on one channel: to which address, in which words, and what came of it."""

    __tablename__ = "deliveries"
    __table_args__ = (
        belongs_to("bundles", "bundle_id"),
        UniqueConstraint("tenant_id", "bundle_id", "channel"),
        CheckConstraint("sent_at IS NULL OR given_up_at IS NULL", name="sent_or_given_up"),
        Index(None, "tenant_id", "made_at"),
    )

    bundle_id: Mapped[UUID]
    channel: Mapped[Channel]
    address: Mapped[str]
    subject: Mapped[str] = mapped_column(default="")
    body: Mapped[str]
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    sent_by: Mapped[str | None]
    given_up_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]


class ToldHow(TenantOwned, Base):
    """How a person wants to be told: on which channels, and whether gathered once a day."""

    __tablename__ = "told_how"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "person_id"], ["people.tenant_id", "people.id"]),
    )

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    channels: Mapped[list[str]]
    gathered: Mapped[bool] = mapped_column(default=True)
