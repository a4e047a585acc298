"""A paper in one form, with the facts it is made of."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, Json, TenantRow, belongs_to


class Edition(StrEnum):
    """A draft may be made again; the final edition is made once."""

    DRAFT = "draft"
    FINAL = "final"


class Origin(StrEnum):
    """Where a copy comes from: made here, edited in Word, or signed and scanned.

    All are kept; a signed scan is the truth from the day it is there.
    """

    MADE = "made"
    EDITED = "edited"
    SIGNED = "signed"


class Paper(TenantRow, Base):
    """A paper of a decision, a sitting, a dossier or a unit, as one file.

    ``kind`` is ``D1`` to ``D20``. ``facts`` is what it says, frozen when the act that
    produced it was made; a decision's papers print the decision's own facts. ``part`` tells
    apart papers of one kind and subject: the version of a content, the day of a meeting.
    ``content`` is empty until the job has made it.
    """

    __tablename__ = "papers"
    __table_args__ = (
        belongs_to("decisions", "decision_id"),
        belongs_to("sittings", "sitting_id"),
        belongs_to("dossiers", "dossier_id"),
        belongs_to("org_units", "unit_id"),
        belongs_to("campaigns", "campaign_id"),
        CheckConstraint(
            "num_nonnulls(decision_id, sitting_id, dossier_id, unit_id) = 1", name="one_subject"
        ),
        CheckConstraint(
            "campaign_id IS NULL OR unit_id IS NOT NULL", name="campaign_goes_with_unit"
        ),
        CheckConstraint(
            "(content IS NULL) = (sha256 IS NULL) AND (content IS NULL) = (made_at IS NULL)",
            name="made_as_a_whole",
        ),
        CheckConstraint("form IN ('pdf', 'docx', 'xlsx', 'zip')", name="form_is_known"),
        UniqueConstraint(
            "tenant_id", "kind", "decision_id", "sitting_id", "dossier_id", "unit_id",
            "campaign_id", "part", "edition", "form", "origin", "upload",
            name="uq_papers_one_copy", postgresql_nulls_not_distinct=True,
        ),
        Index(None, "tenant_id", "dossier_id", postgresql_where=text("dossier_id IS NOT NULL")),
        Index(None, "tenant_id", "sitting_id", postgresql_where=text("sitting_id IS NOT NULL")),
        Index(None, "tenant_id", "unit_id", postgresql_where=text("unit_id IS NOT NULL")),
    )  # fmt: skip

    kind: Mapped[str]
    edition: Mapped[Edition]
    form: Mapped[str]
    origin: Mapped[Origin] = mapped_column(default=Origin.MADE, server_default="made")
    upload: Mapped[int] = mapped_column(default=0, server_default="0")
    decision_id: Mapped[UUID | None]
    sitting_id: Mapped[UUID | None]
    dossier_id: Mapped[UUID | None]
    unit_id: Mapped[UUID | None]
    campaign_id: Mapped[UUID | None]
    part: Mapped[str] = mapped_column(default="", server_default="")
    facts: Mapped[Json | None]
    content: Mapped[bytes | None]
    sha256: Mapped[str | None]
    made_at: Mapped[datetime | None]
    kept_by: Mapped[str] = mapped_column(default="", server_default="")


class NumberedPaper(TenantRow, Base):
    """Number, date and signer of a paper that the clerk numbers once it is drawn up: D4, D12.

    ``unit_id`` is the committee whose book the number stands in; numbers run through a ``term``.
    Submissions and decisions keep theirs themselves (``workflows.papers.number_books``).
    """

    __tablename__ = "numbered_papers"
    __table_args__ = (
        belongs_to("org_units", "unit_id"),
        belongs_to("sittings", "sitting_id"),
        belongs_to("campaigns", "campaign_id"),
        belongs_to("people", "signer_id"),
        CheckConstraint("num_nonnulls(sitting_id, campaign_id) = 1", name="one_subject"),
        CheckConstraint("number <> ''", name="has_a_number"),
        UniqueConstraint(
            "tenant_id", "kind", "unit_id", "sitting_id", "campaign_id", "part",
            name="uq_numbered_papers_once", postgresql_nulls_not_distinct=True,
        ),
        UniqueConstraint("tenant_id", "unit_id", "term", "number"),
    )  # fmt: skip

    kind: Mapped[str]
    unit_id: Mapped[UUID]
    sitting_id: Mapped[UUID | None]
    campaign_id: Mapped[UUID | None]
    part: Mapped[str] = mapped_column(default="", server_default="")
    number: Mapped[str]
    signed_on: Mapped[date]
    term: Mapped[int]
    signer_id: Mapped[UUID]
    numbered_at: Mapped[datetime]
    numbered_by: Mapped[str]
