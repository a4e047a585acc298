"""Thirty worked votes of the reference rule, the other bases, and what no vote may ever do."""

import json
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workflows.sittings.majority import (
    REFERENCE,
    BadTallyError,
    Ballots,
    VoteRule,
    base_of,
    cell_adopts,
    cell_base,
    decide,
    has_quorum,
    quorum_needed,
    votes_needed,
)

PRESENT = VoteRule(base="present")
VALID = VoteRule(base="valid")
TWO_THIRDS = VoteRule(majority=Fraction(2, 3))

# in office, suspended, must leave, present, (for, against, abstained, invalid), result, for/base
WORKED = [
    (3, 0, 0, 3, (2, 1, 0, 0), "passed", (2, 3)),
    (3, 0, 0, 2, (2, 0, 0, 0), "passed", (2, 3)),
    (3, 0, 0, 2, (1, 0, 1, 0), "not_passed", (1, 3)),
    (3, 0, 1, 3, (2, 0, 0, 0), "passed", (2, 2)),
    (3, 0, 1, 3, (1, 1, 0, 0), "not_passed", (1, 2)),
    (3, 0, 1, 2, (1, 0, 0, 0), "not_passed", (1, 2)),
    (3, 0, 2, 3, (1, 0, 0, 0), "body_above", (1, 1)),
    (3, 1, 0, 2, (2, 0, 0, 0), "passed", (2, 2)),
    (3, 1, 1, 2, (1, 0, 0, 0), "body_above", (1, 1)),
    (5, 0, 0, 4, (3, 1, 0, 0), "passed", (3, 5)),
    (5, 0, 0, 3, (3, 0, 0, 0), "no_quorum", (3, 5)),
    (5, 0, 1, 4, (2, 1, 0, 0), "not_passed", (2, 4)),
    (5, 0, 1, 4, (3, 0, 0, 0), "passed", (3, 4)),
    (5, 1, 0, 3, (3, 0, 0, 0), "passed", (3, 4)),
    (5, 0, 0, 5, (2, 2, 1, 0), "not_passed", (2, 5)),
    (5, 0, 0, 5, (3, 1, 0, 1), "passed", (3, 5)),
    (7, 0, 0, 5, (4, 1, 0, 0), "passed", (4, 7)),
    (7, 0, 0, 5, (3, 0, 2, 0), "not_passed", (3, 7)),
    (7, 0, 1, 5, (3, 1, 0, 0), "not_passed", (3, 6)),
    (7, 0, 0, 4, (4, 0, 0, 0), "no_quorum", (4, 7)),
    (9, 0, 0, 6, (5, 1, 0, 0), "passed", (5, 9)),
    (9, 0, 0, 6, (4, 2, 0, 0), "not_passed", (4, 9)),
    (9, 0, 1, 6, (4, 1, 0, 0), "not_passed", (4, 8)),
    (9, 1, 0, 6, (4, 0, 2, 0), "not_passed", (4, 8)),
    (9, 2, 0, 5, (4, 1, 0, 0), "passed", (4, 7)),
    (11, 0, 0, 8, (6, 2, 0, 0), "passed", (6, 11)),
    (11, 0, 3, 8, (5, 0, 0, 0), "passed", (5, 8)),
    (11, 0, 0, 7, (7, 0, 0, 0), "no_quorum", (7, 11)),
    (15, 0, 0, 10, (8, 2, 0, 0), "passed", (8, 15)),
    (15, 0, 0, 12, (8, 3, 0, 0), "passed", (8, 15)),
]

# rule, roll, present, must leave, of whom in the room, ballots, result, base, needed
FURTHER = [
    # Those present: an absence no longer counts against; those who left the item do not count.
    (PRESENT, 9, 6, 0, 0, (4, 2, 0, 0), "passed", 6, 4),
    (PRESENT, 9, 6, 0, 0, (3, 3, 0, 0), "not_passed", 6, 4),
    (PRESENT, 9, 6, 1, 1, (3, 2, 0, 0), "passed", 5, 3),
    (PRESENT, 9, 6, 1, 0, (3, 3, 0, 0), "not_passed", 6, 4),
    (PRESENT, 9, 6, 0, 0, (3, 0, 2, 1), "not_passed", 6, 4),
    (PRESENT, 9, 5, 0, 0, (5, 0, 0, 0), "no_quorum", 5, 3),
    # Valid papers: abstentions are valid, spoilt and missing papers are not.
    (VALID, 9, 6, 0, 0, (3, 2, 0, 1), "passed", 5, 3),
    (VALID, 9, 6, 0, 0, (3, 2, 1, 0), "not_passed", 6, 4),
    (VALID, 9, 6, 0, 0, (2, 1, 0, 0), "passed", 3, 2),
    (VALID, 9, 6, 0, 0, (0, 0, 0, 6), "not_passed", 0, 1),
    (VALID, 9, 6, 0, 0, (0, 0, 0, 0), "not_passed", 0, 1),
    (VALID, 9, 5, 0, 0, (5, 0, 0, 0), "no_quorum", 5, 3),
    # The roll: who must leave is out of the base wherever they are.
    (REFERENCE, 5, 4, 1, 0, (3, 1, 0, 0), "passed", 4, 3),
    (REFERENCE, 5, 4, 1, 0, (2, 2, 0, 0), "not_passed", 4, 3),
    (REFERENCE, 1, 1, 0, 0, (1, 0, 0, 0), "passed", 1, 1),
    (REFERENCE, 2, 2, 1, 1, (1, 0, 0, 0), "body_above", 1, 1),
    (REFERENCE, 0, 0, 0, 0, (0, 0, 0, 0), "no_quorum", 0, 1),
    # Half of the roll gone is enough to send the item up, under every base.
    (REFERENCE, 6, 6, 3, 3, (3, 0, 0, 0), "body_above", 3, 2),
    (PRESENT, 6, 6, 3, 3, (3, 0, 0, 0), "body_above", 3, 2),
    (VALID, 6, 6, 3, 3, (3, 0, 0, 0), "body_above", 3, 2),
    # Without a quorum nothing is decided, not even that the item goes up.
    (REFERENCE, 6, 3, 3, 0, (3, 0, 0, 0), "no_quorum", 3, 2),
    # More than two thirds: exactly two thirds is a tie.
    (TWO_THIRDS, 9, 9, 0, 0, (6, 3, 0, 0), "not_passed", 9, 7),
    (TWO_THIRDS, 9, 9, 0, 0, (7, 2, 0, 0), "passed", 9, 7),
    (VoteRule(quorum=Fraction(1, 2)), 9, 5, 0, 0, (5, 0, 0, 0), "passed", 9, 5),
    # Nine members, six in the room: a majority of those present is not enough.
    (REFERENCE, 9, 6, 0, 0, (4, 2, 0, 0), "not_passed", 9, 5),
    (PRESENT, 9, 6, 0, 0, (4, 1, 1, 0), "passed", 6, 4),
    (VALID, 9, 6, 0, 0, (4, 2, 0, 0), "passed", 6, 4),
    # Ties: half of the base is never enough, whoever abstains or stays away.
    (REFERENCE, 8, 8, 0, 0, (4, 4, 0, 0), "not_passed", 8, 5),
    (REFERENCE, 8, 8, 0, 0, (4, 0, 4, 0), "not_passed", 8, 5),
    (REFERENCE, 8, 6, 0, 0, (4, 2, 0, 0), "not_passed", 8, 5),
    (REFERENCE, 8, 8, 0, 0, (5, 3, 0, 0), "passed", 8, 5),
    (VALID, 8, 8, 0, 0, (3, 3, 0, 2), "not_passed", 6, 4),
    # Abstained, blank and invalid are in the base and not in favour.
    (REFERENCE, 7, 7, 0, 0, (3, 0, 4, 0), "not_passed", 7, 4),
    (REFERENCE, 7, 7, 0, 0, (4, 0, 0, 3), "passed", 7, 4),
    (REFERENCE, 7, 7, 0, 0, (3, 0, 0, 4), "not_passed", 7, 4),
    (REFERENCE, 7, 7, 0, 0, (0, 0, 7, 0), "not_passed", 7, 4),
    # A written poll: papers returned stand for those present; unreturned stay in the base.
    (REFERENCE, 9, 6, 0, 0, (6, 0, 0, 0), "passed", 9, 5),
    (REFERENCE, 9, 5, 0, 0, (5, 0, 0, 0), "no_quorum", 9, 5),
    (REFERENCE, 9, 9, 2, 2, (4, 3, 0, 0), "passed", 7, 4),
    (PRESENT, 9, 7, 0, 0, (4, 2, 1, 0), "passed", 7, 4),
    # Two thirds of those present, of the valid papers: exactly that share is a tie.
    (VoteRule(majority=Fraction(2, 3), base="present"), 9, 6, 0, 0, (4, 2, 0, 0), "not_passed",
     6, 5),
    (VoteRule(majority=Fraction(2, 3), base="present"), 9, 6, 0, 0, (5, 1, 0, 0), "passed", 6, 5),
    (VoteRule(majority=Fraction(2, 3), base="valid"), 9, 6, 0, 0, (4, 1, 0, 1), "passed", 5, 4),
    # Three of four must leave, or two: the body above decides. One of four: it does not.
    (REFERENCE, 4, 4, 2, 2, (2, 0, 0, 0), "body_above", 2, 2),
    (REFERENCE, 4, 4, 3, 3, (1, 0, 0, 0), "body_above", 1, 1),
    (REFERENCE, 4, 4, 1, 1, (2, 1, 0, 0), "passed", 3, 2),
    (REFERENCE, 4, 4, 1, 1, (1, 2, 0, 0), "not_passed", 3, 2),
]  # fmt: skip


@pytest.mark.parametrize(
    ("in_office", "suspended", "leaving", "present", "ballots", "result", "share"), WORKED
)
def test_worked_votes_come_out_as_worked(
    in_office: int,
    suspended: int,
    leaving: int,
    present: int,
    ballots: tuple[int, int, int, int],
    result: str,
    share: tuple[int, int],
) -> None:
    outcome = decide(in_office - suspended, present, leaving, Ballots(*ballots))

    assert (outcome.result, (outcome.numerator, outcome.base)) == (result, share)


def test_tables_are_whole() -> None:
    """Thirty votes worked by the process, and enough others for every base and rule."""
    assert len(WORKED) == 30
    assert len(set(map(str, WORKED + FURTHER))) == len(WORKED) + len(FURTHER) >= 75
    assert {row[0].base for row in FURTHER} == {"roll", "present", "valid"}
    assert {row[6] for row in FURTHER} == {"passed", "not_passed", "no_quorum", "body_above"}


@pytest.mark.parametrize(
    ("rule", "roll", "present", "leaving", "in_room", "ballots", "result", "base", "needed"),
    FURTHER,
)
def test_other_rules_count_against_their_own_base(
    rule: VoteRule,
    roll: int,
    present: int,
    leaving: int,
    in_room: int,
    ballots: tuple[int, int, int, int],
    result: str,
    base: int,
    needed: int,
) -> None:
    outcome = decide(roll, present, leaving, Ballots(*ballots), rule, leaving_present=in_room)

    assert (outcome.result, outcome.base, outcome.needed) == (result, base, needed)


def test_outcome_spells_out_every_number_of_the_minutes() -> None:
    outcome = decide(9, 6, 1, Ballots(4, 1), leaving_present=0)

    assert json.loads(json.dumps(outcome.spelled_out)) == {
        "result": "not_passed",
        "numerator": 4,
        "base": 8,
        "needed": 5,
        "roll": 9,
        "leaving": 1,
        "present": 6,
        "quorum_needed": 6,
        "not_cast": 1,
        "in_favour": 4,
        "against": 1,
        "abstained": 0,
        "invalid": 0,
        "counted_against": "roll",
    }


@pytest.mark.parametrize(
    ("roll", "needed"), [(0, 1), (1, 1), (2, 2), (3, 2), (5, 4), (7, 5), (9, 6), (11, 8), (15, 10)]
)
def test_quorum_is_two_thirds_of_the_roll_rounded_up(roll: int, needed: int) -> None:
    assert quorum_needed(roll) == needed
    assert has_quorum(needed, roll)
    assert not has_quorum(needed - 1, roll)


@pytest.mark.parametrize(("base", "needed"), [(1, 1), (2, 2), (3, 2), (8, 5), (9, 5), (17, 9)])
def test_votes_needed_are_more_than_half(base: int, needed: int) -> None:
    assert votes_needed(base) == needed


@pytest.mark.parametrize(
    ("numbers", "ballots", "code"),
    [
        ((9, 6, 0), Ballots(7), "ballots_above_voters"),
        ((9, 6, 0), Ballots(4, 2, 1), "ballots_above_voters"),
        ((9, 6, 0), Ballots(4, 2, 0, 1), "ballots_above_voters"),
        ((9, 6, 1), Ballots(6), "ballots_above_voters"),
        ((9, 10, 0), Ballots(5), "present_above_roll"),
        ((3, 3, 4), Ballots(0), "leaving_above_roll"),
        ((9, 6, 0), Ballots(-1), "in_favour_negative"),
        ((9, 6, 0), Ballots(5, -1), "against_negative"),
        ((9, 6, 0), Ballots(5, 0, -1), "abstained_negative"),
        ((9, 6, 0), Ballots(5, 0, 0, -1), "invalid_negative"),
        ((-1, 0, 0), Ballots(0), "roll_negative"),
        ((9, -1, 0), Ballots(0), "present_negative"),
        ((9, 6, -1), Ballots(0), "leaving_negative"),
    ],
)
def test_contradicting_counts_are_refused(
    numbers: tuple[int, int, int], ballots: Ballots, code: str
) -> None:
    with pytest.raises(BadTallyError) as refused:
        decide(*numbers, ballots)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("leaving", "in_room", "code"),
    [
        (1, 2, "leaving_present_above_leaving"),
        (8, 7, "leaving_present_above_present"),
        (4, 0, "leaving_absent_above_absent"),
        (1, -1, "leaving_present_negative"),
    ],
)
def test_who_leaves_is_in_the_room_or_out_of_it(leaving: int, in_room: int, code: str) -> None:
    with pytest.raises(BadTallyError) as refused:
        decide(9, 6, leaving, Ballots(0), leaving_present=in_room)

    assert refused.value.code == code


def test_refusal_carries_the_numbers() -> None:
    with pytest.raises(BadTallyError) as refused:
        decide(9, 6, 1, Ballots(6))

    assert refused.value.info == {"ballots": 6, "voters": 5}


def test_everyone_present_may_vote_when_the_one_who_must_leave_is_away() -> None:
    assert decide(9, 6, 1, Ballots(6), leaving_present=0).result == "passed"


@pytest.mark.parametrize("rule", [REFERENCE, PRESENT, VALID, TWO_THIRDS])
def test_rule_survives_the_way_through_json(rule: VoteRule) -> None:
    assert VoteRule.from_dict(json.loads(json.dumps(rule.to_dict()))) == rule


def test_reference_rule_reads_as_offices_say_it() -> None:
    assert REFERENCE.to_dict() == {
        "quorum": "2/3",
        "majority": "1/2",
        "base": "roll",
        "tie": "not_passed",
    }


@pytest.mark.parametrize(
    "change",
    [
        {"base": "everyone"},
        {"tie": "chair"},
        {"quorum": "0"},
        {"quorum": "4/3"},
        {"quorum": "1/0"},
        {"quorum": "most"},
        {"majority": "1/3"},
        {"majority": "1"},
        {"extra": "1"},
    ],
)
def test_what_is_no_rule_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"."):
        VoteRule.from_dict(REFERENCE.to_dict() | change)


def test_cell_of_twenty_four_votes_on_a_base_of_seventeen() -> None:
    base = cell_base(
        24, attached_elsewhere=2, exempted=3, exempted_present=1, suspended=1, absent_accepted=2
    )

    assert (base, votes_needed(base)) == (17, 9)
    assert cell_adopts(9, base)
    assert not cell_adopts(8, base)


def test_half_of_a_cell_is_not_more_than_half() -> None:
    assert not cell_adopts(9, 18)


def test_a_cell_without_a_base_adopts_nothing() -> None:
    assert not cell_adopts(0, 0)


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        ({"official": 5, "suspended": 6}, "taken_out_above_official"),
        ({"official": 5, "exempted": 1, "exempted_present": 2}, "exempted_present_above_exempted"),
        ({"official": 5, "attached_elsewhere": -1}, "attached_elsewhere_negative"),
        ({"official": -1}, "official_negative"),
    ],
)
def test_contradicting_cell_counts_are_refused(counts: dict[str, int], code: str) -> None:
    with pytest.raises(BadTallyError) as refused:
        cell_base(**counts)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("in_favour", "base", "code"), [(6, 5, "in_favour_above_base"), (-1, 5, "in_favour_negative")]
)
def test_a_cell_has_no_more_votes_than_its_base(in_favour: int, base: int, code: str) -> None:
    with pytest.raises(BadTallyError) as refused:
        cell_adopts(in_favour, base)

    assert refused.value.code == code


@st.composite
def votes(draw: st.DrawFn) -> tuple[int, int, int, int, Ballots]:
    """Draw a roll, the present, who leaves, how many of them are present, and ballots."""
    roll = draw(st.integers(0, 40))
    present = draw(st.integers(0, roll))
    leaving_present = draw(st.integers(0, present))
    leaving = leaving_present + draw(st.integers(0, roll - present))
    room = present - leaving_present
    counts = []
    for _ in range(4):
        counts.append(draw(st.integers(0, room)))
        room -= counts[-1]
    return roll, present, leaving, leaving_present, Ballots(*counts)


RULES = st.builds(
    VoteRule,
    quorum=st.fractions(Fraction(1, 100), 1, max_denominator=100),
    majority=st.fractions(Fraction(1, 2), Fraction(99, 100), max_denominator=100),
    base=st.sampled_from(["roll", "present", "valid"]),
)


@given(votes(), RULES)
def test_nothing_passes_with_half_of_its_base_or_less(
    vote: tuple[int, int, int, int, Ballots], rule: VoteRule
) -> None:
    roll, present, leaving, in_room, ballots = vote

    outcome = decide(roll, present, leaving, ballots, rule, leaving_present=in_room)

    assert outcome.result != "passed" or 2 * ballots.in_favour > outcome.base


@given(votes(), RULES)
def test_passing_needs_exactly_quorum_majority_and_enough_left(
    vote: tuple[int, int, int, int, Ballots], rule: VoteRule
) -> None:
    roll, present, leaving, in_room, ballots = vote

    outcome = decide(roll, present, leaving, ballots, rule, leaving_present=in_room)

    majority = rule.majority
    assert (outcome.result == "passed") == (
        present > 0
        and present * rule.quorum.denominator >= roll * rule.quorum.numerator
        and 2 * (roll - leaving) > roll
        and ballots.in_favour * majority.denominator > outcome.base * majority.numerator
    )


@given(votes(), RULES, st.sampled_from(["cast", "against", "abstained", "invalid"]))
def test_one_vote_more_in_favour_never_undoes_a_pass(
    vote: tuple[int, int, int, int, Ballots], rule: VoteRule, taken_from: str
) -> None:
    roll, present, leaving, in_room, ballots = vote
    counts = {name: getattr(ballots, name) for name in ("against", "abstained", "invalid")}
    assume(counts.get(taken_from) or ballots.cast < present - in_room)
    if counts.get(taken_from):
        counts[taken_from] -= 1
    more = Ballots(ballots.in_favour + 1, **counts)

    before = decide(roll, present, leaving, ballots, rule, leaving_present=in_room)
    after = decide(roll, present, leaving, more, rule, leaving_present=in_room)

    assert before.result != "passed" or after.result == "passed"


@given(votes(), RULES)
def test_base_is_never_above_the_roll(
    vote: tuple[int, int, int, int, Ballots], rule: VoteRule
) -> None:
    roll, present, leaving, in_room, ballots = vote

    base = base_of(
        roll, leaving, rule, present=present, leaving_present=in_room, valid=ballots.valid
    )

    assert 0 <= base <= roll
