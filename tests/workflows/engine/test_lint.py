"""The lint of a flow catches each fault that is planted in a sound table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from workflows.engine.act import Back, Move
from workflows.engine.flow import BadFlowError, Flow
from workflows.engine.parties import CELL, SYSTEM, WARD_BODY, WARD_OFFICE, Party, Scope
from workflows.engine.table import Kind, State
from workflows.flows.cell_title import MOVES, STATES

Moves = list[Move]


def without(*triggers: str) -> Callable[[Moves], Moves]:
    return lambda moves: [move for move in moves if move.trigger not in triggers]


def but(trigger: str, **values: object) -> Callable[[Moves], Moves]:
    return lambda moves: [
        replace(move, **values) if move.trigger == trigger else move for move in moves
    ]


def also(trigger: str, source: str, target: str | Back | None, *by: Party) -> Callable[
    [Moves], Moves
]:  # fmt: skip
    return lambda moves: [*moves, Move(trigger, (source,), target, by, word=trigger)]


PLANTED: dict[str, tuple[Callable[[Moves], Moves], list[str]]] = {
    "nobody opens the review": (
        without("open_review"),
        [
            "in_progress: no way to a result without side moves",
            "in_progress: system owes but has no move",
            "self_assessment: out of reach",
        ],
    ),
    "held for ever": (
        without("resume"),
        ["on_hold: inspection owes but has no move"],
    ),
    "move out of a closed state": (
        also("again", "withdrawn", "registered", CELL),
        ["again leaves closed withdrawn"],
    ),
    "settled state left without the mark": (
        but("revoke", afterlife=False),
        ["revoke leaves settled recognized and is not marked afterlife"],
    ),
    "mark of the afterlife on an open state": (
        but("admit", afterlife=True),
        ["admit is afterlife but leaves open registered"],
    ),
    "two rows for one move": (
        also("recommend", "awaiting_ward_review", "city_appraisal", WARD_BODY),
        ["recommend from awaiting_ward_review: two rows"],
    ),
    "two moves at one address": (
        but("admit", word="chon-lam-diem"),
        ["admit from registered: same address as conclude_pilot_selection"],
    ),
    "party that does not exist": (
        also("x", "registered", None, Party("nobody", (), Scope.UNIT)),
        ["x: party 'nobody' does not exist"],
    ),
    "party of the same name made anew": (
        also("x", "registered", None, Party("cell", (), Scope.UNIT)),
        ["x: party 'cell' does not exist"],
    ),
    "going back from where the move does not lead": (
        also("x", "registered", Back("put_on_hold"), CELL),
        ["x: goes back over put_on_hold from registered, where put_on_hold does not lead"],
    ),
    "going back over a move that does not exist": (
        also("x", "on_hold", Back("sleep"), CELL),
        ["x: goes back over unknown move 'sleep'"],
    ),
    "undo of a sitting's move": (
        but("recommend", undoable=True),
        ["recommend: undo of a sitting's or the service's move"],
    ),
    "undo of the service's move": (
        but("admit", by=(SYSTEM,), undoable=True),
        ["admit: undo of a sitting's or the service's move"],
    ),
    "undo of a numbered paper": (
        but("send_to_city", undoable=True),
        ["send_to_city: undo of a numbered paper"],
    ),
    "undo of a move that goes back": (
        but("resume", undoable=True),
        ["resume: undo of a move that goes back"],
    ),
    "nothing lapses": (
        without("lapse"),
        [
            "lapsed: out of reach",
            "registration_draft: waits for the cell for ever",
            "registration_returned: waits for the cell for ever",
            "self_assessment: waits for the cell for ever",
        ],
    ),
    "on only by a side move": (
        but("conclude_appraisal", side=True),
        [
            "in_progress: no way to a result without side moves",
            "registered: no way to a result without side moves",
            "registration_draft: no way to a result without side moves",
            "registration_returned: no way to a result without side moves",
            "registration_submitted: no way to a result without side moves",
            "returned: no way to a result without side moves",
            "self_assessment: no way to a result without side moves",
            "under_appraisal: no way to a result without side moves",
        ],
    ),
    "nobody admits and nobody selects": (
        without("admit", "conclude_pilot_selection"),
        [
            "in_progress: out of reach",
            "registered: no way to a result without side moves",
            "registered: ward_body owes but has no move",
        ],
    ),
    "source that does not exist": (
        also("x", "nowhere", "registered", CELL),
        ["x: unknown source 'nowhere'"],
    ),
    "target that does not exist": (
        also("x", "registered", "nowhere", CELL),
        ["x: unknown target 'nowhere'"],
    ),
    "paper that does not exist": (
        but("admit", papers=("D21",)),
        ["admit: paper D21 does not exist"],
    ),
    "undo as a row": (
        also("undo", "registered", "in_progress", WARD_OFFICE),
        ["undo: is a mark of a row, not a row"],
    ),
    "move that is nobody's": (
        also("x", "registered", "in_progress"),
        ["x: is nobody's to make"],
    ),
    "target without a name": (
        also("x", "registered", "", CELL),
        ["x: unknown target ''"],
    ),
    "nobody declines": (without("decline"), ["declined: out of reach"]),
    "nobody calls a return back": (
        without("call_back"),
        ["returned: waits for the cell for ever"],
    ),
}


def built(moves: Moves, states: list[State] | None = None, start: str = "registration_draft") -> (
    Flow
):  # fmt: skip
    return Flow(
        "tried", 1, start=start, unit=CELL, receiver=WARD_OFFICE, states=states or STATES,
        moves=moves,
    )  # fmt: skip


def faults(moves: Moves, states: list[State] | None = None, **other: str) -> list[str]:
    """Return what the lint says of a table, nothing for a sound one."""
    try:
        built(moves, states, **other)
    except BadFlowError as error:
        return str(error).splitlines()
    return []


def test_sound_table_has_no_faults() -> None:
    assert faults(list(MOVES)) == []


@pytest.mark.parametrize(("plant", "named"), PLANTED.values(), ids=PLANTED)
def test_planted_fault_is_named(plant: Callable[[Moves], Moves], named: list[str]) -> None:
    said = faults(plant(list(MOVES)))
    assert [fault for fault in named if fault not in said] == []
    assert said != []


@pytest.mark.parametrize(
    ("state", "named"),
    [
        (State("registered", Kind.OPEN), "registered: nobody owes the next act"),
        (State("declined", Kind.SETTLED, WARD_OFFICE), "declined: rests but somebody owes"),
        (State("lapsed", Kind.CLOSED, CELL), "lapsed: rests but somebody owes"),
        (State("recommended", Kind.OPEN, CELL), "recommended: cell owes but has no move"),
    ],
)
def test_fault_of_a_state_is_named(state: State, named: str) -> None:
    states = [state if each.name == state.name else each for each in STATES]
    assert named in faults(list(MOVES), states)


def test_state_that_is_parked_must_be_left() -> None:
    moves = without("resume", "supersede")(list(MOVES))
    assert "on_hold: parked and never left" in faults(moves)


def test_start_must_exist() -> None:
    assert "unknown start 'nowhere'" in faults(list(MOVES), start="nowhere")


def test_two_states_of_one_name_are_named() -> None:
    states = [*STATES, State("registered", Kind.CLOSED)]
    assert "registered: two states" in faults(list(MOVES), states)


def test_sides_of_a_flow_must_exist() -> None:
    stranger = Party("cell", (), Scope.UNIT)
    with pytest.raises(BadFlowError, match="unit: party 'cell' does not exist"):
        Flow(
            "tried", 1, start="registration_draft", unit=stranger, receiver=WARD_OFFICE,
            states=STATES, moves=MOVES,
        )  # fmt: skip


def test_faults_come_in_a_fixed_order() -> None:
    moves = without("open_review", "lapse")(list(MOVES))
    assert faults(moves) == sorted(faults(moves))


def test_machine_knows_no_jump() -> None:
    """The library would offer ``to_recognized`` and ``may_…``; only the table's moves exist."""
    flow = built(list(MOVES))
    assert set(flow.machine.events) == {move.trigger for move in MOVES} | {"undo"}


def test_machine_holds_no_dossier() -> None:
    flow = built(list(MOVES))
    assert flow.machine.models == []
