"""Who has a quorum, what a vote is counted against, and whether it passed.

Pure functions on head counts. The reference rule is that of a standing committee:
two thirds of the roll present, more than half of the roll in favour, those who must
leave the item taken out of the base, everyone else left in it.
"""

from dataclasses import asdict, dataclass
from math import ceil, floor
from typing import Literal

from workflows.sittings.cell_vote import cell_adopts, cell_base
from workflows.sittings.head_counts import BadTallyError, Ballots, refuse_above, refuse_negative
from workflows.sittings.vote_rule import REFERENCE, VoteRule

__all__ = [
    "REFERENCE",
    "BadTallyError",
    "Ballots",
    "Outcome",
    "VoteRule",
    "base_of",
    "cell_adopts",
    "cell_base",
    "decide",
    "has_quorum",
    "quorum_needed",
    "votes_needed",
]

Result = Literal["passed", "not_passed", "no_quorum", "body_above"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a vote came to, with every number that the minutes print."""

    result: Result
    numerator: int
    base: int
    needed: int
    roll: int
    leaving: int
    present: int
    quorum_needed: int
    not_cast: int
    ballots: Ballots
    rule: VoteRule

    @property
    def spelled_out(self) -> dict[str, int | str]:
        """The numbers by name, plain JSON; the words around them belong to the reader's page."""
        numbers = asdict(self)
        del numbers["ballots"], numbers["rule"]
        return numbers | asdict(self.ballots) | {"counted_against": self.rule.base}


def quorum_needed(roll: int, rule: VoteRule = REFERENCE) -> int:
    """Return how many of the roll must be present; never none."""
    return max(1, ceil(roll * rule.quorum))


def has_quorum(present: int, roll: int, rule: VoteRule = REFERENCE) -> bool:
    """Say whether enough are in the room, those who must leave an item included."""
    return present >= quorum_needed(roll, rule)


def votes_needed(base: int, rule: VoteRule = REFERENCE) -> int:
    """Return the fewest votes in favour that are more than the majority's share of the base."""
    return floor(base * rule.majority) + 1


def base_of(
    roll: int,
    leaving: int,
    rule: VoteRule = REFERENCE,
    *,
    present: int = 0,
    leaving_present: int = 0,
    valid: int = 0,
) -> int:
    """Return the number that votes in favour are measured against.

    The roll base looks at ``roll`` and ``leaving`` only, the present base at ``present``
    (the room before anyone leaves) and ``leaving_present``, the valid base at ``valid``.
    """
    if rule.base == "present":
        return present - leaving_present
    if rule.base == "valid":
        return valid
    return roll - leaving


def decide(
    roll: int,
    present: int,
    leaving: int,
    ballots: Ballots,
    rule: VoteRule = REFERENCE,
    *,
    leaving_present: int | None = None,
) -> Outcome:
    """Count one vote of a body.

    ``roll`` is members in office less those suspended; ``present`` everyone in the room
    (for a poll: papers returned); ``leaving`` those who must leave the item, of whom
    ``leaving_present`` are among the present (unless told: as many as can be).
    Without a quorum nothing is decided, not even that the item goes up; it goes up
    when those who must leave are half of the roll or more.
    Raises ``BadTallyError`` where the counts contradict each other.
    """
    gone = min(leaving, present) if leaving_present is None else leaving_present
    _check_room(roll, present, leaving, gone)
    not_cast = _not_cast(ballots, voters=present - gone)
    base = base_of(roll, leaving, rule, present=present, leaving_present=gone, valid=ballots.valid)
    needed = votes_needed(base, rule)
    result: Result = "passed" if ballots.in_favour >= needed else "not_passed"
    if not has_quorum(present, roll, rule):
        result = "no_quorum"
    elif 2 * (roll - leaving) <= roll:
        result = "body_above"
    return Outcome(
        result=result,
        numerator=ballots.in_favour,
        base=base,
        needed=needed,
        roll=roll,
        leaving=leaving,
        present=present,
        quorum_needed=quorum_needed(roll, rule),
        not_cast=not_cast,
        ballots=ballots,
        rule=rule,
    )


def _check_room(roll: int, present: int, leaving: int, leaving_present: int) -> None:
    refuse_negative(roll=roll, present=present, leaving=leaving, leaving_present=leaving_present)
    refuse_above("present", present, "roll", roll)
    refuse_above("leaving", leaving, "roll", roll)
    refuse_above("leaving_present", leaving_present, "present", present)
    refuse_above("leaving_present", leaving_present, "leaving", leaving)
    refuse_above("leaving_absent", leaving - leaving_present, "absent", roll - present)


def _not_cast(ballots: Ballots, *, voters: int) -> int:
    refuse_negative(**asdict(ballots))
    refuse_above("ballots", ballots.cast, "voters", voters)
    return voters - ballots.cast
