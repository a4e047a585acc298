"""A dossier and what belongs to it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import flag_modified

from tenants.database import Base, Json, TenantRow, belongs_to
from tenants.units import OrgUnit
from workflows.campaigns.tables import Campaign, CriteriaSet

# What a cell registers for: the title, or the title and the certificate of merit with it.
AIMS = ("title", "title_and_merit")


class Dossier(TenantRow, Base):
    """One unit in one campaign: the thing that travels.

    ``committee_id`` is the committee that receives it, ``upper_committee_id`` the
    one above. ``version`` counts every move; ``content_version`` every change of
    an answer or a commitment. ``back_to`` remembers, per move that a later one
    goes back over, the state it left. ``marked`` lists what a return opened for
    change (criteria keys), or is empty when everything or nothing is open; ``marked_words``
    says of some of them what is asked. ``aim`` is
    what the cell registered for, one of ``AIMS``. ``criteria_set_id`` is what
    it was opened with, whatever the campaign names later.
    """

    __tablename__ = "dossiers"
    __table_args__ = (
        belongs_to("campaigns", "campaign_id"),
        belongs_to("criteria_sets", "criteria_set_id"),
        belongs_to("org_units", "unit_id"),
        belongs_to("org_units", "committee_id"),
        belongs_to("org_units", "upper_committee_id"),
        UniqueConstraint("tenant_id", "code"),
        UniqueConstraint("tenant_id", "campaign_id", "unit_id"),
        CheckConstraint("version > 0", name="version_counts_from_one"),
        Index(None, "tenant_id", "committee_id", "state"),
        Index(None, "tenant_id", "campaign_id", "state"),
        Index(None, "tenant_id", "unit_id"),
    )

    code: Mapped[str]
    campaign_id: Mapped[UUID]
    criteria_set_id: Mapped[UUID | None]
    unit_id: Mapped[UUID]
    committee_id: Mapped[UUID]
    upper_committee_id: Mapped[UUID]
    flow: Mapped[str]
    flow_version: Mapped[int]
    state: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    content_version: Mapped[int] = mapped_column(default=1)
    touched_at: Mapped[datetime]
    due_on: Mapped[date | None]
    back_to: Mapped[dict[str, Any]] = mapped_column(default=dict)
    marked: Mapped[list[Any]] = mapped_column(default=list)
    marked_words: Mapped[dict[str, Any]] = mapped_column(default=dict)
    return_reason: Mapped[str] = mapped_column(default="")

    aim: Mapped[str | None]
    registered_on: Mapped[date | None]
    registered_late: Mapped[bool] = mapped_column(default=False)
    consent_number: Mapped[str | None]
    consent_on: Mapped[date | None]
    assessed_on: Mapped[date | None]
    assessed_late: Mapped[bool] = mapped_column(default=False)
    proposed_rating: Mapped[str | None]
    eligible: Mapped[bool | None]
    eligibility: Mapped[list[Any]] = mapped_column(default=list)
    appraised_total: Mapped[Decimal | None]
    submission_number: Mapped[str | None]
    submission_on: Mapped[date | None]

    campaign: Mapped[Campaign] = relationship(foreign_keys="Dossier.campaign_id", viewonly=True)
    criteria_set: Mapped[CriteriaSet | None] = relationship(
        foreign_keys="Dossier.criteria_set_id", viewonly=True
    )
    unit: Mapped[OrgUnit] = relationship(foreign_keys="Dossier.unit_id", viewonly=True)
    committee: Mapped[OrgUnit] = relationship(foreign_keys="Dossier.committee_id", viewonly=True)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def of_committee(self) -> bool:
        """Whether it is a committee's own: the committee is the unit and receives its cells'."""
        return self.unit_id == self.committee_id

    def version_touch(self, at: datetime) -> None:
        """Make the next write raise the version, even of a move that stays."""
        self.touched_at = at
        flag_modified(self, "touched_at")


class Commitment(TenantRow, Base):
    """What the cell commits to in one group of criteria."""

    __tablename__ = "commitments"
    __table_args__ = (
        belongs_to("dossiers", "dossier_id"),
        UniqueConstraint("tenant_id", "dossier_id", "group_key"),
    )

    dossier_id: Mapped[UUID]
    group_key: Mapped[str]
    words: Mapped[str]


class Purpose(StrEnum):
    """What a cell voted on."""

    REGISTRATION = "registration"
    SELF_ASSESSMENT = "self_assessment"
    WITHDRAWAL = "withdrawal"


class CellTally(TenantRow, Base):
    """The count of a vote in a cell's own meeting, as entered (docs/process.md, section 4).

    ``base`` is the number that the majority is taken of; where it differs from
    the prefilled one, ``base_reason`` says why. ``content_version`` is the content
    that was voted on.
    """

    __tablename__ = "cell_tallies"
    __table_args__ = (
        belongs_to("dossiers", "dossier_id"),
        CheckConstraint("in_favour >= 0 AND in_favour <= base", name="votes_within_base"),
        Index(None, "tenant_id", "dossier_id", "purpose"),
    )

    dossier_id: Mapped[UUID]
    purpose: Mapped[Purpose]
    met_on: Mapped[date]
    base: Mapped[int]
    base_reason: Mapped[str] = mapped_column(default="")
    in_favour: Mapped[int]
    content_version: Mapped[int]
    entered_at: Mapped[datetime]
    entered_by: Mapped[str]


# The states in which a unit writes its self-assessment.
ANSWERING = frozenset({"self_assessment", "returned"})


class Answer(TenantRow, Base):
    """One criterion, as the cell, the appraisers, the ward and the city see it.

    ``self_measured`` and ``appraised_measured`` keep what was measured when the unit sent it
    and when the appraisal was concluded (``workflows.criteria.measures.Found``), or how often
    a bonus or penalty was counted; empty where a level says it.
    The four scores stand side by side; a later one never overwrites an earlier
    one (docs/process.md, section 5). ``version`` is compared when a form is sent.
    """

    __tablename__ = "answers"
    __table_args__ = (
        belongs_to("dossiers", "dossier_id"),
        UniqueConstraint("tenant_id", "dossier_id", "criterion"),
        CheckConstraint("NOT (not_applicable AND self_level IS NOT NULL)", name="one_answer"),
        CheckConstraint(
            "appraised_level IS NULL OR appraised_level = self_level OR appraised_reason <> ''",
            name="difference_has_a_reason",
        ),
    )

    dossier_id: Mapped[UUID]
    criterion: Mapped[str]
    not_applicable: Mapped[bool] = mapped_column(default=False)
    self_level: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    self_measured: Mapped[Json] = mapped_column(default=dict)
    answered_at: Mapped[datetime]
    answered_by: Mapped[str]
    appraised_level: Mapped[str | None]
    appraised_reason: Mapped[str] = mapped_column(default="")
    appraised_measured: Mapped[Json] = mapped_column(default=dict)
    appraised_at: Mapped[datetime | None]
    appraised_by: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Opinion(TenantRow, Base):
    """What one desk says of a dossier, on the version it saw."""

    __tablename__ = "opinions"
    __table_args__ = (
        belongs_to("dossiers", "dossier_id"),
        belongs_to("people", "person_id"),
        Index(None, "tenant_id", "dossier_id", "desk"),
    )

    dossier_id: Mapped[UUID]
    desk: Mapped[str]
    words: Mapped[str]
    flagged: Mapped[bool] = mapped_column(default=False)
    content_version: Mapped[int]
    person_id: Mapped[UUID]
    name: Mapped[str]
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class PilotMark(TenantRow, Base):
    """A unit marked as pilot in a campaign, with its reason and supervisor."""

    __tablename__ = "pilot_marks"
    __table_args__ = (
        belongs_to("dossiers", "dossier_id"),
        belongs_to("people", "supervisor_id"),
        CheckConstraint("reason <> ''", name="pilot_has_a_reason"),
        Index(
            "uq_pilot_marks_standing",
            "tenant_id",
            "dossier_id",
            unique=True,
            postgresql_where=text("dropped_at IS NULL"),
        ),
    )

    dossier_id: Mapped[UUID]
    reason: Mapped[str]
    supervisor_id: Mapped[UUID]
    marked_at: Mapped[datetime]
    dropped_at: Mapped[datetime | None]
    dropped_reason: Mapped[str | None]


class Rating(StrEnum):
    """The year-end quality rating, a record apart from the title."""

    EXCELLENT = "excellent"
    GOOD = "good"
    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"


class QualityRating(TenantRow, Base):
    """The rating as decided, with the number and date of that decision."""

    __tablename__ = "quality_ratings"
    __table_args__ = (
        belongs_to("dossiers", "dossier_id"),
        UniqueConstraint("tenant_id", "dossier_id"),
        CheckConstraint("number <> ''", name="number_is_written"),
    )

    dossier_id: Mapped[UUID]
    rating: Mapped[Rating]
    number: Mapped[str]
    decided_on: Mapped[date]
    entered_at: Mapped[datetime]
    entered_by: Mapped[str]
