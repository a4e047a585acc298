"""The product's table is the specification's, row for row."""

from __future__ import annotations

import pytest

from tests.workflows.flows.specification import MOVES, ROWS, STATE
from workflows.engine.flow import Back, Flow, Move
from workflows.engine.lint import lint
from workflows.engine.parties import PARTIES
from workflows.flows import FLOWS
from workflows.flows.cell_title import CELL_TITLE

MARKS = {"†": "at_sitting", "↶": "undoable", "‡": "side", "§": "afterlife"}


def as_written(move: Move) -> tuple[object, ...]:
    """Put a move of the product into the words of the specification."""
    target = f"<{move.target.of}" if isinstance(move.target, Back) else move.target
    return (
        move.trigger, move.source, target, tuple(party.name for party in move.by),
        frozenset(mark for mark, name in MARKS.items() if getattr(move, name)), move.papers,
    )  # fmt: skip


def test_flow_has_twenty_three_states_and_thirty_seven_rows() -> None:
    assert (len(CELL_TITLE.states), len(CELL_TITLE.moves)) == (23, 37)
    assert (len(STATE), len(ROWS)) == (23, 37)


def test_states_are_of_their_kind_and_owed_by_their_party() -> None:
    assert CELL_TITLE.start == "registration_draft"
    assert [
        (state.name, state.kind.value, state.owes.name if state.owes else None)
        for state in CELL_TITLE.states.values()
    ] == [(state.name, state.kind, state.owes) for state in STATE.values()]


@pytest.mark.parametrize("number", range(len(ROWS)), ids=MOVES.strip().splitlines())
def test_row_is_as_specified(number: int) -> None:
    row = ROWS[number]
    assert as_written(CELL_TITLE.moves[number]) == (
        row.trigger, row.sources, row.target, row.by, row.marks, row.papers,
    )  # fmt: skip


@pytest.mark.parametrize("flow", FLOWS.values(), ids=lambda flow: f"{flow.name}-{flow.version}")
def test_flow_has_no_faults(flow: Flow) -> None:
    assert lint(flow) == []
    assert {party.name for move in flow.moves for party in move.by} <= set(PARTIES)


@pytest.mark.parametrize("flow", FLOWS.values(), ids=lambda flow: f"{flow.name}-{flow.version}")
def test_every_guard_and_effect_says_what_it_does(flow: Flow) -> None:
    steps = {
        step
        for move in flow.moves
        for step in (*move.needs, *move.checks, *move.effects, *move.undone)
    }
    assert {step.__name__ for step in steps if not (step.__doc__ or "").strip()} == set()
    assert len(steps) > 40


def test_guards_made_for_a_move_are_told_apart() -> None:
    """Their names are what the digest of a version is made of."""
    by_name: dict[str, set[object]] = {}
    for move in CELL_TITLE.moves:
        for step in (*move.needs, *move.checks):
            by_name.setdefault(step.__name__, set()).add(step)
    twins = {name for name, steps in by_name.items() if len(steps) > 1}
    # One sitting's gate, one pair of days: made anew for each row, and the same.
    assert twins <= {"days_have_come", *(name for name in twins if name.startswith("at_gate_"))}


def test_digest_tells_versions_apart() -> None:
    moves = [move for move in CELL_TITLE.moves if move.trigger != "transfer"]
    other = Flow(
        "cell_title", 2, start=CELL_TITLE.start, states=list(CELL_TITLE.states.values()),
        moves=moves,
    )  # fmt: skip
    assert other.digest != CELL_TITLE.digest
    assert len(CELL_TITLE.digest) == 16


def test_every_move_has_an_address_of_its_own() -> None:
    words = {move.trigger: move.word for move in CELL_TITLE.moves}
    assert len(set(words.values())) == len(words)
    assert all({move.trigger for move in CELL_TITLE.by_word(word)} == {trigger}
               for trigger, word in words.items())  # fmt: skip
