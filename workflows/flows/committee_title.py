"""The title of a grassroots committee: its own body proposes, the committee above recognises.

The table is that of docs/process.md, section 2. The committee is both the unit and the
committee of its dossier: its own office files, its own body reviews. The office above
receives, and no pilots are chosen.
"""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.act import Move
from workflows.engine.due import CampaignDay
from workflows.engine.flow import Flow
from workflows.engine.parties import (
    CELL,
    CITY_BODY,
    CITY_DESK,
    CITY_OFFICE,
    CITY_ORG,
    INSPECTION,
    SYSTEM,
    UNIT_OFFICE,
    WARD_BODY,
    WARD_CHAIR,
    WARD_DESK,
    WARD_OFFICE,
)  # fmt: skip
from workflows.engine.table import Kind, State
from workflows.flows import effects as do
from workflows.flows.cell_title import MOVES as OF_A_CELL
from workflows.flows.cell_title import OTHER_HANDS
from workflows.flows.sharing import taken_over
from workflows.guards.contents import (
    all_opinions_given,
    cells_have_ended,
    content_as_voted,
    every_criterion_answered,
    every_criterion_appraised,
    rating_decided,
    required_evidence_attached,
)
from workflows.guards.inputs import (
    adopted_by_cell,
    aim_is_known,
    commitments_for_every_group,
    late_assessment_has_reason,
    late_has_consent,
    late_registration_has_reason,
    marked_are_criteria,
    new_day_is_ahead,
    not_in_future,
    rating_is_known,
    reason_of_an_office,
    submission_number_is_free,
)
from workflows.guards.people import registered_by_other_hands, took_no_part_in_ward_item
from workflows.guards.sittings import (
    at_gate,
    eligible_or_excepted,
    has_not_passed,
    has_passed,
    off_opened_sittings,
    within_quota,
)
from workflows.guards.time import (
    campaign_is_open,
    last_day_is_over,
    return_is_over,
    review_day_has_come,
    review_not_open_in_ward,
)
from workflows.sittings.tables import Gate

OPEN, PARKED, SETTLED, CLOSED = Kind.OPEN, Kind.PARKED, Kind.SETTLED, Kind.CLOSED

STATES = [
    State("registration_draft", OPEN, UNIT_OFFICE, CampaignDay("registration_until")),
    State("registration_submitted", OPEN, CITY_OFFICE),
    State("registration_returned", OPEN, UNIT_OFFICE, stops_clock=True),
    State("registered", OPEN, CITY_OFFICE, CampaignDay("pilot_selection_until")),
    State("in_progress", OPEN, SYSTEM, CampaignDay("review_opens_on")),
    State("self_assessment", OPEN, UNIT_OFFICE, CampaignDay("self_assessment_until")),
    State("awaiting_own_review", OPEN, WARD_BODY, CampaignDay("ward_review_until")),
    State("proposed", OPEN, WARD_OFFICE, CampaignDay("ward_review_until")),
    State("city_appraisal", OPEN, CITY_ORG),
    State("returned", OPEN, UNIT_OFFICE, stops_clock=True),
    State("awaiting_city_decision", OPEN, CITY_BODY, CampaignDay("city_decision_until")),
    State("city_reconsideration", OPEN, CITY_OFFICE),
    State("on_hold", PARKED, INSPECTION, stops_clock=True),
    State("declined", SETTLED),
    State("recognized", SETTLED),
    State("revoked", SETTLED),
    State("withdrawn", CLOSED),
    State("lapsed", CLOSED),
    State("superseded", CLOSED),
]
AWAITED = tuple(state.name for state in STATES if state.kind is OPEN)
MAY_WITHDRAW = (
    "registration_submitted", "registration_returned", "registered", "in_progress",
    "self_assessment", "awaiting_own_review",
)  # fmt: skip


def _as_of_a_cell(*triggers: str) -> list[Move]:
    here = {CELL: UNIT_OFFICE, WARD_DESK: CITY_DESK}
    return taken_over(OF_A_CELL, *triggers, among=STATES, parties=here)


def _wherever_open(*triggers: str) -> list[Move]:
    """Rows that leave every open state, of which a committee's dossier has others."""
    return [
        replace(row, source=tuple(dict.fromkeys((*AWAITED, *row.source))))
        for row in _as_of_a_cell(*triggers)
    ]


MOVES = [
    Move(
        "submit_registration", ("registration_draft", "registration_returned"),
        "registration_submitted", by=(UNIT_OFFICE,), word="nop-dang-ky",
        needs=(campaign_is_open, review_not_open_in_ward),
        checks=(
            commitments_for_every_group, aim_is_known, adopted_by_cell,
            late_registration_has_reason,
        ),
        effects=(do.keep_registration, do.close_for_change),
        papers=("D1", "D2"), undoable=True,
    ),
    Move(
        "accept_registration", ("registration_submitted",), "registered", by=(CITY_OFFICE,),
        word="tiep-nhan", needs=(registered_by_other_hands,), checks=(late_has_consent,),
        effects=(do.keep_consent,), papers=("D19",), undoable=True,
    ),
    Move(
        "return_registration", ("registration_submitted",), "registration_returned",
        by=(CITY_OFFICE,), word="tra-lai-dang-ky", asks=("reason", "marked", "due_on"),
        checks=(new_day_is_ahead,), effects=(do.open_for_change,), papers=("D19",), undoable=True,
    ),
    Move("admit", ("registered",), "in_progress", by=(CITY_OFFICE, SYSTEM), word="cho-thuc-hien"),
    Move(
        "open_review", ("in_progress",), "self_assessment", by=(SYSTEM, CITY_OFFICE),
        word="mo-tu-danh-gia", needs=(campaign_is_open, review_day_has_come),
    ),
    Move(
        "submit_self_assessment", ("self_assessment", "returned"), "awaiting_own_review",
        by=(UNIT_OFFICE,), word="nop-tu-danh-gia",
        needs=(every_criterion_answered, required_evidence_attached),
        checks=(late_assessment_has_reason,), effects=(do.keep_assessment,),
        undone=(do.leave_agendas,), papers=("D6",), undoable=True,
    ),
    Move(
        "reopen_self_assessment", ("awaiting_own_review", "proposed"), "self_assessment",
        by=(WARD_CHAIR, WARD_OFFICE), word="tu-danh-gia-lai", asks=("reason",),
        needs=(off_opened_sittings,), effects=(do.leave_agendas,),
    ),
    Move(
        "propose", ("awaiting_own_review",), "proposed", by=(WARD_BODY,), word="de-xuat",
        needs=(at_gate(Gate.RECOMMENDATION), has_passed), papers=("D9",), at_sitting=True,
    ),
    Move(
        "not_propose", ("awaiting_own_review",), "self_assessment", by=(WARD_BODY,),
        word="khong-de-xuat", needs=(at_gate(Gate.RECOMMENDATION), has_not_passed),
        papers=("D9",), at_sitting=True,
    ),
    Move(
        "send_to_city", ("proposed",), "city_appraisal", by=(WARD_OFFICE,),
        word="gui-cap-tren", asks=("number", "signed_on"), needs=(content_as_voted,),
        checks=(not_in_future("signed_on"), submission_number_is_free),
        effects=(do.keep_submission,),
        papers=("D10", "D11", "D20"),
    ),
    *_as_of_a_cell("give_opinion"),
    Move(
        "return_for_supplement", ("city_appraisal",), "returned", by=(CITY_ORG,),
        word="tra-lai-bo-sung", asks=("marked", "reason", "due_on"), needs=(OTHER_HANDS,),
        checks=(marked_are_criteria, new_day_is_ahead), effects=(do.open_for_change,),
        papers=("D19",), undoable=True,
    ),
    Move(
        "call_back", ("returned",), "city_appraisal", by=(CITY_ORG,), word="goi-lai",
        checks=(return_is_over,), effects=(do.close_for_change,),
    ),
    # Nobody has appraised it before: scores, rating and verdict are the level above's.
    Move(
        "conclude_city_appraisal", ("city_appraisal",), "awaiting_city_decision", by=(CITY_ORG,),
        word="ket-luan-tham-dinh-cap-tren", asks=("words", "proposed_rating"),
        needs=(
            OTHER_HANDS, took_no_part_in_ward_item, every_criterion_appraised,
            all_opinions_given, cells_have_ended,
        ),
        checks=(rating_is_known,),
        effects=(do.keep_opinion, do.appraise_from_cells, do.keep_appraisal),
        undone=(do.leave_agendas, do.withdraw_opinion, do.forget_appraisal), papers=("D13",),
        undoable=True,
    ),
    *_as_of_a_cell("reopen_city_appraisal"),
    Move(
        "recognize", ("awaiting_city_decision",), "recognized", by=(CITY_BODY,), word="cong-nhan",
        needs=(
            at_gate(Gate.RECOGNITION), has_passed, eligible_or_excepted, rating_decided,
            within_quota, took_no_part_in_ward_item,
        ),
        effects=(do.take_place,), papers=("D14", "D15", "D16"), at_sitting=True,
    ),
    *_as_of_a_cell(
        "decline", "request_reconsideration", "grant_reconsideration", "uphold", "revoke",
        "restore",
    ),
    *_wherever_open("put_on_hold"),
    *_as_of_a_cell("resume"),
    Move(
        "withdraw", MAY_WITHDRAW, "withdrawn", by=(UNIT_OFFICE,), word="rut-ho-so",
        asks=("reason",), needs=(off_opened_sittings,), checks=(adopted_by_cell,),
        effects=(do.keep_withdrawal, do.leave_agendas), side=True, undoable=True,
    ),
    Move(
        "lapse", ("registration_draft", "registration_returned", "self_assessment"), "lapsed",
        by=(SYSTEM, CITY_OFFICE), word="khong-tham-gia", needs=(last_day_is_over,),
        checks=(reason_of_an_office,), side=True,
    ),
    *_wherever_open("supersede", "transfer"),
]  # fmt: skip

COMMITTEE_TITLE = Flow(
    "committee_title", 1,
    start="registration_draft", unit=UNIT_OFFICE, receiver=CITY_OFFICE,
    states=STATES, moves=MOVES,
)  # fmt: skip
