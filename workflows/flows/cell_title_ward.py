"""The title of a cell, regime B: the ward's own body recognises, from 01/7/2025.

The table is that of docs/process.md, section 2. What does not concern the result is taken
over from regime A; the level above sees and counts.
"""

from __future__ import annotations

from workflows.engine.act import Move
from workflows.engine.flow import Flow
from workflows.engine.parties import CELL, WARD_BODY, WARD_OFFICE
from workflows.engine.table import Kind
from workflows.flows import effects as do
from workflows.flows.cell_title import MOVES as REGIME_A
from workflows.flows.cell_title import STATES as STATES_A
from workflows.flows.sharing import taken_over
from workflows.guards.contents import inspection_has_spoken, rating_decided
from workflows.guards.sittings import (
    at_gate,
    eligible_or_excepted,
    has_passed,
    no_title_in_reach,
    within_quota,
)
from workflows.guards.time import reconsideration_in_time
from workflows.sittings.tables import Gate

# Nothing goes up, so nothing waits above and nothing comes back.
WITHOUT = frozenset(
    {
        "recommended", "city_appraisal", "returned_to_ward", "awaiting_city_decision",
        "not_recommended", "city_reconsideration",
    }
)  # fmt: skip
STATES = [state for state in STATES_A if state.name not in WITHOUT]
AWAITED = tuple(state.name for state in STATES if state.kind is Kind.OPEN)


def _as_in_regime_a(*triggers: str) -> list[Move]:
    return taken_over(REGIME_A, *triggers, among=STATES)


MOVES = [
    *_as_in_regime_a(
        "submit_registration", "accept_registration", "return_registration",
        "conclude_pilot_selection", "admit", "name_pilot", "drop_pilot", "open_review",
        "submit_self_assessment", "give_opinion", "return_for_supplement", "call_back",
        "conclude_appraisal", "reopen_appraisal",
    ),
    Move(
        "recognize", ("awaiting_ward_review",), "recognized", by=(WARD_BODY,), word="cong-nhan",
        needs=(
            at_gate(Gate.RECOGNITION), has_passed, eligible_or_excepted, rating_decided,
            within_quota,
        ),
        effects=(do.take_place,),
        papers=("D9", "D14", "D15", "D16"), at_sitting=True,
    ),
    Move(
        "decline", ("awaiting_ward_review",), "declined", by=(WARD_BODY,),
        word="khong-cong-nhan", needs=(at_gate(Gate.RECOGNITION), no_title_in_reach),
        papers=("D9", "D16"), at_sitting=True,
    ),
    Move(
        "request_reconsideration", ("declined",), "ward_reconsideration", by=(CELL,),
        word="xin-xem-xet-lai", asks=("reason",), needs=(reconsideration_in_time,), afterlife=True,
    ),
    Move(
        "grant_reconsideration", ("ward_reconsideration",), "awaiting_ward_review",
        by=(WARD_OFFICE,), word="dong-y-xem-xet-lai", asks=("conclusion",),
        needs=(inspection_has_spoken,), papers=("D16",),
    ),
    Move(
        "uphold", ("ward_reconsideration",), "declined", by=(WARD_OFFICE,), word="giu-ket-qua",
        asks=("conclusion",), needs=(inspection_has_spoken,), papers=("D16",),
    ),
    Move(
        "revoke", ("recognized",), "revoked", by=(WARD_BODY,), word="thu-hoi", asks=("ground",),
        needs=(at_gate(Gate.REVOCATION), has_passed),
        effects=(do.end_recognition, do.give_place_back), papers=("D17",), at_sitting=True,
        afterlife=True,
    ),
    Move(
        "restore", ("revoked",), "recognized", by=(WARD_BODY,), word="khoi-phuc",
        asks=("ground",), needs=(at_gate(Gate.RESTORATION), has_passed),
        effects=(do.restore_recognition, do.retake_place), papers=("D14",), at_sitting=True,
        afterlife=True,
    ),
    *_as_in_regime_a("put_on_hold", "resume", "withdraw", "lapse", "supersede", "transfer"),
]  # fmt: skip

CELL_TITLE_WARD = Flow(
    "cell_title_ward", 1,
    start="registration_draft", unit=CELL, receiver=WARD_OFFICE, states=STATES, moves=MOVES,
)  # fmt: skip
