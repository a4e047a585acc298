"""What the recorder enters while a sitting is open: how its members vote, and what is noted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from tenants.audit import record_event
from tenants.database import Json
from tenants.members import Member
from tenants.wall import TenantSession
from workflows.engine.refusals import Refusal
from workflows.sittings.ballot_tables import Balloting
from workflows.sittings.gates import CHOOSING_PILOTS, has_merit
from workflows.sittings.majority import BadTallyError, Ballots, Outcome, VoteRule, decide
from workflows.sittings.opening import lock_sitting
from workflows.sittings.places import forget_rounds
from workflows.sittings.reading import items_of, may_record, seats_of
from workflows.sittings.tables import (
    Gate,
    Mode,
    Result,
    Sitting,
    SittingItem,
    SittingSeat,
    SittingState,
)


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
    item = _item(session, sitting, item_id)
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


def mark_pilot(
    session: TenantSession,
    sitting: Sitting,
    item_id: UUID,
    *,
    pilot: bool,
    reason: str,
    supervisor_id: UUID | None,
    actor: Member,
    replaces_id: UUID | None = None,
) -> SittingItem:
    """Mark a dossier as pilot or not; a pilot has a reason and a supervisor.

    ``replaces_id`` is the dossier whose mark a new pilot takes over, where it does.

    Raises:
        Refusal: not the recorder, not a sitting for pilots, or a pilot without both.

    """
    sitting = opened_for_recording(session, sitting, actor=actor)
    if sitting.gate not in CHOOSING_PILOTS:
        raise Refusal("only_at_sitting")
    item = _item(session, sitting, item_id)
    if pilot and replaces_id is not None:
        _ask_that_it_is_replaceable(session, sitting, item, replaces_id)
    missing = [
        name
        for name, value in (("pilot_reason", reason), ("supervisor", supervisor_id))
        if pilot and not value
    ]
    if missing:
        raise Refusal("pilot_incomplete", fields=missing, dossier=item.dossier.code)
    item.pilot = pilot
    item.pilot_reason = reason if pilot else ""
    item.supervisor_id = supervisor_id if pilot else None
    item.replaces_id = replaces_id if pilot else None
    record_event(
        session, "pilot_marked", actor=actor,
        facts={
            "sitting": sitting.code, "dossier": item.dossier.code, "pilot": pilot,
            "reason": item.pilot_reason,
        },
    )  # fmt: skip
    session.flush()
    return item


def _ask_that_it_is_replaceable(
    session: TenantSession, sitting: Sitting, item: SittingItem, replaces_id: UUID
) -> None:
    """Ask that the pilot that is taken over is another one, on the agenda of the same change."""
    on_agenda = session.scalars(
        select(SittingItem.dossier_id).where(
            SittingItem.sitting_id == sitting.id,
            SittingItem.active,
            SittingItem.dossier_id != item.dossier_id,
        )
    )
    if sitting.gate is not Gate.PILOT_CHANGE or replaces_id not in set(on_agenda):
        raise Refusal("replaces_nobody", dossier=item.dossier.code)


def record_ground(
    session: TenantSession, sitting: Sitting, item_id: UUID, *, ground: str, actor: Member
) -> SittingItem:
    """Record on what a title is to be revoked, or restored, before it is voted on.

    Raises:
        Refusal: not the recorder, no ground, or the item was voted on.

    """
    sitting = opened_for_recording(session, sitting, actor=actor)
    item = _item(session, sitting, item_id)
    if not ground:
        raise Refusal("missing", fields=["ground"])
    if item.in_favour is not None:
        raise Refusal("voted_already", dossier=item.dossier.code)
    item.ground = ground
    record_event(
        session, "ground_recorded", actor=actor, dossier_id=item.dossier_id,
        facts={"sitting": sitting.code, "ground": ground},
    )  # fmt: skip
    session.flush()
    return item


def leave_unmarked_out(session: TenantSession, sitting: Sitting, *, actor: Member) -> None:
    """Mark every dossier that nobody marked as not a pilot."""
    sitting = opened_for_recording(session, sitting, actor=actor)
    unmarked = [
        item for item in items_of(session, sitting.id) if item.active and item.pilot is None
    ]
    for item in unmarked:
        item.pilot = False
    record_event(
        session, "pilots_left_out", actor=actor,
        facts={"sitting": sitting.code, "dossiers": [item.dossier.code for item in unmarked]},
    )  # fmt: skip
    session.flush()


def defer(session: TenantSession, sitting: Sitting, item_id: UUID, *, actor: Member) -> SittingItem:
    """Leave a dossier for another sitting, or take that back."""
    sitting = opened_for_recording(session, sitting, actor=actor)
    item = _item(session, sitting, item_id)
    item.result = None if item.result is Result.DEFERRED else Result.DEFERRED
    record_event(
        session, "item_deferred", actor=actor, dossier_id=item.dossier_id,
        facts={"sitting": sitting.code, "deferred": item.result is Result.DEFERRED},
    )  # fmt: skip
    session.flush()
    return item


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


def opened_for_recording(
    session: TenantSession, sitting: Sitting, *, actor: Member, seen_version: int | None = None
) -> Sitting:
    """Lock an opened sitting and its agenda for who runs its page.

    Raises:
        Refusal: not the recorder, or the sitting is not open.
        StaleError: the sitting changed since it was shown.

    """
    sitting = lock_sitting(session, sitting, seen_version=seen_version)
    if not may_record(actor, sitting):
        raise Refusal("role", parties=["ward_body", "city_body"])
    if sitting.state is not SittingState.OPENED:
        raise Refusal("sitting_not_open", sitting=sitting.code)
    # Whoever strikes a dossier at this moment waits, or is waited for.
    session.execute(
        select(SittingItem.id)
        .where(SittingItem.sitting_id == sitting.id)
        .order_by(SittingItem.id)
        .with_for_update()
    )
    return sitting


def _item(session: TenantSession, sitting: Sitting, item_id: UUID) -> SittingItem:
    for item in items_of(session, sitting.id):
        if item.id == item_id and item.active:
            return item
    raise Refusal("off_the_agenda", sitting=sitting.code)


def touch(sitting: Sitting) -> None:
    """Raise the sitting's version, so that an older page is told."""
    flag_modified(sitting, "rule")
