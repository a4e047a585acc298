"""The clerk's number and date for what is numbered once it is drawn up: notices and reports.

A notice of pilots (D4) is left by a closed sitting, a review (D12) by whoever asked for it; both
are drafts with dots until the office that keeps the book enters number, date and signer. What
the draft said is then said for good, under that number (docs/process.md, section 8).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants import clock
from tenants.audit import record_event
from tenants.bodies import Body, BodyMember, in_office
from tenants.clock import local
from tenants.database import Json, row_id
from tenants.members import Member
from tenants.roles import Role
from tenants.wall import TenantSession
from workflows.engine.refusals import Refusal
from workflows.papers.keeping import ask_for
from workflows.papers.number_books import number_taken, papers_with
from workflows.papers.numbers import term_of
from workflows.papers.tables import Edition, NumberedPaper, Origin, Paper
from workflows.papers.wording import date_line, number_line
from workflows.sittings.tables import Sitting, SittingState

KINDS = ("D4", "D12")
KEEPERS = (Role.WARD_OFFICE, Role.CITY_OFFICE, Role.CITY_ORG_DEPT)


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper that waits for its number: whose book, whose signature, and not before when."""

    paper: Paper
    body: Body
    sitting: Sitting | None

    @property
    def not_before(self) -> date:
        """The day on which it was drawn up: the sitting's closing, or the day of asking."""
        if self.sitting is not None:
            ended = self.sitting.closed_at
            return local(ended).date() if ended else self.sitting.planned_on
        return date.fromisoformat(self.paper.part[:10])


def draft_of(session: TenantSession, paper: Paper, *, actor: Member) -> Draft | None:
    """Return a draft that the member's office numbers; nothing for any other paper."""
    if paper.kind not in KINDS or paper.edition is not Edition.DRAFT:
        return None
    if paper.origin is not Origin.MADE or paper.facts is None:
        return None
    sitting = session.get(Sitting, (session.tenant_id, paper.sitting_id))
    named = Body.id == sitting.body_id if sitting else Body.unit_id == paper.unit_id
    body = session.scalars(select(Body).where(named).order_by(Body.id)).first()
    if body is None or body.unit_id not in actor.units(*KEEPERS):
        return None
    return Draft(paper, body, sitting)


def signers(session: TenantSession, draft: Draft, *days: date | None) -> list[BodyMember]:
    """List who sits on the body on one of these days, each once."""
    seats: dict[UUID, BodyMember] = {}
    for day in days:
        if day is not None:
            query = in_office(draft.body.id, day).options(joinedload(BodyMember.person))
            seats = {seat.person_id: seat for seat in session.scalars(query)} | seats
    return list(seats.values())


def number_paper(
    session: TenantSession,
    draft: Draft,
    *,
    number: str,
    signed_on: date,
    signer_id: UUID | None,
    actor: Member,
) -> NumberedPaper:
    """Enter number, date and signer, and have the final edition made of what the draft said.

    Raises:
        Refusal: not the office that keeps the book, numbered already, a sitting that goes on,
            a number that the book has, a day to come or before the paper was drawn up, or
            somebody who did not hold office on that day.

    """
    paper, unit_id, number = draft.paper, draft.body.unit_id, number.strip()
    if unit_id not in actor.units(*KEEPERS):
        raise Refusal("role", parties=["ward_office", "city_office"])
    if draft.sitting is not None and draft.sitting.state is not SittingState.CLOSED:
        raise Refusal("notice_still_grows")
    # Whoever numbers a paper of this committee at the same moment waits here.
    bodies = select(Body.id).where(Body.unit_id == unit_id).order_by(Body.id)
    session.execute(bodies.with_for_update(key_share=True))
    if before := _given(session, paper):
        raise Refusal("paper_numbered", number=before.number, signed_on=before.signed_on)
    if not number:
        raise Refusal("missing", fields=["number"])
    if signed_on > clock.today(session):
        raise Refusal("future_day", fields=["signed_on"], today=clock.today(session))
    if signed_on < draft.not_before:
        raise Refusal("before_paper", fields=["signed_on"], on=draft.not_before)
    for taken in papers_with(session, unit_id, number, signed_on):
        raise number_taken(number, taken)
    signer = next(
        (one for one in signers(session, draft, signed_on) if one.person_id == signer_id), None
    )
    if signer is None:
        raise Refusal("signer_not_in_office", fields=["signer"])
    row = NumberedPaper(
        id=row_id(), kind=paper.kind, unit_id=unit_id, sitting_id=paper.sitting_id,
        campaign_id=paper.campaign_id, part=paper.part, number=number, signed_on=signed_on,
        term=term_of(signed_on), signer_id=signer.person_id, numbered_at=clock.now(session),
        numbered_by=actor.name,
    )  # fmt: skip
    session.add(row)
    session.flush()
    ask_for(
        session, paper.kind, _numbered(paper.facts or {}, row, signer),
        sitting_id=paper.sitting_id, unit_id=paper.unit_id, campaign_id=paper.campaign_id,
        part=paper.part, edition=Edition.FINAL,
    )  # fmt: skip
    record_event(
        session, "paper_numbered", actor=actor,
        facts={
            "kind": paper.kind, "number": number, "signed_on": signed_on,
            "signer": signer.person.name,
        },
    )  # fmt: skip
    return row


def _given(session: TenantSession, paper: Paper) -> NumberedPaper | None:
    return session.scalars(
        select(NumberedPaper).where(
            NumberedPaper.kind == paper.kind,
            NumberedPaper.part == paper.part,
            NumberedPaper.sitting_id.is_not_distinct_from(paper.sitting_id),
            NumberedPaper.campaign_id.is_not_distinct_from(paper.campaign_id),
            *([NumberedPaper.unit_id == paper.unit_id] if paper.unit_id else []),
        )
    ).one_or_none()


def _numbered(facts: Json, row: NumberedPaper, signer: BodyMember) -> Json:
    """Say what the draft said, under its number, signed by who held office on that day."""
    place = facts["head"]["place_and_date"].rsplit(", ngày", 1)[0]
    return facts | {
        "head": facts["head"]
        | {
            "number": number_line(row.number, symbol=""),
            "place_and_date": f"{place}, {date_line(row.signed_on)}",
        },
        "draft": False,
        "document_date": row.signed_on.isoformat(),
        "post": (signer.post or "Bí thư").upper(),
        "signer": signer.person.name,
    }
