"""The lint of a flow: what the state machine would only find when a move is fired.

The rules are those of docs/process.md, section 2.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflows.engine.act import Move
from workflows.engine.parties import PARTIES, SYSTEM, TENANT_ADMIN
from workflows.engine.table import Table

PAPERS = frozenset(f"D{number}" for number in range(1, 21))
NUMBERED = frozenset({"D4", "D10", "D14", "D15", "D17"})


def lint(flow: Table) -> list[str]:
    """List the faults of a flow's table, in a fixed order; a sound one has none."""
    faults = {
        fault
        for rule in (_names, _ends, _rows, _kinds, _undo, _ways, _owing)
        for fault in rule(flow)
    }
    return sorted(faults)


def _names(flow: Table) -> Iterator[str]:
    for name in flow.twice:
        yield f"{name}: two states"
    if flow.start not in flow.states:
        yield f"unknown start {flow.start!r}"
    for side, party in (("unit", flow.unit), ("receiver", flow.receiver)):
        if PARTIES.get(party.name) is not party:
            yield f"{side}: party {party.name!r} does not exist"
    for move in flow.moves:
        yield from _names_of(move)


def _names_of(move: Move) -> Iterator[str]:
    if move.trigger == "undo":
        yield "undo: is a mark of a row, not a row"
    if not move.by:
        yield f"{move.trigger}: is nobody's to make"
    for party in move.by:
        if PARTIES.get(party.name) is not party:
            yield f"{move.trigger}: party {party.name!r} does not exist"
    for paper in move.papers:
        if paper not in PAPERS:
            yield f"{move.trigger}: paper {paper} does not exist"


def _ends(flow: Table) -> Iterator[str]:
    triggers = {move.trigger for move in flow.moves}
    for move in flow.moves:
        for state in move.source:
            if state not in flow.states:
                yield f"{move.trigger}: unknown source {state!r}"
        of = getattr(move.target, "of", None)
        if of is not None and of not in triggers:
            yield f"{move.trigger}: goes back over unknown move {of!r}"
        if isinstance(move.target, str) and move.target not in flow.states:
            yield f"{move.trigger}: unknown target {move.target!r}"


def _rows(flow: Table) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    words: dict[tuple[str, str], str] = {}
    for move in flow.moves:
        for state in move.source:
            if (state, move.trigger) in seen:
                yield f"{move.trigger} from {state}: two rows"
            seen.add((state, move.trigger))
            other = words.setdefault((state, move.word), move.trigger)
            if other != move.trigger:
                yield f"{move.trigger} from {state}: same address as {other}"


def _kinds(flow: Table) -> Iterator[str]:
    for move in flow.moves:
        for name in _known(flow, move):
            kind = flow.states[name].kind
            if kind == "closed":
                yield f"{move.trigger} leaves closed {name}"
            if kind == "settled" and not move.afterlife:
                yield f"{move.trigger} leaves settled {name} and is not marked afterlife"
            if kind != "settled" and move.afterlife:
                yield f"{move.trigger} is afterlife but leaves {kind} {name}"
            of = getattr(move.target, "of", None)
            if of is not None and any(
                other.target != name for other in flow.moves if other.trigger == of
            ):
                yield f"{move.trigger}: goes back over {of} from {name}, where {of} does not lead"


def _undo(flow: Table) -> Iterator[str]:
    for move in flow.moves:
        if not move.undoable:
            continue
        if move.at_sitting or move.by == (SYSTEM,):
            yield f"{move.trigger}: undo of a sitting's or the service's move"
        if NUMBERED & set(move.papers):
            yield f"{move.trigger}: undo of a numbered paper"
        if not (move.target is None or isinstance(move.target, str)):
            yield f"{move.trigger}: undo of a move that goes back"


def _ways(flow: Table) -> Iterator[str]:
    reached = flow.reached_from(flow.start)
    # Going back makes nothing reachable: the dossier was there before.
    beside = {move.target for move in flow.moves if move.side and isinstance(move.target, str)}
    for name, state in flow.states.items():
        if state.kind != "parked" and name not in reached and name not in beside:
            yield f"{name}: out of reach"
        if state.kind == "open" and not any(
            flow.states[end].kind == "settled" for end in flow.reached_from(name)
        ):
            yield f"{name}: no way to a result without side moves"
        if state.kind == "parked" and not any(
            move.target is not None for move in flow.moves_from(name)
        ):
            yield f"{name}: parked and never left"


def _owing(flow: Table) -> Iterator[str]:
    for name, state in flow.states.items():
        awaited = state.kind in {"open", "parked"}
        if awaited and state.owes is None:
            yield f"{name}: nobody owes the next act"
        if not awaited and state.owes is not None:
            yield f"{name}: rests but somebody owes"
        if not awaited or state.owes is None:
            continue
        leaving = [move for move in flow.moves_from(name) if move.target is not None]
        if not any(state.owes in move.by for move in leaving):
            yield f"{name}: {state.owes.name} owes but has no move"
        on_behalf = {move.trigger for move in leaving if flow.unit in move.by}
        if state.owes is flow.unit and not any(
            set(move.by) - {flow.unit, TENANT_ADMIN}
            and move.trigger not in on_behalf | {"put_on_hold"}
            for move in leaving
        ):
            yield f"{name}: waits for the {flow.unit.name} for ever"


def _known(flow: Table, move: Move) -> list[str]:
    return [state for state in move.source if state in flow.states]
