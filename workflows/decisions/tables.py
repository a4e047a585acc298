"""Decisions, and the recognitions they make."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
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
    freezes ``facts`` for good. A misprint is put right by a ``Correction`` beside them;
    ``corrected`` counts these.
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
    corrected: Mapped[int] = mapped_column(default=0, server_default="0")
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


class Misprinted(StrEnum):
    """What may be misprinted in a decision: never what was decided."""

    NUMBER = "number"
    SIGNED_ON = "signed_on"
    UNIT = "unit"
    """The name of a unit in the list."""
    COMMITTEE = "committee"
    """The name of a unit's committee, wherever the decision has it."""
    SECRETARY = "secretary"
    BASIS = "basis"
    """Another decision that it rests on, whose own number or day was misprinted."""


class Correction(TenantRow, Base):
    """One misprint of a numbered decision that was put right: «đính chính».

    ``was`` and ``becomes`` are as they are printed; ``facts`` is what the decision says from
    then on. The decision's own facts, and the papers made of them, stay as they were.
    """

    __tablename__ = "corrections"
    __table_args__ = (
        belongs_to("decisions", "decision_id"),
        belongs_to("org_units", "unit_id"),
        belongs_to("people", "person_id"),
        UniqueConstraint("tenant_id", "decision_id", "position"),
        CheckConstraint("position > 0", name="position_is_counted"),
        CheckConstraint("was <> becomes AND becomes <> ''", name="something_changes"),
        CheckConstraint("reason <> '' AND paper <> ''", name="rests_on_a_paper"),
        CheckConstraint(
            "(unit_id IS NULL) = (field IN ('number', 'signed_on', 'basis'))",
            name="names_belong_to_a_unit",
        ),
    )

    decision_id: Mapped[UUID]
    position: Mapped[int]
    field: Mapped[Misprinted]
    unit_id: Mapped[UUID | None]
    was: Mapped[str]
    becomes: Mapped[str]
    reason: Mapped[str]
    paper: Mapped[str]
    paper_on: Mapped[date]
    facts: Mapped[Json] = mapped_column(default=dict)
    corrected_at: Mapped[datetime]
    corrected_by: Mapped[str]
    person_id: Mapped[UUID]

    @property
    def part(self) -> str:
        """What tells the papers made since from those before."""
        return f"dinh-chinh-{self.position}"
