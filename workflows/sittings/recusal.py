"""Who has an interest in an item: known to the chair before the vote, out of the base who leaves.

Four eyes take somebody out at the opening, and so does the own cell where the tenant's rule
says so (otherwise it is marked only). Beyond that a member may ask to leave, and then does.
"""

from __future__ import annotations

from uuid import UUID

from tenants.audit import record_event
from tenants.database import Json
from tenants.members import Member
from tenants.wall import TenantSession
from workflows.engine.refusals import Refusal
from workflows.sittings.balloting import open_one
from workflows.sittings.opening import lock_sitting
from workflows.sittings.reading import chairs, items_of, may_record, seats_of
from workflows.sittings.tables import Sitting, SittingItem, SittingState

DECLARED = "declared"


def declare(
    session: TenantSession,
    sitting: Sitting,
    item_id: UUID,
    *,
    person_id: UUID,
    reason: str,
    actor: Member,
) -> SittingItem:
    """Take a member out of an item at the own wish; the chair or the recorder may note it.

    Raises:
        Refusal: for somebody else without running the sitting, not on the roll, no reason,
            out of it already, or the item was voted on (``voted_already``).

    """
    sitting, item = _unvoted(session, sitting, item_id)
    if actor.person_id != person_id and not _runs(actor, sitting):
        raise Refusal("role", parties=["ward_body", "city_body"])
    seat = next((s for s in seats_of(session, sitting.id) if s.person_id == person_id), None)
    if seat is None:
        raise Refusal("not_on_the_roll")
    if not reason:
        raise Refusal("missing", fields=["reason"])
    if any(leaver["person"] == str(person_id) for leaver in item.leaving):
        raise Refusal("leaves_already", name=seat.name)
    leaver: Json = {
        "person": str(person_id), "name": seat.name, "why": DECLARED, "reason": reason,
    }  # fmt: skip
    item.leaving = [*item.leaving, leaver]
    record_event(
        session, "recusal_declared", actor=actor, dossier_id=item.dossier_id,
        facts={"sitting": sitting.code, "who": seat.name, "reason": reason},
    )  # fmt: skip
    session.flush()
    return item


def take_back(
    session: TenantSession, sitting: Sitting, item_id: UUID, *, person_id: UUID, actor: Member
) -> SittingItem:
    """Let somebody who had asked to leave vote on the item after all.

    Raises:
        Refusal: not who runs the sitting, voted on already, or somebody who must leave.

    """
    sitting, item = _unvoted(session, sitting, item_id)
    if not _runs(actor, sitting):
        raise Refusal("role", parties=["ward_body", "city_body"])
    left = [
        leaver
        for leaver in item.leaving
        if leaver["person"] == str(person_id) and leaver["why"] == DECLARED
    ]
    if not left:
        raise Refusal("must_leave")
    item.leaving = [leaver for leaver in item.leaving if leaver not in left]
    record_event(
        session, "recusal_taken_back", actor=actor, dossier_id=item.dossier_id,
        facts={"sitting": sitting.code, "who": left[0]["name"]},
    )  # fmt: skip
    session.flush()
    return item


def _unvoted(
    session: TenantSession, sitting: Sitting, item_id: UUID
) -> tuple[Sitting, SittingItem]:
    sitting = lock_sitting(session, sitting, seen_version=None)
    if sitting.state is not SittingState.OPENED:
        raise Refusal("sitting_not_open", sitting=sitting.code)
    item = next((i for i in items_of(session, sitting.id) if i.id == item_id and i.active), None)
    if item is None:
        raise Refusal("off_the_agenda", sitting=sitting.code)
    if item.in_favour is not None:
        raise Refusal("voted_already", dossier=item.dossier.code)
    if open_one(session, sitting.id) is not None:
        raise Refusal("ballot_open", sitting=sitting.code)
    return sitting, item


def _runs(actor: Member, sitting: Sitting) -> bool:
    return chairs(actor, sitting) or may_record(actor, sitting)
