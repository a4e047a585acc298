"""Papers counted by hand: a counting team enters the tally, a second person confirms it."""

from __future__ import annotations

from hashlib import sha256

from tenants.audit import record_event
from tenants.members import Member
from tenants.wall import TenantSession
from workflows.engine.refusals import Refusal, StaleError
from workflows.sittings.opening import lock_sitting
from workflows.sittings.reading import items_of, may_record, seats_of
from workflows.sittings.tables import Mode, Sitting, SittingItem, SittingState

COUNTED_BY_HAND = frozenset({Mode.PAPER_BALLOT, Mode.WRITTEN_POLL})


def unconfirmed(items: list[SittingItem]) -> list[SittingItem]:
    """List the tallies that nobody but who entered them has seen."""
    return [
        item
        for item in items
        if item.active
        and item.mode in COUNTED_BY_HAND
        and item.in_favour is not None
        and item.confirmed_by_id is None
    ]


def tally_mark(items: list[SittingItem]) -> str:
    """Return a mark of the tallies that a page shows for confirmation."""
    shown = [f"{item.id}:{item.version}" for item in items]
    return sha256("\n".join(shown).encode()).hexdigest()[:20]


def confirm_tallies(session: TenantSession, sitting: Sitting, *, seen: str, actor: Member) -> int:
    """Confirm the tallies exactly as they were shown; return how many.

    Raises:
        Refusal: neither on the roll nor the recorder, an interest in one of them, not open,
            nothing to confirm, or the actor entered one of them.
        StaleError: a tally changed since it was shown.

    """
    sitting = lock_sitting(session, sitting, seen_version=None)
    if not may_confirm(session, sitting, actor):
        raise Refusal("role", parties=["ward_body", "city_body"])
    if sitting.state is not SittingState.OPENED:
        raise Refusal("sitting_not_open", sitting=sitting.code)
    items = unconfirmed(items_of(session, sitting.id))
    if not items:
        raise Refusal("nothing_to_confirm", sitting=sitting.code)
    if tally_mark(items) != seen:
        raise StaleError(name="", trigger="", at=None, state=sitting.state)
    if any(item.tally_by_id == actor.person_id for item in items):
        raise Refusal("own_tally")
    for item in items:
        item.confirmed_by_id, item.confirmed_by = actor.person_id, actor.name
    record_event(
        session, "sitting_tally_confirmed", actor=actor,
        facts={"sitting": sitting.code, "dossiers": [item.dossier.code for item in items]},
    )  # fmt: skip
    session.flush()
    return len(items)


def may_confirm(session: TenantSession, sitting: Sitting, member: Member) -> bool:
    """Tell whether a member may be the second person: on the roll, or of the office.

    Whoever leaves one of the items for an interest in it does not vouch for its count either.
    """
    waiting = unconfirmed(items_of(session, sitting.id))
    leaving = {leaver["person"] for item in waiting for leaver in item.leaving}
    on_the_roll = {seat.person_id for seat in seats_of(session, sitting.id)}
    return str(member.person_id) not in leaving and (
        member.person_id in on_the_roll or may_record(member, sitting)
    )
