"""The product's table is the specification's, row for row."""

from __future__ import annotations

import pytest

from tests.workflows.flows.specification import COMMITTEE, REGIME_A, REGIME_B, Specification
from workflows.engine.act import Back, Move
from workflows.engine.flow import Flow
from workflows.engine.lint import lint
from workflows.engine.parties import PARTIES, Scope
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


SPECIFIED = (REGIME_A, REGIME_B, COMMITTEE)


@pytest.mark.parametrize(
    ("specified", "states", "rows"),
    [(REGIME_A, 23, 37), (REGIME_B, 17, 27), (COMMITTEE, 19, 28)],
    ids=lambda given: getattr(given, "name", ""),
)
def test_flow_has_its_states_and_rows(specified: Specification, states: int, rows: int) -> None:
    flow = FLOWS[specified.name, 1]
    assert (len(flow.states), len(flow.moves)) == (states, rows)
    assert (len(specified.states), len(specified.rows)) == (states, rows)


@pytest.mark.parametrize("specified", SPECIFIED, ids=lambda each: each.name)
def test_states_are_of_their_kind_and_owed_by_their_party(specified: Specification) -> None:
    flow = FLOWS[specified.name, 1]
    assert flow.start == "registration_draft"
    assert [
        (state.name, state.kind.value, state.owes.name if state.owes else None)
        for state in flow.states.values()
    ] == [(state.name, state.kind, state.owes) for state in specified.states.values()]


@pytest.mark.parametrize(
    ("specified", "number"),
    [(each, number) for each in SPECIFIED for number in range(len(each.rows))],
    ids=lambda given: getattr(given, "name", str(given)),
)
def test_row_is_as_specified(specified: Specification, number: int) -> None:
    row = specified.rows[number]
    assert as_written(FLOWS[specified.name, 1].moves[number]) == (
        row.trigger, row.sources, row.target, row.by, row.marks, row.papers,
    )  # fmt: skip


@pytest.mark.parametrize("specified", SPECIFIED, ids=lambda each: each.name)
def test_level_that_holds_a_dossier_is_as_specified(specified: Specification) -> None:
    flow = FLOWS[specified.name, 1]
    awaited = set(specified.open)
    above = {name for name in awaited if flow.held_at(name) is Scope.UPPER}
    assert above == specified.above & awaited


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
    assert len(steps) > 30


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
        "cell_title", 2, start=CELL_TITLE.start, unit=CELL_TITLE.unit,
        receiver=CELL_TITLE.receiver, states=list(CELL_TITLE.states.values()), moves=moves,
    )  # fmt: skip
    assert other.digest != CELL_TITLE.digest
    assert len(CELL_TITLE.digest) == 16


@pytest.mark.parametrize("specified", SPECIFIED, ids=lambda each: each.name)
def test_every_move_has_an_address_of_its_own(specified: Specification) -> None:
    flow = FLOWS[specified.name, 1]
    words = {move.trigger: move.word for move in flow.moves}
    assert len(set(words.values())) == len(words)
    assert all({move.trigger for move in flow.by_word(word)} == {trigger}
               for trigger, word in words.items())  # fmt: skip


def test_a_move_has_one_address_in_every_flow() -> None:
    words: dict[str, set[str]] = {}
    for flow in FLOWS.values():
        for move in flow.moves:
            words.setdefault(move.trigger, set()).add(move.word)
    assert {trigger: found for trigger, found in words.items() if len(found) > 1} == {}
