"""A flow as it is declared: states, and a table of moves.

The table is the only source of buttons, rights, refusals, addresses, drawings
and documentation.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Self

from workflows.engine.act import Back, Move
from workflows.engine.due import CampaignDay, WorkingDays
from workflows.engine.parties import Party, Scope


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


class _States(dict[str, State]):
    """The states of a flow by name; one that it does not have is at rest, whatever it was.

    A dossier that stands in a state which its flow has lost can then be listed, shown and
    moved to another version; it only owes nothing to anybody.
    """

    def __missing__(self, name: str) -> State:
        return State(name, Kind.CLOSED)


class Table:
    """What is declared of a flow, and what can be read from that alone.

    Args:
        unit: the party that files the dossier, and hears of every move.
        receiver: the office that takes it in; its level holds what nobody else holds.

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
        self.remembered = {move.target.of for move in moves if isinstance(move.target, Back)}
        self.digest = _digest(self)
        names = [state.name for state in states]
        self.twice = [name for name in self.states if names.count(name) > 1]
        self._declared()

    def _declared(self) -> None:
        """Go on from what is declared: a flow is linted and gets its machine."""

    def emptied(self, name: str, version: int) -> Self:
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


def _digest(flow: Table) -> str:
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
