"""A flow: states, and a table of moves, run by one shared state machine.

The table is the only source of buttons, rights, refusals, addresses, drawings
and documentation. The machine holds no dossier: it is built once for each
version, shared by all threads, and reads and writes ``dossier.state`` only while
a move is fired.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeAlias

from transitions import EventData, Machine, Transition

from workflows.engine.due import CampaignDay, WorkingDays
from workflows.engine.lint import lint
from workflows.engine.parties import Party, Scope

if TYPE_CHECKING:
    from workflows.engine.act import Act

Step: TypeAlias = "Callable[[Act], None]"


class Kind(StrEnum):
    """What may still happen in a state (docs/process.md, section 2)."""

    OPEN = "open"
    PARKED = "parked"
    SETTLED = "settled"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class State:
    """Where a dossier can stand, who owes the next act, and by when.

    ``stops_clock`` says that the clock of the state before stands still meanwhile.
    """

    name: str
    kind: Kind
    owes: Party | None = None
    due: CampaignDay | WorkingDays = WorkingDays()  # noqa: RUF009  # frozen
    stops_clock: bool = False


@dataclass(frozen=True, slots=True)
class Back:
    """The state that the last standing move of this name left."""

    of: str


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table.

    Args:
        trigger: the move's name.
        source: the states it leaves.
        target: the state it leads to; ``None`` stays.
        by: the parties that may make it.
        word: its part of the address, Vietnamese without accents.
        asks: inputs that must be filled in.
        needs: guards on facts, asked before the button is drawn and again when pressed.
        checks: guards on the inputs.
        effects: what else changes, in the same transaction.
        undone: what an undo takes back besides the state.
        papers: the papers it produces (D1-D20).
        at_sitting: fired only by the closing of a sitting (†).
        undoable: may be taken back by its actor (↶).
        side: a side move (‡).
        afterlife: a move of a settled dossier (§).

    """

    trigger: str
    source: tuple[str, ...]
    target: str | Back | None
    by: tuple[Party, ...]
    word: str
    asks: tuple[str, ...] = ()
    needs: tuple[Step, ...] = ()
    checks: tuple[Step, ...] = ()
    effects: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()
    papers: tuple[str, ...] = ()
    at_sitting: bool = False
    undoable: bool = False
    side: bool = False
    afterlife: bool = False


class Edge(Transition):
    """A transition that knows its row of the table."""

    def __init__(self, *args: Any, move: Move, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.move = move


class _States(dict[str, State]):
    """The states of a flow by name; one that it does not have is at rest, whatever it was.

    A dossier that stands in a state which its flow has lost can then be listed, shown and
    moved to another version; it only owes nothing to anybody.
    """

    def __missing__(self, name: str) -> State:
        return State(name, Kind.CLOSED)


class _FlowMachine(Machine):
    transition_cls = Edge


class Flow:
    """A linted table of moves and its machine.

    Args:
        unit: the party that files the dossier, and hears of every move.
        receiver: the office that takes it in; its level holds what nobody else holds.

    Raises:
        BadFlowError: the table has faults; the message lists each.

    """

    def __init__(
        self,
        name: str,
        version: int,
        *,
        start: str,
        unit: Party,
        receiver: Party,
        states: Sequence[State],
        moves: Sequence[Move],
    ) -> None:
        self.name = name
        self.version = version
        self.start = start
        self.unit = unit
        self.receiver = receiver
        self.states = _States({state.name: state for state in states})
        self.moves = tuple(moves)
        self.digest = _digest(self)
        names = [state.name for state in states]
        twice = [f"{name}: two states" for name in self.states if names.count(name) > 1]
        problems = [*twice, *lint(self)]
        if problems:
            raise BadFlowError("\n".join(problems))
        self.remembered = {move.target.of for move in moves if isinstance(move.target, Back)}
        self.machine = _FlowMachine(
            model=None,
            states=list(self.states),
            initial=start,
            auto_transitions=False,
            send_event=True,
            queued=False,
            ignore_invalid_triggers=False,
        )
        for move, trigger, source, target, picker in self._edges():
            conditions: list[Any] = [_permitted] if picker is None else [picker, _permitted]
            self.machine.add_transition(trigger, source, target, conditions=conditions, move=move)

    def emptied(self, name: str, version: int) -> Flow:
        """Return a flow with the same sides, no states and no moves."""
        flow = copy(self)
        flow.name, flow.version = name, version
        flow.states, flow.moves, flow.remembered = _States(), (), set()
        flow.digest = _digest(flow)
        return flow

    def moves_from(self, state: str) -> list[Move]:
        """List the moves that leave a state, in the order of the table."""
        return [move for move in self.moves if state in move.source]

    def move(self, trigger: str, state: str) -> Move | None:
        """Return the row of this name that leaves the state."""
        rows = (move for move in self.moves_from(state) if move.trigger == trigger)
        return next(rows, None)

    def by_word(self, word: str) -> list[Move]:
        """List the moves at this part of an address."""
        return [move for move in self.moves if move.word == word]

    def sources_of(self, trigger: str) -> list[str]:
        """List every state that moves of this name leave."""
        found = (state for move in self.moves if move.trigger == trigger for state in move.source)
        return list(dict.fromkeys(found))

    def targets(self, move: Move) -> list[str]:
        """List where the move can lead; empty when it stays."""
        if isinstance(move.target, Back):
            return self.sources_of(move.target.of)
        return [] if move.target is None else [move.target]

    def reached_from(self, start: str, *, aside: bool = False) -> set[str]:
        """Return a state and all that moves lead on to; side moves only if ``aside``."""
        todo, reached = [start], {start}
        while todo:
            for move in self.moves_from(todo.pop()):
                if aside or not move.side:
                    new = {name for name in self.targets(move) if name in self.states} - reached
                    reached |= new
                    todo.extend(new)
        return reached

    def beyond(self, trigger: str) -> set[str]:
        """Return every state in which a dossier can stand once it has made this move."""
        ends = (end for move in self.moves if move.trigger == trigger for end in self.targets(move))
        return {state for end in ends for state in self.reached_from(end)}

    def units_own(self) -> frozenset[str]:
        """Return the states in which the unit itself works on what it files."""
        return frozenset(name for name, state in self.states.items() if state.owes is self.unit)

    def held_at(self, state: str) -> Scope:
        """Return the level that holds a dossier in this state."""
        owes = self.states[state].owes if state in self.states else None
        if owes is not None and owes.scope in {Scope.COMMITTEE, Scope.UPPER}:
            return owes.scope
        return self.receiver.scope

    def _edges(self) -> Iterator[tuple[Move, str, str, str | None, Step | None]]:
        for move in self.moves:
            for source in move.source:
                if isinstance(move.target, Back):
                    for target in self.targets(move):
                        yield move, move.trigger, source, target, _goes_back(move.target.of, target)
                else:
                    yield move, move.trigger, source, move.target, None
        for move in self.moves:
            if not move.undoable:
                continue
            for source in move.source:
                picker = _takes_back(move.trigger, source)
                if move.target is None:
                    yield move, "undo", source, None, picker
                elif isinstance(move.target, str):
                    yield move, "undo", move.target, source, picker


class BadFlowError(Exception):
    """A table of moves has faults, one a line."""


def _goes_back(trigger: str, state: str) -> Any:
    """Choose the edge to the state that the last standing move left."""

    def picks(event: EventData) -> bool:
        act: Act = event.kwargs["act"]
        return bool(act.dossier.back_to.get(trigger) == state)

    return picks


def _takes_back(trigger: str, source: str) -> Any:
    """Choose the edge that undoes this very move."""

    def picks(event: EventData) -> bool:
        return bool(event.kwargs["act"].undoing == (trigger, source))

    return picks


def _permitted(event: EventData) -> bool:
    """Ask every guard of the row; one that minds raises its reason."""
    act: Act = event.kwargs["act"]
    act.permit()
    return True


def _digest(flow: Flow) -> str:
    rows = [
        [
            move.trigger, move.source, str(move.target), [party.name for party in move.by],
            move.asks, [step.__name__ for step in (*move.needs, *move.checks, *move.effects)],
        ]
        for move in flow.moves
    ]  # fmt: skip
    states = [
        [state.name, state.kind, str(state.owes), str(state.due), state.stops_clock]
        for state in flow.states.values()
    ]
    sides = [flow.unit.name, flow.receiver.name]
    return sha256(json.dumps([sides, states, rows]).encode()).hexdigest()[:16]
