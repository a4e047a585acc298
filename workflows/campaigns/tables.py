"""Programmes, their yearly campaigns, and the criteria sets these freeze."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tenants.database import Base, Json, TenantRow, belongs_to


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

    Dates are last days ("before d" is stored as the day before). ``rules`` holds
    ``pilots_per_ward``, ``vote`` (a rule of ``workflows.sittings.majority``),
    ``recorder_may_close``, ``late_registration``, ``lead_desk``.
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

    programme: Mapped[Programme] = relationship(foreign_keys="Campaign.programme_id", viewonly=True)
    criteria_set: Mapped[CriteriaSet] = relationship(
        foreign_keys="Campaign.criteria_set_id", viewonly=True
    )
