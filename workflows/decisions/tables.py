"""Decisions, and the recognitions they make."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tenants.bodies import Body
from tenants.database import Base, Json, TenantRow, belongs_to
from workflows.campaigns.tables import Campaign
from workflows.dossiers.tables import Dossier

RECOGNITION = "recognition"
MERIT = "merit"
REVOCATION = "revocation"
RESTORATION = "restoration"


class Decision(TenantRow, Base):
    """A signed paper of a body, over many dossiers.

    Number and date come from the clerk's book; numbers run through a ``term``, by the year
    it began in. Until they are entered the paper is a draft with dotted lines; entering them
    freezes ``facts`` for good. What turns out misprinted is replaced by another, and stays.
    ``kind`` is what it decides: the title, the Giấy khen that goes with it, a revocation.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        belongs_to("bodies", "body_id"),
        belongs_to("campaigns", "campaign_id"),
        belongs_to("sittings", "sitting_id"),
        belongs_to("people", "signer_id"),
        belongs_to("decisions", "replaced_by_id"),
        UniqueConstraint("tenant_id", "code"),
        UniqueConstraint("tenant_id", "public_code"),
        CheckConstraint(
            "(number IS NULL) = (signed_on IS NULL) AND (number IS NULL) = (frozen_at IS NULL)",
            name="numbered_as_a_whole",
        ),
        Index(
            "uq_decisions_number",
            "tenant_id",
            "body_id",
            "term",
            "number",
            unique=True,
            postgresql_where=text("number IS NOT NULL"),
        ),
        Index(None, "tenant_id", "sitting_id"),
        Index(
            "uq_decisions_merit_once",
            "tenant_id",
            "sitting_id",
            unique=True,
            postgresql_where=text("kind = 'merit'"),
        ),
    )

    code: Mapped[str]
    kind: Mapped[str]
    body_id: Mapped[UUID]
    campaign_id: Mapped[UUID]
    sitting_id: Mapped[UUID]
    number: Mapped[str | None]
    signed_on: Mapped[date | None]
    term: Mapped[int | None]
    signer_id: Mapped[UUID | None]
    public_code: Mapped[str]
    replaced_by_id: Mapped[UUID | None]
    facts: Mapped[Json] = mapped_column(default=dict)
    frozen_at: Mapped[datetime | None]
    frozen_by: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    body: Mapped[Body] = relationship(foreign_keys="Decision.body_id", viewonly=True)
    campaign: Mapped[Campaign] = relationship(foreign_keys="Decision.campaign_id", viewonly=True)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Recognition(TenantRow, Base):
    """The title itself: a unit, a year, and the decision that gave it."""

    __tablename__ = "recognitions"
    __table_args__ = (
        belongs_to("dossiers", "dossier_id"),
        belongs_to("org_units", "unit_id"),
        belongs_to("decisions", "decision_id"),
        UniqueConstraint("tenant_id", "public_code"),
        Index(
            "uq_recognitions_standing",
            "tenant_id",
            "dossier_id",
            unique=True,
            postgresql_where=text("revoked_at IS NULL"),
        ),
        Index(None, "tenant_id", "decision_id"),
        Index(None, "tenant_id", "unit_id", "year"),
    )

    dossier_id: Mapped[UUID]
    unit_id: Mapped[UUID]
    year: Mapped[int]
    decision_id: Mapped[UUID]
    public_code: Mapped[str]
    merit: Mapped[bool] = mapped_column(default=False)
    recognized_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_reason: Mapped[str | None]

    dossier: Mapped[Dossier] = relationship(foreign_keys="Recognition.dossier_id", viewonly=True)
