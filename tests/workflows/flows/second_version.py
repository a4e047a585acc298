"""A second version of the flow of a cell's title, as a tenant might ask for one.

The registration is checked by a lead desk before it is accepted, a returned registration
may no longer be withdrawn, and nobody reopens an appraisal once it is recommended.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from workflows.engine.act import Move
from workflows.engine.flow import Flow
from workflows.engine.parties import CELL, WARD_LEAD, WARD_OFFICE
from workflows.engine.registry import FLOWS, enter
from workflows.engine.table import Kind, State
from workflows.flows.cell_title import MOVES, STATES


def _changed(move: Move) -> Move:
    if move.trigger == "accept_registration":
        return replace(move, source=("registration_checked",))
    if move.trigger == "reopen_appraisal":
        return replace(move, source=("awaiting_ward_review", "returned_to_ward"))
    if move.trigger == "give_opinion":
        return replace(move, asks=("words", "flagged"))
    return move


SECOND = Flow(
    "cell_title", 2,
    start="registration_draft", unit=CELL, receiver=WARD_OFFICE,
    states=[
        *(
            replace(state, owes=WARD_LEAD) if state.name == "registration_submitted" else state
            for state in STATES
            if state.name != "city_reconsideration"
        ),
        State("registration_checked", Kind.OPEN, WARD_OFFICE),
    ],
    moves=[
        Move(
            "check_registration", ("registration_submitted",), "registration_checked",
            by=(WARD_LEAD,), word="kiem-tra-dang-ky",
        ),
        *(
            replace(
                row,
                source=tuple(name for name in row.source if name != "city_reconsideration"),
            )
            for row in map(_changed, MOVES)
            if row.source != ("city_reconsideration",) and row.target != "city_reconsideration"
        ),
    ],
)  # fmt: skip


@contextmanager
def entered() -> Iterator[Flow]:
    """Let the release have the second version meanwhile."""
    enter(SECOND)
    try:
        yield SECOND
    finally:
        del FLOWS[SECOND.name, SECOND.version]
