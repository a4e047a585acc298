"""Certificates, the register that numbers them, and what is printed of them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tenants.database import Base, Json, TenantOwned, TenantRow, belongs_to
from tenants.units import OrgUnit
from workflows.decisions.tables import Decision, Recognition


class Status(StrEnum):
    """Whether a certificate stands: in force, void, or replaced by a later one."""

    ISSUED = "issued"
    VOID = "void"
    REPLACED = "replaced"


class Reason(StrEnum):
    """Why a certificate stands no longer."""

    MISPRINT = "misprint"
    LOST = "lost"
    DAMAGED = "damaged"
    NAME = "name"
    """The unit's name was misspelt."""
    REVOKED = "revoked"
    """The title was revoked."""


class Mode(StrEnum):
    """What a print run puts on the sheets."""

    FULL = "full"
    """Everything, on white sheets: frame, emblem, or the tenant's own artwork."""
    TEXT_ONLY = "text_only"
    """The words alone, on sheets that a printing house made."""


class CertificateRegister(TenantOwned, Base):
    """The last number given in a register: one for each tenant and year."""

    __tablename__ = "certificate_registers"
    __table_args__ = (CheckConstraint("last >= 0", name="last_not_negative"),)

    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


class Certificate(TenantRow, Base):
    """One Giấy khen, as it was given out; ``facts`` is what it says, for good.

    The new one of a pair says which it replaces.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        belongs_to("recognitions", "recognition_id"),
        belongs_to("decisions", "decision_id"),
        belongs_to("org_units", "unit_id"),
        belongs_to("certificates", "replaces_id"),
        UniqueConstraint("tenant_id", "year", "number"),
        UniqueConstraint("tenant_id", "public_code"),
        UniqueConstraint("tenant_id", "replaces_id"),
        CheckConstraint("number > 0", name="number_is_counted"),
        CheckConstraint(
            "(status = 'issued') = (ended_at IS NULL) AND (ended_at IS NULL) = (reason IS NULL)",
            name="ended_as_a_whole",
        ),
        CheckConstraint(
            "(handed_back_on IS NULL) = (handed_back_to IS NULL)"
            " AND (handed_back_on IS NULL OR ended_at IS NOT NULL)",
            name="handed_back_once_ended",
        ),
        Index(
            "uq_certificates_standing", "tenant_id", "recognition_id", unique=True,
            postgresql_where=text("status = 'issued'"),
        ),
        Index(None, "tenant_id", "decision_id"),
    )  # fmt: skip

    recognition_id: Mapped[UUID]
    decision_id: Mapped[UUID]
    unit_id: Mapped[UUID]
    year: Mapped[int]
    number: Mapped[int]
    public_code: Mapped[str]
    status: Mapped[Status] = mapped_column(default=Status.ISSUED)
    facts: Mapped[Json] = mapped_column(default=dict)
    issued_at: Mapped[datetime]
    issued_by: Mapped[str]
    replaces_id: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    reason: Mapped[Reason | None]
    note: Mapped[str] = mapped_column(default="", server_default="")
    handed_back_on: Mapped[date | None]
    handed_back_to: Mapped[str | None]

    recognition: Mapped[Recognition] = relationship(
        foreign_keys="Certificate.recognition_id", viewonly=True
    )
    decision: Mapped[Decision] = relationship(foreign_keys="Certificate.decision_id", viewonly=True)
    unit: Mapped[OrgUnit] = relationship(foreign_keys="Certificate.unit_id", viewonly=True)

    @property
    def register_number(self) -> str:
        """As the book and the sheet have it: «12/2023»."""
        return f"{self.number}/{self.year}"


class CertificateArtwork(TenantRow, Base):
    """A picture that lies under the words of a tenant's certificates; the last one counts."""

    __tablename__ = "certificate_artworks"
    __table_args__ = (
        CheckConstraint("form IN ('png', 'jpg')", name="form_is_known"),
        Index(None, "tenant_id", "added_at"),
    )

    name: Mapped[str]
    form: Mapped[str]
    content: Mapped[bytes] = mapped_column(deferred=True)
    sha256: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    added_at: Mapped[datetime]
    added_by: Mapped[str]
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[str | None]


class PrintRun(TenantRow, Base):
    """Sheets that were asked for together: one file each, and one with all of them.

    ``certificates`` is the list of ids in the order of printing; how far the run has come
    is counted in what it has printed.
    """

    __tablename__ = "print_runs"
    __table_args__ = (
        belongs_to("decisions", "decision_id"),
        belongs_to("certificate_artworks", "artwork_id"),
        CheckConstraint("right_mm BETWEEN -30 AND 30", name="right_within_reach"),
        CheckConstraint("down_mm BETWEEN -30 AND 30", name="down_within_reach"),
        Index(None, "tenant_id", "decision_id"),
    )

    decision_id: Mapped[UUID]
    mode: Mapped[Mode]
    right_mm: Mapped[Decimal] = mapped_column(default=Decimal(0))
    down_mm: Mapped[Decimal] = mapped_column(default=Decimal(0))
    artwork_id: Mapped[UUID | None]
    certificates: Mapped[list[Any]] = mapped_column(default=list)
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    finished_at: Mapped[datetime | None]


class PrintedSheet(TenantRow, Base):
    """A file of a run: one certificate, or, without one, the whole run."""

    __tablename__ = "printed_sheets"
    __table_args__ = (
        belongs_to("print_runs", "run_id"),
        belongs_to("certificates", "certificate_id"),
        UniqueConstraint(
            "tenant_id", "run_id", "certificate_id", name="uq_printed_sheets_once",
            postgresql_nulls_not_distinct=True,
        ),
    )  # fmt: skip

    run_id: Mapped[UUID]
    certificate_id: Mapped[UUID | None]
    content: Mapped[bytes] = mapped_column(deferred=True)
    sha256: Mapped[str]
    size: Mapped[int]
    made_at: Mapped[datetime]
