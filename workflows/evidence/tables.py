"""A file of evidence, where it is used, and files that wait for their owner to sign in."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tenants.database import Base, Json, TenantRow, belongs_to
from tenants.units import OrgUnit
from workflows.evidence.kinds import Kind


class Origin(StrEnum):
    """Where a file came in."""

    STORE = "store"
    REGISTRATION = "registration"
    MEETING = "meeting"
    LOGBOOK = "logbook"
    APPRAISAL = "appraisal"
    OTHER = "other"


class Evidence(TenantRow, Base):
    """A photo, scan or file of one unit and year; its content never changes.

    Replacing makes a new row that ``replaces_id`` ties to the old one: a dossier that was
    submitted with the old one keeps it. ``came_as`` is the hash of the file as it came in,
    by which the same file is not kept twice; ``sha256`` of what is kept. ``taken_on`` is the
    day the camera wrote down, or the day it was added. A removed file is deleted for good
    some weeks later (``purged_at``).
    """

    __tablename__ = "evidence"
    __table_args__ = (
        belongs_to("org_units", "unit_id"),
        belongs_to("people", "added_by_id"),
        belongs_to("evidence", "replaces_id"),
        CheckConstraint("size > 0", name="file_is_not_empty"),
        CheckConstraint("replaces_id IS DISTINCT FROM id", name="replaces_another"),
        CheckConstraint("purged_at IS NULL OR removed_at IS NOT NULL", name="removed_first"),
        Index(
            "uq_evidence_same_file",
            "tenant_id",
            "unit_id",
            "year",
            "came_as",
            unique=True,
            postgresql_where=text("removed_at IS NULL AND replaced_at IS NULL"),
        ),
        Index(None, "tenant_id", "unit_id", "year", "taken_on"),
    )

    unit_id: Mapped[UUID]
    year: Mapped[int]
    kind: Mapped[Kind]
    name: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    search_key: Mapped[str] = mapped_column(default="")
    origin: Mapped[Origin] = mapped_column(default=Origin.STORE)
    taken_on: Mapped[date]
    stored: Mapped[str]
    thumbnail: Mapped[str | None]
    size: Mapped[int] = mapped_column(BigInteger)
    thumbnail_size: Mapped[int] = mapped_column(BigInteger, default=0)
    sha256: Mapped[str]
    came_as: Mapped[str]
    pages: Mapped[int | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    added_at: Mapped[datetime]
    added_by: Mapped[str]
    added_by_id: Mapped[UUID | None]
    for_name: Mapped[str] = mapped_column(default="")
    replaces_id: Mapped[UUID | None]
    replaced_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[str | None]
    purged_at: Mapped[datetime | None]

    unit: Mapped[OrgUnit] = relationship(foreign_keys="Evidence.unit_id", viewonly=True)

    @property
    def stands(self) -> bool:
        """Whether it may still be attached."""
        return self.removed_at is None and self.replaced_at is None


class EvidenceLink(TenantRow, Base):
    """A file attached to one criterion of a dossier, or to its registration (no criterion)."""

    __tablename__ = "evidence_links"
    __table_args__ = (
        belongs_to("evidence", "evidence_id"),
        belongs_to("dossiers", "dossier_id"),
        UniqueConstraint("tenant_id", "dossier_id", "criterion", "evidence_id"),
        Index(None, "tenant_id", "evidence_id"),
    )

    evidence_id: Mapped[UUID]
    dossier_id: Mapped[UUID]
    criterion: Mapped[str] = mapped_column(default="")
    attached_at: Mapped[datetime]
    attached_by: Mapped[str]

    evidence: Mapped[Evidence] = relationship(
        foreign_keys="EvidenceLink.evidence_id", viewonly=True
    )


class Citation(TenantRow, Base):
    """A line of the unit's own books that a criterion rests on: a logbook entry or a meeting.

    ``told`` is what the book said, as plain facts: while the unit writes, pages read the book
    itself; what was submitted stays as it was submitted, whatever the book says later.
    """

    __tablename__ = "citations"
    __table_args__ = (
        belongs_to("dossiers", "dossier_id"),
        belongs_to("log_entries", "entry_id"),
        belongs_to("monthly_meetings", "meeting_id"),
        CheckConstraint("(entry_id IS NULL) <> (meeting_id IS NULL)", name="cites_one_thing"),
        UniqueConstraint("tenant_id", "dossier_id", "criterion", "entry_id"),
        UniqueConstraint("tenant_id", "dossier_id", "criterion", "meeting_id"),
        Index(None, "tenant_id", "entry_id"),
        Index(None, "tenant_id", "meeting_id"),
    )

    dossier_id: Mapped[UUID]
    criterion: Mapped[str]
    entry_id: Mapped[UUID | None]
    meeting_id: Mapped[UUID | None]
    told_on: Mapped[date]
    told: Mapped[Json] = mapped_column(default=dict)
    cited_at: Mapped[datetime]
    cited_by: Mapped[str]


class HeldFile(TenantRow, Base):
    """A file that came after its sender's sign-in had ended, kept until they are in again.

    ``form_key`` is the key of the form it came with; only the same account gets it back.
    """

    __tablename__ = "held_files"
    __table_args__ = (
        belongs_to("accounts", "account_id"),
        UniqueConstraint("tenant_id", "account_id", "form_key", "came_as"),
        Index(None, "tenant_id", "held_at"),
    )

    account_id: Mapped[UUID]
    form_key: Mapped[str]
    name: Mapped[str]
    stored: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    came_as: Mapped[str]
    held_at: Mapped[datetime]
