"""What closing a sitting would make of each item, and what still stands in its way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy import select

from tenants.database import Json
from tenants.wall import TenantSession
from workflows.dossiers.rating import ratings_of
from workflows.dossiers.tables import Dossier, PilotMark, QualityRating, Rating
from workflows.engine.refusals import Refusal
from workflows.sittings.balloting import open_one
from workflows.sittings.gates import CHOOSING_PILOTS, NEEDS_GROUND, has_merit, trigger_of
from workflows.sittings.majority import VoteRule, has_quorum, quorum_needed
from workflows.sittings.places import Line, Standing, lines_of
from workflows.sittings.quota import grouping_of
from workflows.sittings.quota import rule_of as quota_rule_of
from workflows.sittings.reading import items_of, seats_of
from workflows.sittings.tables import Gate, Result, Sitting, SittingItem, SittingSeat
from workflows.sittings.tallies import unconfirmed
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
    """Everything the check page shows before a sitting is closed.

    ``lines`` say where the places of a quota end. ``capped`` says that there is a quota,
    ``pilots`` that the sitting chooses pilots, whose number is one question.
    """

    outcomes: list[ItemOutcome]
    present: int
    roll: int
    quorum_needed: int
    problems: list[str]
    lines: list[Line] = field(default_factory=list)
    capped: bool = False
    pilots: bool = False

    @property
    def ready(self) -> bool:
        """Whether the sitting may be closed."""
        return not self.problems and not any(outcome.problem for outcome in self.outcomes)

    def counted(self, result: Result) -> int:
        """Count the items that have this result for certain: who is level has none yet."""
        return sum(each.result is result and each.problem is None for each in self.outcomes)


def check_closing(session: TenantSession, sitting: Sitting) -> ClosingCheck:
    """Say what closing would do, item by item, and what stands in its way."""
    seats = seats_of(session, sitting.id)
    items = [item for item in items_of(session, sitting.id) if item.active]
    ratings = ratings_of(session, [item.dossier_id for item in items])
    outcomes = [_outcome(sitting, item, seats, ratings) for item in items]
    lines = _lines(session, sitting, outcomes)
    outcomes = [_placed(sitting, outcome, lines) for outcome in outcomes]
    present = sum(seat.present for seat in seats)
    rule = VoteRule.from_dict(sitting.rule) if sitting.rule else VoteRule()
    problems = []
    if sitting.roll and not has_quorum(present, sitting.roll, rule):
        problems.append("no_quorum")
    problems += _pilot_problems(session, sitting, items)
    if open_one(session, sitting.id) is not None:
        problems.append("ballot_open")
    return ClosingCheck(
        outcomes=outcomes,
        present=present,
        roll=sitting.roll,
        quorum_needed=quorum_needed(sitting.roll, rule) if sitting.roll else 0,
        problems=problems,
        lines=lines,
        capped=sitting.gate is Gate.RECOGNITION and quota_rule_of(sitting.campaign) is not None,
        pilots=sitting.gate in CHOOSING_PILOTS,
    )


def part_of(check: ClosingCheck) -> list[ItemOutcome]:
    """List what can be closed while the rest stays open.

    Where places are short of a quota, or may become so, a group of units is closed as one:
    who is still to be voted on may come before who has been.
    """
    waiting = {_group(outcome.item) for outcome in check.outcomes if outcome.problem}
    if check.pilots:
        return []
    return [
        outcome
        for outcome in check.outcomes
        if not outcome.problem and not (check.capped and _group(outcome.item) in waiting)
    ]


def _group(item: SittingItem) -> str:
    rule = quota_rule_of(item.dossier.campaign)
    return grouping_of(rule, item.dossier.unit) if rule else ""


def _outcome(
    sitting: Sitting,
    item: SittingItem,
    seats: Sequence[SittingSeat],
    ratings: Mapping[UUID, QualityRating],
) -> ItemOutcome:
    if item.result in {Result.DEFERRED, Result.STRUCK}:
        return ItemOutcome(item, item.result)
    if only_noted(item):
        noted = trigger_of(sitting.gate, item, passed=False)
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
    _refuse_unready(sitting, item)
    title = count(sitting, item, seats, _title(item))
    if title.result in {"no_quorum", "body_above"}:
        raise Refusal(title.result)
    passed = title.result == "passed"
    explained: Json = dict(title.spelled_out)
    merit = None
    if has_merit(sitting.gate, item):
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
    return ItemOutcome(
        item,
        Result.PASSED if passed else Result.NOT_PASSED,
        trigger_of(sitting.gate, item, passed=passed),
        merit=None if merit is None else passed and merit.result == "passed",
        explained=explained,
    )


def _refuse_unready(sitting: Sitting, item: SittingItem) -> None:
    """Refuse an item of which something is still to be entered."""
    if item.in_favour is None:
        raise Refusal("unvoted")
    if unconfirmed([item]):
        raise Refusal("tally_unconfirmed")
    if sitting.gate in CHOOSING_PILOTS and item.pilot is None:
        raise Refusal("pilot_unmarked")
    if sitting.gate in NEEDS_GROUND and not item.ground:
        raise Refusal("ground_missing")


def _lines(session: TenantSession, sitting: Sitting, outcomes: Sequence[ItemOutcome]) -> list[Line]:
    """Say where the places end; nothing where the sitting gives none or there is no cap."""
    if sitting.gate is not Gate.RECOGNITION:
        return []
    passed = [outcome.item for outcome in outcomes if outcome.result is Result.PASSED]
    return lines_of(session, sitting, passed)


def _placed(sitting: Sitting, outcome: ItemOutcome, lines: Sequence[Line]) -> ItemOutcome:
    """Let an item that passed keep its outcome only where a place is left for it."""
    line = next((line for line in lines if outcome.item.id in line.standing), None)
    if line is None:
        return outcome
    explained = {**outcome.explained, "quota": line.explained(outcome.item.id)}
    match line.standing[outcome.item.id]:
        case Standing.WITHIN:
            return replace(outcome, explained=explained)
        case Standing.TIED:
            return replace(outcome, explained=explained, problem="tied_across_line")
        case Standing.BELOW:
            return replace(
                outcome,
                result=Result.NOT_PASSED,
                trigger=trigger_of(sitting.gate, outcome.item, passed=False),
                merit=False,
                explained=explained,
            )


def _title(item: SittingItem) -> Votes:
    return Votes(item.in_favour or 0, item.against or 0, item.abstained or 0, item.invalid or 0)


def _merit(item: SittingItem) -> Votes:
    return Votes(item.merit_in_favour or 0, item.merit_against or 0, item.merit_abstained or 0)


def _pilot_problems(
    session: TenantSession, sitting: Sitting, items: Sequence[SittingItem]
) -> list[str]:
    if sitting.gate not in CHOOSING_PILOTS:
        return []
    standing = set(
        session.scalars(
            select(PilotMark.dossier_id)
            .join(Dossier, Dossier.id == PilotMark.dossier_id)
            .where(
                Dossier.campaign_id == sitting.campaign_id,
                Dossier.committee_id == sitting.body.unit_id,
                PilotMark.dropped_at.is_(None),
            )
        )
    )
    after = (standing - {item.dossier_id for item in items if item.pilot is False}) | {
        item.dossier_id for item in items if item.pilot
    }
    if len(after) > int(sitting.campaign.rules.get("pilots_per_ward", 2)):
        return ["too_many_pilots"]
    if sitting.gate is Gate.PILOT_CHANGE:
        idle = [item for item in items if item.pilot is False and item.dossier_id not in standing]
        twice = [item for item in items if item.pilot and item.dossier_id in standing]
        if idle or twice:
            return ["pilot_as_before"]
        dropped = {item.dossier_id for item in items if item.pilot is False}
        taken = [item.replaces_id for item in items if item.pilot and item.replaces_id]
        replaced = len(set(taken)) == len(taken) and set(taken) <= dropped
        return [] if replaced else ["replaced_pilot_stays"]
    marked = all(item.pilot is not None for item in items)
    if marked and not after and not sitting.no_pilot_reason:
        return ["no_pilot_reason"]
    return []
