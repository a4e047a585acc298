"""Programmes, their yearly campaigns, what these freeze, and what marks the year."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tenants.database import Base, Json, TenantRow, belongs_to
from tenants.units import OrgUnit


class CampaignState(StrEnum):
    """A campaign is prepared, runs, and ends."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Programme(TenantRow, Base):
    """A plan such as 98-KH/Th.U, with its years and legal bases (a list of lines)."""

    __tablename__ = "programmes"
    __table_args__ = (UniqueConstraint("tenant_id", "key"),)

    key: Mapped[str]
    title: Mapped[str]
    first_year: Mapped[int]
    last_year: Mapped[int]
    legal_bases: Mapped[list[str]] = mapped_column(default=list)


class CriteriaSet(TenantRow, Base):
    """A version of groups, criteria and thresholds; never edited once a campaign uses it.

    ``document`` is what ``workflows.criteria.reading`` writes and reads.
    """

    __tablename__ = "criteria_sets"
    __table_args__ = (
        UniqueConstraint("tenant_id", "key", "version"),
        CheckConstraint("version > 0", name="version_counts_from_one"),
    )

    key: Mapped[str]
    version: Mapped[int]
    title: Mapped[str]
    document: Mapped[Json]


class Campaign(TenantRow, Base):
    """One year of a programme.

    Dates are last days ("before d" is stored as the day before). ``rules`` are named in
    ``workflows.campaigns.planning``. ``version`` counts the changes made since it was opened;
    ``units_to_open`` is how many units were to get a dossier, while they are being made.
    """

    __tablename__ = "campaigns"
    __table_args__ = (
        belongs_to("programmes", "programme_id"),
        belongs_to("criteria_sets", "criteria_set_id"),
        UniqueConstraint("tenant_id", "programme_id", "year"),
        CheckConstraint(
            "opens_on <= registration_until AND registration_until <= pilot_selection_until"
            " AND review_may_open_from <= review_opens_on"
            " AND review_opens_on <= self_assessment_until"
            " AND self_assessment_until <= ward_review_until"
            " AND ward_review_until <= city_decision_until",
            name="dates_in_order",
        ),
    )

    programme_id: Mapped[UUID]
    criteria_set_id: Mapped[UUID]
    year: Mapped[int]
    title: Mapped[str]
    state: Mapped[CampaignState] = mapped_column(default=CampaignState.DRAFT)
    flow: Mapped[str]
    flow_version: Mapped[int]
    opens_on: Mapped[date]
    registration_until: Mapped[date]
    pilot_selection_until: Mapped[date]
    review_may_open_from: Mapped[date]
    review_opens_on: Mapped[date]
    self_assessment_until: Mapped[date]
    ward_review_until: Mapped[date]
    city_decision_until: Mapped[date]
    reconsideration_days: Mapped[int] = mapped_column(default=30)
    rules: Mapped[Json] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)
    units_to_open: Mapped[int | None]

    programme: Mapped[Programme] = relationship(foreign_keys="Campaign.programme_id", viewonly=True)
    criteria_set: Mapped[CriteriaSet] = relationship(
        foreign_keys="Campaign.criteria_set_id", viewonly=True
    )


class CampaignRoute(TenantRow, Base):
    """A row of the authority map: which units travel which flow, by which criteria.

    ``kind`` is the code of a tenant's kind, or what kinds behave as and then means all of
    these; ``sector`` may be empty for every sector, ``since`` for the whole year. The row
    that says more outranks one that says less, a later day an earlier one.
    """

    __tablename__ = "campaign_routes"
    __table_args__ = (
        belongs_to("campaigns", "campaign_id"),
        belongs_to("criteria_sets", "criteria_set_id"),
        UniqueConstraint("tenant_id", "campaign_id", "kind", "sector", "since"),
        CheckConstraint("flow_version > 0", name="flow_version_counts_from_one"),
    )

    campaign_id: Mapped[UUID]
    kind: Mapped[str]
    sector: Mapped[str] = mapped_column(default="")
    since: Mapped[date]
    flow: Mapped[str]
    flow_version: Mapped[int]
    criteria_set_id: Mapped[UUID]

    criteria_set: Mapped[CriteriaSet] = relationship(
        foreign_keys="CampaignRoute.criteria_set_id", viewonly=True
    )


class CampaignVersion(TenantRow, Base):
    """A change of an open campaign: the decision behind it, and what was before and after."""

    __tablename__ = "campaign_versions"
    __table_args__ = (
        belongs_to("campaigns", "campaign_id"),
        UniqueConstraint("tenant_id", "campaign_id", "version"),
        CheckConstraint("version > 1", name="first_is_the_opening"),
    )

    campaign_id: Mapped[UUID]
    version: Mapped[int]
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    reason: Mapped[str]
    decision_number: Mapped[str]
    decision_on: Mapped[date]
    difference: Mapped[list[Any]]


class EventKind(StrEnum):
    """What a programme's year is marked by, beside the dossiers."""

    LAUNCH = "launch"
    INTERIM_REVIEW = "interim_review"
    FINAL_REVIEW = "final_review"
    BRIEFING = "briefing"
    DIALOGUE = "dialogue"


class CampaignEvent(TenantRow, Base):
    """A conference or a dialogue of a unit, planned and held; texts are lists of lines."""

    __tablename__ = "campaign_events"
    __table_args__ = (
        belongs_to("campaigns", "campaign_id"),
        belongs_to("org_units", "unit_id"),
        CheckConstraint("version > 0", name="version_counts_from_one"),
        Index(None, "tenant_id", "unit_id", "planned_on"),
    )

    campaign_id: Mapped[UUID]
    unit_id: Mapped[UUID]
    kind: Mapped[EventKind]
    planned_on: Mapped[date]
    held_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(default="")
    chair: Mapped[str] = mapped_column(default="")
    guests: Mapped[str] = mapped_column(default="")
    directions: Mapped[str] = mapped_column(default="")
    petitions: Mapped[str] = mapped_column(default="")
    papers: Mapped[str] = mapped_column(default="")
    cancelled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[OrgUnit] = relationship(foreign_keys="CampaignEvent.unit_id", viewonly=True)
    campaign: Mapped[Campaign] = relationship(
        foreign_keys="CampaignEvent.campaign_id", viewonly=True
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
