"""How the members of an open sitting vote, as the recorder enters it by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from tenants.audit import record_event
from tenants.database import Json
from tenants.members import Member
from tenants.wall import TenantSession
from workflows.engine.refusals import Refusal
from workflows.sittings.ballot_tables import Balloting
from workflows.sittings.gates import has_merit
from workflows.sittings.majority import BadTallyError, Ballots, Outcome, VoteRule, decide
from workflows.sittings.places import forget_rounds
from workflows.sittings.reading import items_of, seats_of
from workflows.sittings.recording import active_item, opened_for_recording
from workflows.sittings.tables import Mode, Sitting, SittingItem, SittingSeat


@dataclass(frozen=True, slots=True)
class Votes:
    """Votes on one question: heads, or papers."""

    in_favour: int
    against: int = 0
    abstained: int = 0
    invalid: int = 0


def record_vote(
    session: TenantSession,
    sitting: Sitting,
    item_id: UUID,
    *,
    title: Votes,
    merit: Votes | None,
    actor: Member,
    seen_version: int | None = None,
) -> SittingItem:
    """Record the counts of one item: on the title, and on the Giấy khen where it is due.

    Raises:
        Refusal: not the recorder, the sitting is not open, the item is off the agenda or
            only noted, or the counts contradict each other or the room (``bad_tally``).
        StaleError: somebody recorded this item since it was shown.

    """
    sitting = opened_for_recording(session, sitting, actor=actor)
    _refuse_by_hand(sitting)
    item = active_item(session, sitting, item_id)
    if seen_version is not None and item.version != seen_version:
        raise Refusal("vote_changed", dossier=item.dossier.code)
    if only_noted(item):
        raise Refusal("only_noted", dossier=item.dossier.code)
    seats = seats_of(session, sitting.id)
    before = _as_facts(item)
    item.attended = _attended(sitting, item, seats, title)
    count(sitting, item, seats, title)
    if not has_merit(sitting.gate, item):
        merit = None
    if merit is not None:
        count(sitting, item, seats, merit)
    forget_rounds(session, sitting, items_of(session, sitting.id), actor=actor)
    enter(sitting, item, title, merit, attended=item.attended, tally_by=actor.person_id)
    record_event(
        session, "vote_recorded", actor=actor, dossier_id=item.dossier_id,
        facts={"sitting": sitting.code, "before": before, "after": _as_facts(item)},
    )  # fmt: skip
    session.flush()
    return item


def record_rest(
    session: TenantSession,
    sitting: Sitting,
    *,
    merit: bool,
    actor: Member,
) -> int:
    """Record everybody in favour for the items without a vote; return how many.

    ``merit`` says whether the same show of hands grants the Giấy khen as well.

    Raises:
        Refusal: not the recorder, the sitting is not open, or nobody is in the room.

    """
    sitting = opened_for_recording(session, sitting, actor=actor)
    _refuse_by_hand(sitting)
    seats = seats_of(session, sitting.id)
    if not any(seat.present for seat in seats):
        raise Refusal("nobody_present")
    there = _there(seats)
    rest = [
        item
        for item in items_of(session, sitting.id)
        if item.active and item.in_favour is None and not only_noted(item)
        and item.result is None
    ]  # fmt: skip
    for item in rest:
        voters = _in_room(item, seats)
        all_for = Votes(voters)
        with_merit = (
            (Votes(voters) if merit else Votes(0, against=voters))
            if has_merit(sitting.gate, item)
            else None
        )
        enter(
            sitting, item, all_for, with_merit,
            attended=there, tally_by=actor.person_id, in_bulk=True,
        )  # fmt: skip
    record_event(
        session, "sitting_rest_recorded", actor=actor,
        facts={
            "sitting": sitting.code, "dossiers": [item.dossier.code for item in rest],
            "merit": merit,
        },
    )  # fmt: skip
    session.flush()
    return len(rest)


def undo_rest(session: TenantSession, sitting: Sitting, *, actor: Member) -> int:
    """Take back what was recorded for the rest in one act; return how many items."""
    sitting = opened_for_recording(session, sitting, actor=actor)
    rest = [item for item in items_of(session, sitting.id) if item.in_bulk and item.active]
    forget_rounds(session, sitting, items_of(session, sitting.id), actor=actor)
    for item in rest:
        item.in_favour = item.against = item.abstained = item.invalid = None
        item.merit_in_favour = item.merit_against = item.merit_abstained = None
        item.in_bulk, item.attended, item.mode = False, None, None
        item.tally_by_id, item.confirmed_by_id, item.confirmed_by = None, None, ""
    record_event(
        session, "sitting_rest_undone", actor=actor,
        facts={"sitting": sitting.code, "dossiers": [item.dossier.code for item in rest]},
    )  # fmt: skip
    session.flush()
    return len(rest)


def change_mode(
    session: TenantSession, sitting: Sitting, mode: Mode, *, counting_team: str, actor: Member
) -> None:
    """Vote otherwise from now on; what was voted on before stays as it is.

    Raises:
        Refusal: not the recorder, the sitting is not open, or a ballot is being cast.

    """
    sitting = opened_for_recording(session, sitting, actor=actor)
    being_cast = session.scalar(
        select(Balloting.id).where(Balloting.sitting_id == sitting.id, Balloting.ended_at.is_(None))
    )
    if being_cast is not None:
        raise Refusal("ballot_open", sitting=sitting.code)
    sitting.mode, sitting.counting_team = mode, counting_team
    record_event(
        session, "sitting_mode_changed", actor=actor,
        facts={"sitting": sitting.code, "mode": mode, "counting_team": counting_team},
    )  # fmt: skip
    session.flush()


def count(
    sitting: Sitting, item: SittingItem, seats: Sequence[SittingSeat], votes: Votes
) -> Outcome:
    """Count votes on an item by the sitting's frozen rule.

    Raises:
        Refusal: ``bad_tally``, when the counts contradict each other or the room.

    """
    try:
        return decide(
            sitting.roll,
            len(room_of(item, seats)),
            len(item.leaving),
            Ballots(votes.in_favour, votes.against, votes.abstained, votes.invalid),
            VoteRule.from_dict(sitting.rule),
            leaving_present=_leaving_present(item, seats),
        )
    except BadTallyError as error:
        raise Refusal(
            "bad_tally",
            fields=["in_favour"],
            dossier=item.dossier.code,
            base=_in_room(item, seats),
            detail=error.code,
        ) from error


def only_noted(item: SittingItem) -> bool:
    """Tell whether the dossier is noted and not voted: not eligible, no exception."""
    return item.eligible is False and not item.exception_reason


def room_of(item: SittingItem, seats: Sequence[SittingSeat]) -> set[str]:
    """Return who counts as present at an item: as at its vote, otherwise as they are now."""
    return set(_there(seats) if item.attended is None else item.attended)


def enter(
    sitting: Sitting,
    item: SittingItem,
    title: Votes,
    merit: Votes | None,
    *,
    attended: list[str],
    tally_by: UUID | None,
    in_bulk: bool = False,
) -> None:
    """Write the counts of an item down, with how it was voted on and who was there."""
    item.in_favour, item.against = title.in_favour, title.against
    item.abstained, item.invalid = title.abstained, title.invalid
    item.merit_in_favour = merit.in_favour if merit else None
    item.merit_against = merit.against if merit else None
    item.merit_abstained = merit.abstained if merit else None
    item.in_bulk, item.mode, item.attended = in_bulk, sitting.mode, attended
    item.tally_by_id, item.confirmed_by_id, item.confirmed_by = tally_by, None, ""


def _attended(
    sitting: Sitting, item: SittingItem, seats: Sequence[SittingSeat], votes: Votes
) -> list[str]:
    """Return who was there at a vote: a corrected count keeps what it was counted against.

    Unless it does not fit: then the roll call had been mistaken, and is taken as it stands.
    """
    if item.attended is not None:
        try:
            count(sitting, item, seats, votes)
        except Refusal:
            return _there(seats)
        return list(item.attended)
    return _there(seats)


def _there(seats: Sequence[SittingSeat]) -> list[str]:
    return sorted(str(seat.person_id) for seat in seats if seat.present)


def _leaving_present(item: SittingItem, seats: Sequence[SittingSeat]) -> int:
    there = room_of(item, seats)
    return sum(leaver["person"] in there for leaver in item.leaving)


def _in_room(item: SittingItem, seats: Sequence[SittingSeat]) -> int:
    return len(room_of(item, seats)) - _leaving_present(item, seats)


def _refuse_by_hand(sitting: Sitting) -> None:
    """Refuse to enter by hand what is voted on in secret, on the members' own devices."""
    if sitting.mode is Mode.SECRET_BALLOT:
        raise Refusal("vote_by_ballot", sitting=sitting.code)


def _as_facts(item: SittingItem) -> Json:
    return {
        "in_favour": item.in_favour, "against": item.against, "abstained": item.abstained,
        "invalid": item.invalid, "merit_in_favour": item.merit_in_favour,
    }  # fmt: skip
