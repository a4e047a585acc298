"""Rows that one flow shares with another: taken over by name, never written twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from workflows.engine.act import Move
from workflows.engine.parties import Party
from workflows.engine.table import State


def taken_over(
    moves: Sequence[Move],
    *triggers: str,
    among: Sequence[State],
    parties: Mapping[Party, Party] | None = None,
) -> list[Move]:
    """Return the rows of these names, from those of their states that the flow has.

    Args:
        moves: the table they come from.
        triggers: their names, in the order in which they are wanted.
        among: the states of the flow that takes them over.
        parties: who stands in for a party here.

    """
    known = {state.name for state in among}
    others = parties or {}
    return [
        replace(
            row,
            source=tuple(state for state in row.source if state in known),
            by=tuple(dict.fromkeys(others.get(party, party) for party in row.by)),
        )
        for trigger in triggers
        for row in moves
        if row.trigger == trigger and known.intersection(row.source)
    ]
