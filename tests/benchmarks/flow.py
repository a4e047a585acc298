"""The six moves that everybody makes, declared on the product's own engine.

One way through: submit, register, select a pilot, review, recommend, recognise. Each move asks
role and place, locks the dossier, changes its state, adds an event to the audit chain, closes
the open task and opens the next, and leaves a notice to send, in one transaction.
"""

from __future__ import annotations

from workflows.engine.act import Move
from workflows.engine.flow import Flow
from workflows.engine.parties import CELL, CITY_ORG, INSPECTION, SYSTEM, WARD_LEAD, WARD_OFFICE
from workflows.engine.registry import enter
from workflows.engine.table import Kind, State

MOVES = ("submit", "register", "select_pilot", "review", "recommend", "recognise")
STATES = ("draft", "submitted", "registered", "pilot", "reviewed", "recommended", "recognised")
OWED_BY = (CELL, WARD_OFFICE, WARD_LEAD, INSPECTION, WARD_OFFICE, CITY_ORG)

SIX_MOVES = enter(
    Flow(
        "six_moves", 1,
        start="draft", unit=CELL, receiver=WARD_OFFICE,
        states=[
            *(State(name, Kind.OPEN, party) for name, party in zip(STATES, OWED_BY, strict=False)),
            State("recognised", Kind.SETTLED),
            State("lapsed", Kind.CLOSED),
        ],
        moves=[
            *(
                Move(trigger, (source,), target, by=(party,), word=trigger.replace("_", "-"))
                for trigger, source, target, party in zip(
                    MOVES, STATES, STATES[1:], OWED_BY, strict=False
                )
            ),
            # No flow may wait for a unit for ever; nobody makes this move here.
            Move("lapse", ("draft",), "lapsed", by=(SYSTEM,), word="lapse", side=True),
        ],
    )
)  # fmt: skip
