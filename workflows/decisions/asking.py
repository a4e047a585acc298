"""Asking that a title be revoked, or restored: the ground, and the body that it is put to.

Asking changes nothing of the title. The right body is the one that decided; where its unit has
ended, the body of what the unit became; where there is none, that of the committee above. It
decides in a sitting, of any year, and only its vote moves the title (docs/process.md, sections
1 and 2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, Index, or_, select, text
from sqlalchemy.orm import Mapped, joinedload, relationship

from tenants import clock
from tenants.audit import record_event
from tenants.bodies import Body
from tenants.database import Base, TenantRow, belongs_to, row_id
from tenants.members import Member
from tenants.roles import Role
from tenants.successions import Part, SuccessionPart, UnitSuccession
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.decisions.tables import Decision, Recognition
from workflows.dossiers.tables import Dossier
from workflows.engine.refusals import Refusal
from workflows.sittings.tables import Gate, Result

OFFICES = (Role.WARD_OFFICE, Role.CITY_OFFICE, Role.CITY_ORG_DEPT)
PUTS = (*OFFICES, Role.SITTING_RECORDER)


class Wish(StrEnum):
    """What is asked for."""

    REVOCATION = "revocation"
    RESTORATION = "restoration"


# Which sittings grant it.
WISHES = {Gate.REVOCATION: Wish.REVOCATION, Gate.RESTORATION: Wish.RESTORATION}


class Ground(StrEnum):
    """Why: each of them rests on a paper of somebody who found it."""

    DISCIPLINE = "discipline"
    """Discipline for a violation in the title's own year."""
    FALSE_DATA = "false_data"
    QUASHED = "quashed"
    """The decision that the revocation rested on was quashed."""


GROUNDS = {
    Wish.REVOCATION: (Ground.DISCIPLINE, Ground.FALSE_DATA),
    Wish.RESTORATION: (Ground.QUASHED,),
}


class TitleRequest(TenantRow, Base):
    """That a title be revoked or restored, put to a body; settled by its closed sitting."""

    __tablename__ = "title_requests"
    __table_args__ = (
        belongs_to("dossiers", "dossier_id"),
        belongs_to("recognitions", "recognition_id"),
        belongs_to("bodies", "body_id"),
        belongs_to("people", "person_id"),
        CheckConstraint("words <> '' AND paper <> ''", name="rests_on_a_paper"),
        Index(
            "uq_title_requests_standing", "tenant_id", "dossier_id", unique=True,
            postgresql_where=text("settled_at IS NULL"),
        ),
        Index(None, "tenant_id", "body_id", "settled_at"),
    )  # fmt: skip

    dossier_id: Mapped[UUID]
    recognition_id: Mapped[UUID]
    wish: Mapped[Wish]
    ground: Mapped[Ground]
    words: Mapped[str]
    paper: Mapped[str]
    paper_on: Mapped[date]
    body_id: Mapped[UUID]
    person_id: Mapped[UUID]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    outcome: Mapped[str | None]

    dossier: Mapped[Dossier] = relationship(foreign_keys="TitleRequest.dossier_id", viewonly=True)
    body: Mapped[Body] = relationship(foreign_keys="TitleRequest.body_id", viewonly=True)


def may_ask(member: Member, dossier: Dossier) -> bool:
    """Tell whether the member may ask: offices and the inspection of a committee it concerns."""
    units = {dossier.committee.keeper_id, dossier.upper_committee_id}
    return any(
        holding.unit_id in units
        and (
            holding.role in OFFICES
            or (holding.role is Role.APPRAISER and holding.desk == "inspection")
        )
        for holding in member.holdings
    )


def title_now(session: TenantSession, dossier: Dossier) -> Recognition | None:
    """Return the title that a dossier was given last, revoked or not."""
    return session.scalars(
        select(Recognition)
        .where(Recognition.dossier_id == dossier.id)
        .order_by(Recognition.recognized_at.desc(), Recognition.id.desc())
        .limit(1)
    ).one_or_none()


def wish_for(dossier: Dossier) -> Wish | None:
    """Return what may be asked for of a dossier as it stands."""
    return {"recognized": Wish.REVOCATION, "revoked": Wish.RESTORATION}.get(dossier.state)


def ask(
    session: TenantSession,
    dossier: Dossier,
    *,
    ground: Ground,
    words: str,
    paper: str,
    paper_on: date,
    actor: Member,
) -> TitleRequest:
    """Ask for a title to be revoked or restored, and put it to the body that may decide it.

    Args:
        paper: number and symbol of the paper that the ground rests on.

    Raises:
        Refusal: not an office or inspection of a committee concerned, no title to speak of,
            asked already, a ground that is none for this, or something missing.

    """
    if not may_ask(actor, dossier) or actor.person_id is None:
        raise Refusal("role", parties=["inspection", "city_office", "ward_office"])
    dossier = session.scalars(
        select(Dossier)
        .where(Dossier.id == dossier.id)
        .with_for_update(of=Dossier)
        .execution_options(populate_existing=True)
    ).one()
    wish, title = wish_for(dossier), title_now(session, dossier)
    if wish is None or title is None:
        raise Refusal("no_title", dossier=dossier.code)
    if standing_request(session, dossier.id) is not None:
        raise Refusal("asked_already", dossier=dossier.code)
    if ground not in GROUNDS[wish]:
        raise Refusal("no_such_ground", fields=["ground"])
    missing = [name for name, value in (("words", words), ("paper", paper)) if not value.strip()]
    if missing:
        raise Refusal("missing", fields=missing)
    if paper_on > clock.today(session):
        raise Refusal("future_day", fields=["paper_on"], today=clock.today(session))
    body = body_for(session, title)
    asked = TitleRequest(
        id=row_id(), dossier_id=dossier.id, recognition_id=title.id, wish=wish, ground=ground,
        words=words.strip(), paper=paper.strip(), paper_on=paper_on, body_id=body.id,
        person_id=actor.person_id, asked_by=actor.name, asked_at=clock.now(session),
    )  # fmt: skip
    session.add(asked)
    record_event(
        session, f"{wish}_asked", actor=actor, dossier_id=dossier.id,
        facts={
            "ground": ground, "reason": words.strip(), "paper": paper.strip(),
            "paper_on": paper_on, "body": body.name,
        },
    )  # fmt: skip
    session.flush()
    return asked


def body_for(session: TenantSession, title: Recognition) -> Body:
    """Return the body that may revoke a title or restore it.

    Raises:
        Refusal: no unit that the deciding one became, nor one above, has a body.

    """
    decided = session.scalars(
        select(Body)
        .join(Decision, Decision.body_id == Body.id)
        .where(Decision.id == title.decision_id)
    ).one()
    today = clock.today(session)
    seen: set[UUID] = set()
    wanted = [decided.unit_id]
    while wanted:
        unit_id = wanted.pop(0)
        if unit_id in seen:
            continue
        seen.add(unit_id)
        unit = session.scalars(select(OrgUnit).where(OrgUnit.id == unit_id)).one()
        body = session.scalars(
            select(Body).where(Body.unit_id == unit_id).order_by(Body.id).limit(1)
        ).one_or_none()
        if body is not None and (unit.valid_to is None or unit.valid_to >= today):
            return body
        wanted += _became(session, unit_id, title.unit_id)
        if not wanted and unit.parent_id is not None:
            wanted = [unit.parent_id]
    raise Refusal("nobody_to_decide", body=decided.name)


def put_to_heirs(session: TenantSession, unit_ids: Sequence[UUID]) -> None:
    """Put what was asked of the bodies of units that have ended to those that take their place."""
    waiting = session.scalars(
        select(TitleRequest)
        .join(Body, Body.id == TitleRequest.body_id)
        .where(Body.unit_id.in_(unit_ids), TitleRequest.settled_at.is_(None))
        .order_by(TitleRequest.id)
    )
    for asked in waiting.all():
        title = session.get_one(Recognition, (asked.tenant_id, asked.recognition_id))
        asked.body_id = body_for(session, title).id
    session.flush()


def standing_request(session: TenantSession, dossier_id: UUID) -> TitleRequest | None:
    """Return what has been asked of a dossier and is not settled."""
    return session.scalars(
        select(TitleRequest).where(
            TitleRequest.dossier_id == dossier_id, TitleRequest.settled_at.is_(None)
        )
    ).one_or_none()


def sees_request(member: Member) -> ColumnElement[bool]:
    """Say in SQL which requests a member may see: those of a body of theirs, and the own ones."""
    if member.holds(Role.AUDITOR):
        return TitleRequest.id.is_not(None)
    bodies = select(Body.id).where(Body.unit_id.in_(member.units(*PUTS)))
    return or_(TitleRequest.body_id.in_(bodies), TitleRequest.person_id == member.person_id)


def requests_of(session: TenantSession, *, viewer: Member) -> list[TitleRequest]:
    """List the requests that a member may see, those that wait first."""
    return list(
        session.scalars(
            select(TitleRequest)
            .where(sees_request(viewer))
            .order_by(
                TitleRequest.settled_at.desc().nulls_first(), TitleRequest.asked_at, TitleRequest.id
            )
            .options(
                joinedload(TitleRequest.body, innerjoin=True).joinedload(Body.unit),
                joinedload(TitleRequest.dossier, innerjoin=True).joinedload(Dossier.unit),
                joinedload(TitleRequest.dossier, innerjoin=True).joinedload(Dossier.committee),
                joinedload(TitleRequest.dossier, innerjoin=True).joinedload(Dossier.campaign),
            )
        )
    )


def waiting_requests(
    session: TenantSession, body_id: UUID, campaign_id: UUID, wish: Wish
) -> Sequence[TitleRequest]:
    """List what has been asked of a body for one year and is not settled, the earliest first."""
    return session.scalars(
        select(TitleRequest)
        .join(Dossier, Dossier.id == TitleRequest.dossier_id)
        .where(
            TitleRequest.body_id == body_id,
            TitleRequest.wish == wish,
            TitleRequest.settled_at.is_(None),
            Dossier.campaign_id == campaign_id,
        )
        .order_by(TitleRequest.asked_at, TitleRequest.id)
    ).all()


def settle(session: TenantSession, results: Mapping[UUID, Result | None]) -> None:
    """Settle what was asked of dossiers, by their results in the sitting that closed."""
    for dossier_id, result in results.items():
        asked = standing_request(session, dossier_id)
        if asked is not None and result in {Result.PASSED, Result.NOT_PASSED}:
            asked.settled_at, asked.outcome = clock.now(session), str(result)


def _became(session: TenantSession, unit_id: UUID, titled: UUID) -> list[UUID]:
    """List what a unit became, first the one under which the titled unit stands now."""
    after = session.scalars(
        select(SuccessionPart.unit_id)
        .join(UnitSuccession, UnitSuccession.id == SuccessionPart.succession_id)
        .where(
            SuccessionPart.part == Part.AFTER,
            SuccessionPart.unit_id != unit_id,
            UnitSuccession.id.in_(
                select(SuccessionPart.succession_id).where(
                    SuccessionPart.unit_id == unit_id, SuccessionPart.part == Part.BEFORE
                )
            ),
        )
        .order_by(UnitSuccession.effective_on.desc(), SuccessionPart.unit_id)
    ).all()
    parent = session.scalar(select(OrgUnit.parent_id).where(OrgUnit.id == titled))
    return sorted(dict.fromkeys(after), key=lambda each: each != parent)
