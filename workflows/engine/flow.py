"""A flow: a table of moves, linted, and run by one shared state machine.

The machine holds no dossier: it is built once for each version, shared by all
threads, and reads and writes ``dossier.state`` only while a move is fired.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from transitions import EventData, Machine, Transition

from workflows.engine.act import Act, Back, Move, Step
from workflows.engine.lint import lint
from workflows.engine.table import Table


class Edge(Transition):
    """A transition that knows its row of the table."""

    def __init__(self, *args: Any, move: Move, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.move = move


class _FlowMachine(Machine):
    transition_cls = Edge


class Flow(Table):
    """A linted table of moves and its machine.

    Raises:
        BadFlowError: the table has faults; the message lists each.

    """

    def _declared(self) -> None:
        problems = lint(self)
        if problems:
            raise BadFlowError("\n".join(problems))
        self.machine = _FlowMachine(
            model=None,
            states=list(self.states),
            initial=self.start,
            auto_transitions=False,
            send_event=True,
            queued=False,
            ignore_invalid_triggers=False,
        )
        for move, trigger, source, target, picker in self._edges():
            conditions: list[Any] = [_permitted] if picker is None else [picker, _permitted]
            self.machine.add_transition(trigger, source, target, conditions=conditions, move=move)

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
