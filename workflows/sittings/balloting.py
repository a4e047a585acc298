"""Holding a secret ballot: opened over the items without a vote, cast once, counted together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from secrets import SystemRandom
from uuid import UUID

from sqlalchemy import delete, func, insert, select
from sqlalchemy.dialects.postgresql import insert as insert_once

from tenants import clock
from tenants.asking import asked_once
from tenants.audit import record_event
from tenants.database import row_id, unguessable_id
from tenants.members import Member
from tenants.proofs.sealing import CannotOpenError
from tenants.wall import TenantSession
from workflows.engine.refusals import Refusal
from workflows.sittings.ballot_tables import (
    Ballot,
    Balloting,
    Choice,
    Participation,
    Question,
    SealedPaper,
)
from workflows.sittings.gates import has_merit
from workflows.sittings.reading import items_of, seats_of
from workflows.sittings.recording import opened_for_recording
from workflows.sittings.sealed_papers import Marks, seal, unseal
from workflows.sittings.tables import Mode, Sitting, SittingItem, SittingSeat, SittingState
from workflows.sittings.voting import Votes, count, enter, only_noted

_DICE = SystemRandom()


def open_balloting(session: TenantSession, sitting: Sitting, *, actor: Member) -> Balloting:
    """Open the ballot over every item that has no vote yet.

    Raises:
        Refusal: not the recorder, the sitting is not open or votes otherwise, nobody is in
            the room, one is open already, or no item is without a vote.

    """
    sitting = opened_for_recording(session, sitting, actor=actor)
    if sitting.mode is not Mode.SECRET_BALLOT:
        raise Refusal("no_ballot", sitting=sitting.code)
    if open_one(session, sitting.id) is not None:
        raise Refusal("ballot_open", sitting=sitting.code)
    if not any(seat.present for seat in seats_of(session, sitting.id)):
        raise Refusal("nobody_present")
    items = [item for item in items_of(session, sitting.id) if unvoted(item)]
    if not items:
        raise Refusal("nothing_to_vote", sitting=sitting.code)
    held = session.scalar(
        select(func.count()).select_from(Balloting).where(Balloting.sitting_id == sitting.id)
    )
    balloting = Balloting(
        id=row_id(), sitting_id=sitting.id, number=(held or 0) + 1,
        items=[str(item.id) for item in items],
        opened_at=clock.now(session), opened_by=actor.name,
    )  # fmt: skip
    session.add(balloting)
    record_event(
        session, "sitting_ballot_opened", actor=actor,
        facts={
            "sitting": sitting.code, "ballot": balloting.number,
            "dossiers": [item.dossier.code for item in items],
        },
    )  # fmt: skip
    session.flush()
    return balloting


def cast(session: TenantSession, sitting: Sitting, marks: Marks, *, actor: Member) -> None:
    """Cast the actor's own ballot; once cast it is final.

    Raises:
        Refusal: no ballot is open, the actor is not on the roll or not in the room, has
            voted already, or a question is not answered.

    """
    balloting = session.scalars(
        select(Balloting)
        .where(Balloting.sitting_id == sitting.id, Balloting.ended_at.is_(None))
        .with_for_update(read=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if balloting is None or sitting.state is not SittingState.OPENED:
        raise Refusal("no_ballot", sitting=sitting.code)
    seat = seat_of(session, sitting, actor)
    if seat is None or not seat.present:
        raise Refusal("not_in_the_room")
    asked = questions_for(session, sitting, balloting, seat)
    if set(marks) != set(asked):
        raise Refusal("ballot_incomplete", missing=len(set(asked) - set(marks)))
    taken = session.execute(
        insert_once(Participation)
        .values(
            tenant_id=session.tenant_id, id=row_id(), balloting_id=balloting.id,
            person_id=seat.person_id,
        )
        .on_conflict_do_nothing(index_elements=["tenant_id", "balloting_id", "person_id"])
        .returning(Participation.id)
    ).one_or_none()  # fmt: skip
    if taken is None:
        raise Refusal("already_voted")
    session.execute(
        insert(SealedPaper).values(
            tenant_id=session.tenant_id, id=unguessable_id(), balloting_id=balloting.id,
            sealed=seal(balloting, marks),
        )
    )  # fmt: skip
    record_event(
        session, "sitting_ballot_cast", actor=actor,
        facts={"sitting": sitting.code, "ballot": balloting.number},
    )  # fmt: skip
    session.flush()


def end_balloting(
    session: TenantSession, sitting: Sitting, *, actor: Member, short: bool = False
) -> int:
    """End the open ballot and count it; return how many papers there were.

    A counted ballot is never opened again and who has not voted is not in favour, so while
    members in the room have not voted, ``short`` has to say that it ends all the same.

    Raises:
        Refusal: not the recorder, none is open, members in the room have not voted
            (``ballots_outstanding``), or the papers do not open (``ballots_unreadable``):
            then it is voided and held again.

    """
    sitting = opened_for_recording(session, sitting, actor=actor)
    balloting = _ending(session, sitting)
    papers = _papers(session, balloting)
    voted = voters_of(session, balloting)
    if len(papers) != len(voted):
        raise Refusal("ballots_unreadable", sitting=sitting.code)
    seats = seats_of(session, sitting.id)
    awaited = [seat.name for seat in seats if seat.present and seat.person_id not in set(voted)]
    if awaited and not short:
        raise Refusal("ballots_outstanding", names=awaited)
    attended = sorted(
        {str(seat.person_id) for seat in seats if seat.present} | set(map(str, voted))
    )
    found = Counter(
        (item_id, question, choice)
        for paper in papers
        for (item_id, question), choice in paper.items()
    )
    _write_shuffled(session, balloting, papers)
    tallies = {}
    asked = {UUID(item_id) for item_id in balloting.items}
    for item in items_of(session, sitting.id):
        if item.id not in asked or not unvoted(item):
            continue
        item.attended = attended
        title, merit = (
            Votes(*(found[item.id, question, choice] for choice in Choice)) for question in Question
        )
        count(sitting, item, seats, title)
        enter(
            sitting, item, title, merit if has_merit(sitting.gate, item) else None,
            attended=attended, tally_by=actor.person_id,
        )  # fmt: skip
        tallies[item.dossier.code] = [title.in_favour, title.against, title.abstained]
    balloting.ended_at, balloting.ended_by = clock.now(session), actor.name
    record_event(
        session, "sitting_ballot_ended", actor=actor,
        facts={
            "sitting": sitting.code, "ballot": balloting.number, "papers": len(papers),
            "tallies": tallies,
        },
    )  # fmt: skip
    session.flush()
    return len(papers)


def void_balloting(session: TenantSession, sitting: Sitting, *, reason: str, actor: Member) -> None:
    """End the open ballot without counting it: nobody learns what was cast.

    Raises:
        Refusal: not the recorder, none is open, or no reason is given.

    """
    sitting = opened_for_recording(session, sitting, actor=actor)
    balloting = _ending(session, sitting)
    if not reason:
        raise Refusal("missing", fields=["reason"])
    session.execute(delete(SealedPaper).where(SealedPaper.balloting_id == balloting.id))
    balloting.ended_at, balloting.ended_by = clock.now(session), actor.name
    balloting.void_reason = reason
    record_event(
        session, "sitting_ballot_voided", actor=actor,
        facts={"sitting": sitting.code, "ballot": balloting.number, "reason": reason},
    )  # fmt: skip
    session.flush()


@asked_once
def open_one(session: TenantSession, sitting_id: UUID) -> Balloting | None:
    """Return the ballot that is open at a sitting, if one is."""
    return session.scalars(
        select(Balloting).where(Balloting.sitting_id == sitting_id, Balloting.ended_at.is_(None))
    ).one_or_none()


def voters_of(session: TenantSession, balloting: Balloting) -> Sequence[UUID]:
    """List who took part."""
    return session.scalars(
        select(Participation.person_id).where(Participation.balloting_id == balloting.id)
    ).all()


def seat_of(session: TenantSession, sitting: Sitting, member: Member) -> SittingSeat | None:
    """Return the seat on which a member votes: the own one, nobody else's."""
    return next(
        (seat for seat in seats_of(session, sitting.id) if seat.person_id == member.person_id),
        None,
    )


def items_for(
    session: TenantSession, sitting: Sitting, balloting: Balloting, seat: SittingSeat
) -> list[SittingItem]:
    """List the items on which a member votes: those that the member must leave are not there."""
    asked = set(balloting.items)
    return [
        item
        for item in items_of(session, sitting.id)
        if str(item.id) in asked
        and unvoted(item)
        and str(seat.person_id) not in {leaver["person"] for leaver in item.leaving}
    ]


def questions_for(
    session: TenantSession, sitting: Sitting, balloting: Balloting, seat: SittingSeat
) -> list[tuple[UUID, Question]]:
    """List the questions that a member's ballot answers, all of them."""
    return [
        (item.id, question)
        for item in items_for(session, sitting, balloting, seat)
        for question in Question
        if question is Question.TITLE or has_merit(sitting.gate, item)
    ]


def unvoted(item: SittingItem) -> bool:
    """Tell whether an item is still to be voted on."""
    return item.active and item.in_favour is None and item.result is None and not only_noted(item)


def _ending(session: TenantSession, sitting: Sitting) -> Balloting:
    """Lock the open ballot: whoever is casting is waited for, and nobody casts any more."""
    balloting = session.scalars(
        select(Balloting)
        .where(Balloting.sitting_id == sitting.id, Balloting.ended_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if balloting is None:
        raise Refusal("no_ballot", sitting=sitting.code)
    return balloting


def _papers(session: TenantSession, balloting: Balloting) -> list[Marks]:
    rows = session.scalars(
        select(SealedPaper.sealed)
        .where(SealedPaper.balloting_id == balloting.id)
        .order_by(SealedPaper.id)  # drawn at random, unlike the place on disk
    )
    try:
        return [unseal(balloting, paper) for paper in rows]
    except CannotOpenError as error:
        raise Refusal("ballots_unreadable") from error


def _write_shuffled(session: TenantSession, balloting: Balloting, papers: Sequence[Marks]) -> None:
    """Write all answers in one stroke and in no order, and let the sealed papers go."""
    rows = [
        {
            "tenant_id": session.tenant_id, "id": unguessable_id(), "balloting_id": balloting.id,
            "item_id": item_id, "question": question, "choice": choice,
        }
        for paper in papers
        for (item_id, question), choice in paper.items()
    ]  # fmt: skip
    _DICE.shuffle(rows)
    if rows:
        session.execute(insert(Ballot).values(rows))
    session.execute(delete(SealedPaper).where(SealedPaper.balloting_id == balloting.id))
