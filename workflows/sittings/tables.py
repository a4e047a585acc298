"""A sitting of a body, who was there, and the dossiers it voted on."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tenants.bodies import Body
from tenants.database import Base, Json, TenantRow, belongs_to
from workflows.campaigns.tables import Campaign
from workflows.dossiers.tables import Dossier


class Gate(StrEnum):
    """What a sitting decides."""

    PILOT_SELECTION = "pilot_selection"
    PILOT_CHANGE = "pilot_change"
    RECOMMENDATION = "recommendation"
    RECOGNITION = "recognition"
    REVOCATION = "revocation"
    RESTORATION = "restoration"


class Mode(StrEnum):
    """How a body votes (docs/process.md, section 4)."""

    SHOW_OF_HANDS = "show_of_hands"
    SECRET_BALLOT = "secret_ballot"  # noqa: S105  # a way of voting
    PAPER_BALLOT = "paper_ballot"
    WRITTEN_POLL = "written_poll"


class SittingState(StrEnum):
    """Where a sitting stands (docs/process.md, section 4)."""

    PREPARED = "prepared"
    OPENED = "opened"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    BROKEN_OFF = "broken_off"


class Sitting(TenantRow, Base):
    """A meeting of a body over an agenda of dossiers.

    Opening freezes ``roll`` (members in office and counted) and ``rule``.
    """

    __tablename__ = "sittings"
    __table_args__ = (
        belongs_to("bodies", "body_id"),
        belongs_to("campaigns", "campaign_id"),
        belongs_to("people", "chair_id"),
        UniqueConstraint("tenant_id", "code"),
        CheckConstraint("state = 'prepared' OR state = 'cancelled' OR roll > 0", name="open_roll"),
        CheckConstraint(
            "state <> 'closed' OR (closed_at IS NOT NULL AND closed_by <> '')",
            name="closed_by_somebody",
        ),
        Index(None, "tenant_id", "body_id", "state"),
    )

    code: Mapped[str]
    body_id: Mapped[UUID]
    campaign_id: Mapped[UUID]
    gate: Mapped[Gate]
    state: Mapped[SittingState] = mapped_column(default=SittingState.PREPARED)
    planned_on: Mapped[date]
    place: Mapped[str] = mapped_column(default="")
    chair_id: Mapped[UUID]
    recorder: Mapped[str] = mapped_column(default="")
    mode: Mapped[Mode] = mapped_column(default=Mode.SHOW_OF_HANDS)
    counting_team: Mapped[str] = mapped_column(default="")
    roll: Mapped[int] = mapped_column(default=0)
    rule: Mapped[Json] = mapped_column(default=dict)
    opened_at: Mapped[datetime | None]
    opened_by: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str] = mapped_column(default="")
    closed_on_order: Mapped[bool] = mapped_column(default=False)
    ended_reason: Mapped[str] = mapped_column(default="")
    no_pilot_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    body: Mapped[Body] = relationship(foreign_keys="Sitting.body_id", viewonly=True)
    campaign: Mapped[Campaign] = relationship(foreign_keys="Sitting.campaign_id", viewonly=True)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class SittingSeat(TenantRow, Base):
    """A member on the roll of a sitting, and whether they are there; names are frozen.

    ``came_at`` is when somebody came after the voting had begun, ``left_at`` when somebody
    left before it ended. In a written poll, who is there has returned the papers.
    """

    __tablename__ = "sitting_seats"
    __table_args__ = (
        belongs_to("sittings", "sitting_id"),
        belongs_to("people", "person_id"),
        UniqueConstraint("tenant_id", "sitting_id", "person_id"),
        Index(None, "tenant_id", "person_id"),
    )

    sitting_id: Mapped[UUID]
    person_id: Mapped[UUID]
    position: Mapped[int]
    name: Mapped[str]
    post: Mapped[str] = mapped_column(default="")
    seat: Mapped[str]
    present: Mapped[bool] = mapped_column(default=False)
    absent_reason: Mapped[str] = mapped_column(default="")
    came_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]

    @property
    def took_part(self) -> bool:
        """Whether the member was there, be it for a while."""
        return self.present or self.left_at is not None


class Result(StrEnum):
    """What a sitting made of a dossier; only the first two move it."""

    PASSED = "passed"
    NOT_PASSED = "not_passed"
    DEFERRED = "deferred"
    STRUCK = "struck"
    RETURNED = "returned"


class SittingItem(TenantRow, Base):
    """A dossier on an agenda, with its two votes: on the title, and on the Giấy khen.

    ``leaving`` lists who must leave the item and why, ``marked`` who has an interest in it
    and stays. ``ground`` is on what a title is to be revoked or restored, ``replaces_id``
    the pilot that another one is to replace. ``active`` is true until the
    sitting has ended or the item is off it: a dossier is on one such agenda at most.
    ``content_hash`` is what was voted on, frozen at opening. ``rounds`` holds the votes in
    favour of further rounds, among those who were level for the last places of a quota.
    ``mode`` and ``attended`` are how it was voted on and who was in the room then; a tally of
    papers names who entered it and who confirmed it.
    """

    __tablename__ = "sitting_items"
    __table_args__ = (
        belongs_to("sittings", "sitting_id"),
        belongs_to("dossiers", "dossier_id"),
        belongs_to("people", "supervisor_id"),
        belongs_to("people", "tally_by_id"),
        belongs_to("people", "confirmed_by_id"),
        belongs_to("dossiers", "replaces_id"),
        UniqueConstraint("tenant_id", "sitting_id", "dossier_id"),
        CheckConstraint("tally_by_id <> confirmed_by_id", name="confirmed_by_another"),
        CheckConstraint(
            "least(in_favour, against, abstained, invalid,"
            " merit_in_favour, merit_against, merit_abstained) >= 0",
            name="votes_not_negative",
        ),
        Index(
            "uq_sitting_items_active",
            "tenant_id",
            "dossier_id",
            unique=True,
            postgresql_where=text("active"),
        ),
        Index(None, "tenant_id", "dossier_id"),
    )

    sitting_id: Mapped[UUID]
    dossier_id: Mapped[UUID]
    position: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)
    eligible: Mapped[bool | None]
    exception_reason: Mapped[str] = mapped_column(default="")
    exception_by: Mapped[str] = mapped_column(default="")
    content_hash: Mapped[str] = mapped_column(default="")
    in_favour: Mapped[int | None]
    against: Mapped[int | None]
    abstained: Mapped[int | None]
    invalid: Mapped[int | None]
    merit_in_favour: Mapped[int | None]
    merit_against: Mapped[int | None]
    merit_abstained: Mapped[int | None]
    in_bulk: Mapped[bool] = mapped_column(default=False)
    leaving: Mapped[list[Any]] = mapped_column(default=list)
    marked: Mapped[list[Any]] = mapped_column(default=list)
    ground: Mapped[str] = mapped_column(default="")
    replaces_id: Mapped[UUID | None]
    pilot: Mapped[bool | None]
    pilot_reason: Mapped[str] = mapped_column(default="")
    supervisor_id: Mapped[UUID | None]
    result: Mapped[Result | None]
    explained: Mapped[Json] = mapped_column(default=dict)
    merit_passed: Mapped[bool | None]
    rounds: Mapped[list[Any]] = mapped_column(default=list)
    mode: Mapped[Mode | None]
    attended: Mapped[list[Any] | None]
    tally_by_id: Mapped[UUID | None]
    confirmed_by_id: Mapped[UUID | None]
    confirmed_by: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    dossier: Mapped[Dossier] = relationship(foreign_keys="SittingItem.dossier_id", viewonly=True)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
