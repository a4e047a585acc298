"""Closing a sitting: every item has an outcome, and the outcomes move the dossiers.

A closed sitting is corrected only by a new one (docs/process.md, section 4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import func, select

from tenants import clock
from tenants.audit import record_event
from tenants.database import Json
from tenants.members import Member
from tenants.outbox import leave
from tenants.wall import TenantSession
from workflows.decisions.making import make_decision
from workflows.dossiers.rating import ratings_of
from workflows.dossiers.tables import Dossier, PilotMark, QualityRating, Rating
from workflows.engine.act import Closing
from workflows.engine.fire import Happening, fire, lock
from workflows.engine.refusals import Refusal
from workflows.sittings.gates import GATES
from workflows.sittings.majority import VoteRule, has_quorum, quorum_needed
from workflows.sittings.opening import lock_campaign, lock_sitting
from workflows.sittings.reading import chairs, items_of, may_record, seats_of
from workflows.sittings.tables import Gate, Result, Sitting, SittingItem, SittingSeat, SittingState
from workflows.sittings.voting import Votes, count, only_noted


@dataclass(frozen=True, slots=True)
class ItemOutcome:
    """What closing would make of one item.

    ``problem`` is the code of what is still to be settled; ``trigger`` the move that
    would be fired, empty where the dossier stays as it is.
    """

    item: SittingItem
    result: Result | None
    trigger: str | None = None
    merit: bool | None = None
    explained: Json = field(default_factory=dict)
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class ClosingCheck:
    """Everything the check page shows before a sitting is closed."""

    outcomes: list[ItemOutcome]
    present: int
    roll: int
    quorum_needed: int
    problems: list[str]

    @property
    def ready(self) -> bool:
        """Whether the sitting may be closed."""
        return not self.problems and not any(outcome.problem for outcome in self.outcomes)

    def counted(self, result: Result) -> int:
        """Count the items with this result."""
        return sum(outcome.result is result for outcome in self.outcomes)


def check_closing(session: TenantSession, sitting: Sitting) -> ClosingCheck:
    """Say what closing would do, item by item, and what stands in its way."""
    seats = seats_of(session, sitting.id)
    items = [item for item in items_of(session, sitting.id) if item.active]
    ratings = ratings_of(session, [item.dossier_id for item in items])
    outcomes = [_outcome(sitting, item, seats, ratings) for item in items]
    present = sum(seat.present for seat in seats)
    rule = VoteRule.from_dict(sitting.rule) if sitting.rule else VoteRule()
    problems = []
    if sitting.roll and not has_quorum(present, sitting.roll, rule):
        problems.append("no_quorum")
    problems += _pilot_problems(session, sitting, items)
    return ClosingCheck(
        outcomes=outcomes,
        present=present,
        roll=sitting.roll,
        quorum_needed=quorum_needed(sitting.roll, rule) if sitting.roll else 0,
        problems=problems,
    )


def close_sitting(
    session: TenantSession,
    sitting: Sitting,
    *,
    actor: Member,
    seen_version: int,
    key: str | None = None,
    no_pilot_reason: str = "",
) -> list[Happening]:
    """Close a sitting and fire the moves of its outcomes; return what happened.

    The chair closes on the own device; where the tenant's rule allows it, the recorder
    closes on the chair's order, and both are recorded.

    Raises:
        Refusal: not the chair (or the rule does not let the recorder), not open, no
            quorum, or an item that is not settled (``items_unsettled`` names them).
        StaleError: the sitting changed since it was shown.

    """
    sitting = lock_sitting(session, sitting, seen_version=seen_version)
    on_order = _who_closes(actor, sitting)
    if sitting.state is not SittingState.OPENED:
        raise Refusal("sitting_not_open", sitting=sitting.code)
    if no_pilot_reason:
        sitting.no_pilot_reason = no_pilot_reason
    lock(
        session,
        [item.dossier_id for item in items_of(session, sitting.id) if item.active],
        viewer=actor,
    )
    if sitting.gate is Gate.RECOGNITION:
        lock_campaign(session, sitting.campaign_id)
    check = check_closing(session, sitting)
    if check.problems:
        raise Refusal(
            check.problems[0], present=check.present, roll=check.roll, needed=check.quorum_needed
        )
    unsettled = [o.item.dossier.code for o in check.outcomes if o.problem]
    if unsettled:
        raise Refusal("items_unsettled", dossiers=unsettled)
    for outcome in check.outcomes:
        outcome.item.result = outcome.result
        outcome.item.explained = outcome.explained
        outcome.item.merit_passed = outcome.merit
    sitting.state = SittingState.CLOSED
    sitting.closed_at = clock.now(session)
    sitting.closed_by = actor.name
    sitting.closed_on_order = on_order
    session.flush()
    happenings = _fire_outcomes(session, sitting, check.outcomes, actor=actor, key=key)
    for outcome in check.outcomes:
        outcome.item.active = False
    if sitting.gate is Gate.RECOGNITION:
        session.flush()
        make_decision(session, sitting)
    leave(session, "papers_of_sitting", {"sitting": str(sitting.id)})
    record_event(
        session, "sitting_closed", actor=actor,
        facts={
            "sitting": sitting.code, "on_order": on_order, "present": check.present,
            "roll": check.roll,
            "results": {o.item.dossier.code: o.result for o in check.outcomes},
        },
    )  # fmt: skip
    session.flush()
    return happenings


def suspend_sitting(
    session: TenantSession, sitting: Sitting, *, actor: Member, seen_version: int
) -> None:
    """Suspend an opened sitting, or resume a suspended one."""
    sitting = lock_sitting(session, sitting, seen_version=seen_version)
    if not (chairs(actor, sitting) or may_record(actor, sitting)):
        raise Refusal("role", parties=["ward_body", "city_body"])
    turned = {
        SittingState.OPENED: SittingState.SUSPENDED,
        SittingState.SUSPENDED: SittingState.OPENED,
    }
    if sitting.state not in turned:
        raise Refusal("sitting_not_open", sitting=sitting.code)
    sitting.state = turned[sitting.state]
    record_event(
        session, f"sitting_{'suspended' if sitting.state is SittingState.SUSPENDED else 'resumed'}",
        actor=actor, facts={"sitting": sitting.code},
    )  # fmt: skip


def break_off_sitting(
    session: TenantSession, sitting: Sitting, *, reason: str, actor: Member, seen_version: int
) -> None:
    """Break an opened sitting off: nothing is fired, its dossiers are free for another."""
    sitting = lock_sitting(session, sitting, seen_version=seen_version)
    if not (chairs(actor, sitting) or may_record(actor, sitting)):
        raise Refusal("role", parties=["ward_body", "city_body"])
    if sitting.state not in {SittingState.OPENED, SittingState.SUSPENDED}:
        raise Refusal("sitting_not_open", sitting=sitting.code)
    if not reason:
        raise Refusal("missing", fields=["reason"])
    sitting.state = SittingState.BROKEN_OFF
    sitting.ended_reason = reason
    for item in items_of(session, sitting.id):
        item.active = False
    record_event(
        session, "sitting_broken_off", actor=actor,
        facts={"sitting": sitting.code, "reason": reason},
    )  # fmt: skip
    session.flush()


def may_close(member: Member, sitting: Sitting) -> str | None:
    """Return the code of why the member may not close this sitting, or nothing."""
    try:
        _who_closes(member, sitting)
    except Refusal as refusal:
        return refusal.code
    return None


def _who_closes(actor: Member, sitting: Sitting) -> bool:
    """Tell whether the sitting is closed on the chair's order; refuse everybody else."""
    if chairs(actor, sitting):
        return False
    if not may_record(actor, sitting):
        raise Refusal("role", parties=["ward_body", "city_body"])
    if not sitting.campaign.rules.get("recorder_may_close", False):
        raise Refusal("chair_closes")
    return True


def _outcome(
    sitting: Sitting,
    item: SittingItem,
    seats: Sequence[SittingSeat],
    ratings: Mapping[UUID, QualityRating],
) -> ItemOutcome:
    if item.result in {Result.DEFERRED, Result.STRUCK}:
        return ItemOutcome(item, item.result)
    if only_noted(sitting, item):
        noted = GATES[sitting.gate].not_passed
        return ItemOutcome(item, Result.NOT_PASSED, noted, explained={"noted": True})
    try:
        return _counted(sitting, item, seats, ratings)
    except Refusal as refusal:
        return ItemOutcome(item, None, problem=refusal.code)


def _counted(
    sitting: Sitting,
    item: SittingItem,
    seats: Sequence[SittingSeat],
    ratings: Mapping[UUID, QualityRating],
) -> ItemOutcome:
    """Count an item that was voted on; what is not settled raises its code."""
    rule = GATES[sitting.gate]
    if item.in_favour is None:
        raise Refusal("unvoted")
    title = count(sitting, item, seats, _title(item))
    if title.result in {"no_quorum", "body_above"}:
        raise Refusal(title.result)
    passed = title.result == "passed"
    explained: Json = dict(title.spelled_out)
    merit = None
    if rule.merit:
        if passed and item.merit_in_favour is None:
            raise Refusal("merit_vote_missing")
        merit = count(sitting, item, seats, _merit(item))
        explained["merit"] = dict(merit.spelled_out)
    if sitting.gate is Gate.RECOGNITION and passed:
        if item.dossier_id not in ratings:
            raise Refusal("rating_undecided")
        rating = ratings[item.dossier_id].rating
        if rating not in {Rating.EXCELLENT, Rating.GOOD}:
            passed, explained["rating_too_low"] = False, rating
    if sitting.gate is Gate.PILOT_SELECTION and item.pilot is None:
        raise Refusal("pilot_unmarked")
    return ItemOutcome(
        item,
        Result.PASSED if passed else Result.NOT_PASSED,
        rule.passed if passed else rule.not_passed,
        merit=None if merit is None else passed and merit.result == "passed",
        explained=explained,
    )


def _title(item: SittingItem) -> Votes:
    return Votes(item.in_favour or 0, item.against or 0, item.abstained or 0, item.invalid or 0)


def _merit(item: SittingItem) -> Votes:
    return Votes(item.merit_in_favour or 0, item.merit_against or 0, item.merit_abstained or 0)


def _pilot_problems(
    session: TenantSession, sitting: Sitting, items: Sequence[SittingItem]
) -> list[str]:
    if sitting.gate is not Gate.PILOT_SELECTION:
        return []
    chosen = sum(bool(item.pilot) for item in items)
    standing = session.scalar(
        select(func.count())
        .select_from(PilotMark)
        .join(Dossier, Dossier.id == PilotMark.dossier_id)
        .where(
            Dossier.campaign_id == sitting.campaign_id,
            Dossier.committee_id == sitting.body.unit_id,
            PilotMark.dropped_at.is_(None),
        )
    )
    if chosen + (standing or 0) > int(sitting.campaign.rules.get("pilots_per_ward", 2)):
        return ["too_many_pilots"]
    marked = all(item.pilot is not None for item in items)
    if marked and not chosen and not standing and not sitting.no_pilot_reason:
        return ["no_pilot_reason"]
    return []


def _fire_outcomes(
    session: TenantSession,
    sitting: Sitting,
    outcomes: Sequence[ItemOutcome],
    *,
    actor: Member,
    key: str | None,
) -> list[Happening]:
    moves: list[tuple[UUID, ItemOutcome]] = sorted(
        ((outcome.item.dossier_id, outcome) for outcome in outcomes if outcome.trigger),
        key=lambda pair: pair[0],
    )
    return [
        fire(
            session, dossier_id, str(outcome.trigger), actor=actor,
            seen_version=outcome.item.dossier.version, key=key,
            closing=Closing(sitting, outcome.item),
            inputs={"sitting": sitting.code, "votes": outcome.explained},
        )
        for dossier_id, outcome in moves
    ]  # fmt: skip
