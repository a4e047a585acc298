"""Making a numbered decision known: at which level, and with what left out.

Each level shows whom it is for the list; scores and votes are for committees alone, and no
level shows them to anybody outside. What was published is struck through by a revocation at
once: the list is read from the titles, never copied.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column

from tenants import clock
from tenants.audit import record_event
from tenants.database import Base, TenantRow, belongs_to
from tenants.members import Member
from tenants.outbox import leave
from tenants.people import Membership
from tenants.roles import Role
from tenants.staffing.standing import standing
from tenants.wall import TenantSession
from workflows.decisions.reading import keeps, titles_of
from workflows.decisions.streaks import years_running
from workflows.decisions.tables import Decision, Recognition
from workflows.dossiers.tables import Dossier, Rating
from workflows.engine.parties import UNIT_OFFICE
from workflows.engine.refusals import Refusal


class Level(StrEnum):
    """Who may read the list of a decision."""

    CONCERNED = "concerned"
    """The units themselves, each its own line."""
    COMMITTEES = "committees"
    """Every committee and office of the tenant."""
    EVERYBODY_INSIDE = "inside"
    """Everybody who is signed in to the tenant."""
    PUBLIC = "public"
    """Anybody, on the public check of the decision."""


class Part(StrEnum):
    """What a list may say of a unit besides its name."""

    COMMITTEE = "committee"
    MERIT = "merit"
    RATING = "rating"
    RUNNING = "running"


# What each level may show at most; the office leaves out more if it wishes.
SHOWN: dict[Level, tuple[Part, ...]] = {
    Level.CONCERNED: (Part.COMMITTEE, Part.MERIT, Part.RATING, Part.RUNNING),
    Level.COMMITTEES: (Part.COMMITTEE, Part.MERIT, Part.RATING, Part.RUNNING),
    Level.EVERYBODY_INSIDE: (Part.COMMITTEE, Part.MERIT, Part.RUNNING),
    Level.PUBLIC: (Part.COMMITTEE, Part.MERIT, Part.RUNNING),
}
HEARS = (Role.CELL_SECRETARY, Role.CELL_DEPUTY)
OF_A_CELL = frozenset({Role.CELL_SECRETARY, Role.CELL_DEPUTY, Role.SUPERVISOR})


class Publication(TenantRow, Base):
    """One act of making a decision known; the last one counts."""

    __tablename__ = "publications"
    __table_args__ = (
        belongs_to("decisions", "decision_id"),
        Index(None, "tenant_id", "decision_id", "published_at"),
    )

    decision_id: Mapped[UUID]
    level: Mapped[Level]
    shown: Mapped[list[Any]] = mapped_column(default=list)
    published_at: Mapped[datetime]
    published_by: Mapped[str]


def publish(
    session: TenantSession,
    decision: Decision,
    level: Level,
    *,
    shown: Collection[Part],
    actor: Member,
) -> Publication:
    """Make a decision known at a level, and tell each unit that it names, once.

    Raises:
        Refusal: not an office that keeps decisions, a decision without number and date, or
            something that this level may not show.

    """
    if not keeps(actor, decision):
        raise Refusal("role", parties=["city_org", "city_office", "ward_office"])
    session.execute(select(Decision.id).where(Decision.id == decision.id).with_for_update())
    if decision.frozen_at is None:
        raise Refusal("not_numbered_yet", decision=decision.code)
    if not set(shown) <= set(SHOWN[level]):
        raise Refusal("too_much_shown", fields=["shown"])
    first = published(session, decision.id) is None
    made = Publication(
        decision_id=decision.id,
        level=level,
        shown=[part for part in Part if part in shown],
        published_at=clock.now(session),
        published_by=actor.name,
    )
    session.add(made)
    record_event(
        session, "decision_published", actor=actor,
        facts={
            "decision": decision.code, "number": decision.number, "level": level,
            "shown": made.shown,
        },
    )  # fmt: skip
    if first:
        _tell_units(session, decision, actor)
    session.flush()
    return made


def published(session: TenantSession, decision_id: UUID) -> Publication | None:
    """Return how a decision is known now."""
    return session.scalars(
        select(Publication)
        .where(Publication.decision_id == decision_id)
        .order_by(Publication.published_at.desc(), Publication.id.desc())
        .limit(1)
    ).one_or_none()


def _tell_units(session: TenantSession, decision: Decision, actor: Member) -> None:
    titles: Sequence[Recognition] = session.scalars(
        select(Recognition)
        .where(Recognition.decision_id == decision.id)
        .order_by(Recognition.dossier_id)
    ).all()
    hearers: dict[UUID, list[str]] = {}
    rows = session.execute(
        select(Membership.unit_id, Membership.person_id).where(
            Membership.unit_id.in_([title.unit_id for title in titles]),
            Membership.role.in_([*HEARS, *UNIT_OFFICE.roles]),
            standing(clock.today(session)),
        )
    )
    for unit_id, person_id in rows:
        hearers.setdefault(unit_id, []).append(str(person_id))
    for title in titles:
        seq = record_event(
            session, "result_published", actor=actor, dossier_id=title.dossier_id,
            facts={
                "decision": decision.code, "number": decision.number,
                "told": sorted(hearers.get(title.unit_id, [])),
            },
        )  # fmt: skip
        leave(session, "tell", {"seq": seq}, dossier_id=title.dossier_id)


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """One line of a published list; what the level leaves out is nothing."""

    unit: str
    committee: str = ""
    merit: bool | None = None
    rating: Rating | None = None
    running: int = 0
    revoked: bool = False


def listed_units(
    session: TenantSession, decision: Decision, publication: Publication
) -> list[ListedUnit]:
    """List whom a decision recognises as far as its publication says, in the paper's order."""
    shown = {Part(part) for part in publication.shown}
    rows = titles_of(session, decision)
    counted = years_running(session, [row.dossier.unit_id for row in rows], decision.campaign.year)
    return [
        ListedUnit(
            unit=row.dossier.unit.name,
            committee=_committee_of(row.dossier) if Part.COMMITTEE in shown else "",
            merit=row.merit if Part.MERIT in shown else None,
            rating=row.rating if Part.RATING in shown else None,
            running=counted[row.dossier.unit_id] if Part.RUNNING in shown else 0,
            revoked=row.revoked_at is not None,
        )
        for row in rows
    ]


def _committee_of(dossier: Dossier) -> str:
    """Name the committee that a unit belongs to; one with a title of its own stands for itself."""
    return dossier.committee.name if dossier.committee_id != dossier.unit_id else ""


def find_published(
    session: TenantSession, code: str, *, viewer: Member
) -> tuple[Decision, Publication] | None:
    """Return a decision whose list the viewer may read by its publication; nothing else is."""
    decision = session.scalars(
        select(Decision)
        .where(Decision.code == code, Decision.frozen_at.is_not(None))
        .options(joinedload(Decision.body, innerjoin=True))
        .options(joinedload(Decision.campaign, innerjoin=True))
    ).one_or_none()
    publication = published(session, decision.id) if decision is not None else None
    if decision is None or publication is None or not _reads(viewer, decision, publication.level):
        return None
    return decision, publication


def _reads(viewer: Member, decision: Decision, level: Level) -> bool:
    if level is Level.CONCERNED:
        return keeps(viewer, decision) or viewer.holds(Role.AUDITOR)
    if level is Level.COMMITTEES:
        return any(holding.role not in OF_A_CELL for holding in viewer.holdings)
    return True
