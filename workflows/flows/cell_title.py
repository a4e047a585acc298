"""The title of a cell, regime A: the ward recommends, the city recognises.

The table is that of docs/process.md, section 2, row for row.
"""

from __future__ import annotations

from workflows.engine.act import Back, Move
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
    TENANT_ADMIN,
    WARD_BODY,
    WARD_CHAIR,
    WARD_DESK,
    WARD_LEAD,
    WARD_OFFICE,
)  # fmt: skip
from workflows.engine.table import Kind, State
from workflows.flows import effects as do
from workflows.guards.contents import (
    all_opinions_given,
    content_as_voted,
    every_criterion_answered,
    every_criterion_appraised,
    inspection_has_spoken,
    rating_decided,
    required_evidence_attached,
)  # fmt: skip
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
    on_behalf_names_its_paper,
    rating_is_known,
    reason_of_an_office,
    submission_number_is_free,
)  # fmt: skip
from workflows.guards.people import (
    at_the_holding_level,
    not_who,
    registered_by_other_hands,
    took_no_part_in_ward_item,
)  # fmt: skip
from workflows.guards.sittings import (
    at_gate,
    eligible_or_excepted,
    has_not_passed,
    has_passed,
    no_title_in_reach,
    off_opened_sittings,
    pilot_marked,
    within_quota,
)  # fmt: skip
from workflows.guards.time import (
    campaign_is_open,
    last_day_is_over,
    pilot_selection_over,
    reconsideration_in_time,
    return_is_over,
    review_day_has_come,
    review_not_open_in_ward,
)  # fmt: skip
from workflows.guards.units import by_an_act_on_units
from workflows.sittings.tables import Gate

OPEN, PARKED, SETTLED, CLOSED = Kind.OPEN, Kind.PARKED, Kind.SETTLED, Kind.CLOSED

STATES = [
    State("registration_draft", OPEN, CELL, CampaignDay("registration_until")),
    State("registration_submitted", OPEN, WARD_OFFICE),
    State("registration_returned", OPEN, CELL, stops_clock=True),
    State("registered", OPEN, WARD_BODY, CampaignDay("pilot_selection_until")),
    State("in_progress", OPEN, SYSTEM, CampaignDay("review_opens_on")),
    State("self_assessment", OPEN, CELL, CampaignDay("self_assessment_until")),
    State("under_appraisal", OPEN, WARD_LEAD),
    State("returned", OPEN, CELL, stops_clock=True),
    State("awaiting_ward_review", OPEN, WARD_BODY, CampaignDay("ward_review_until")),
    State("recommended", OPEN, WARD_OFFICE, CampaignDay("ward_review_until")),
    State("city_appraisal", OPEN, CITY_ORG),
    State("returned_to_ward", OPEN, WARD_OFFICE, stops_clock=True),
    State("awaiting_city_decision", OPEN, CITY_BODY, CampaignDay("city_decision_until")),
    State("ward_reconsideration", OPEN, WARD_OFFICE),
    State("city_reconsideration", OPEN, CITY_OFFICE),
    State("on_hold", PARKED, INSPECTION, stops_clock=True),
    State("not_recommended", SETTLED),
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
    "self_assessment", "under_appraisal", "returned", "awaiting_ward_review",
)  # fmt: skip

# Who entered or voted for the own cell neither receives nor appraises it.
OTHER_HANDS = not_who("submit_registration", "submit_self_assessment")

MOVES = [
    Move(
        "submit_registration", ("registration_draft", "registration_returned"),
        "registration_submitted", by=(CELL, WARD_OFFICE), word="nop-dang-ky",
        needs=(campaign_is_open, review_not_open_in_ward),
        checks=(
            on_behalf_names_its_paper, commitments_for_every_group, aim_is_known,
            adopted_by_cell, late_registration_has_reason,
        ),
        effects=(do.keep_registration, do.close_for_change),
        papers=("D1", "D2"), undoable=True,
    ),
    Move(
        "accept_registration", ("registration_submitted",), "registered", by=(WARD_OFFICE,),
        word="tiep-nhan", needs=(registered_by_other_hands,), checks=(late_has_consent,),
        effects=(do.keep_consent,), undone=(do.leave_agendas,), papers=("D19", "D3"),
        undoable=True,
    ),
    Move(
        "return_registration", ("registration_submitted",), "registration_returned",
        by=(WARD_OFFICE,), word="tra-lai-dang-ky", asks=("reason", "marked", "due_on"),
        checks=(new_day_is_ahead,), effects=(do.open_for_change,), papers=("D19",), undoable=True,
    ),
    Move(
        "conclude_pilot_selection", ("registered",), "in_progress", by=(WARD_BODY,),
        word="chon-lam-diem", needs=(at_gate(Gate.PILOT_SELECTION), has_passed, pilot_marked),
        effects=(do.mark_pilot,), papers=("D4",), at_sitting=True,
    ),
    Move(
        "admit", ("registered",), "in_progress", by=(WARD_OFFICE, SYSTEM), word="cho-thuc-hien",
        needs=(pilot_selection_over, off_opened_sittings), effects=(do.leave_agendas,),
    ),
    Move(
        "name_pilot", ("in_progress",), None, by=(WARD_BODY,), word="bo-sung-lam-diem",
        needs=(at_gate(Gate.PILOT_CHANGE), has_passed, pilot_marked),
        effects=(do.mark_pilot,), papers=("D4",), at_sitting=True,
    ),
    Move(
        "drop_pilot", ("in_progress", "on_hold"), None, by=(WARD_BODY,), word="thoi-lam-diem",
        needs=(at_gate(Gate.PILOT_CHANGE), has_passed), effects=(do.drop_pilot_mark,),
        papers=("D4",), at_sitting=True,
    ),
    Move(
        "open_review", ("in_progress",), "self_assessment", by=(SYSTEM, WARD_OFFICE),
        word="mo-tu-danh-gia", needs=(campaign_is_open, review_day_has_come),
    ),
    Move(
        "submit_self_assessment", ("self_assessment", "returned"), "under_appraisal",
        by=(CELL, WARD_OFFICE), word="nop-tu-danh-gia",
        needs=(every_criterion_answered, required_evidence_attached),
        checks=(on_behalf_names_its_paper, adopted_by_cell, late_assessment_has_reason),
        effects=(do.keep_assessment,), papers=("D6", "D7"), undoable=True,
    ),
    Move(
        "give_opinion",
        ("under_appraisal", "city_appraisal", "ward_reconsideration", "city_reconsideration"),
        None, by=(WARD_DESK, CITY_DESK, INSPECTION), word="cho-y-kien", asks=("words",),
        needs=(at_the_holding_level, OTHER_HANDS), effects=(do.keep_opinion,),
        undone=(do.withdraw_opinion,), papers=("D8", "D13"), undoable=True,
    ),
    Move(
        "return_for_supplement", ("under_appraisal",), "returned", by=(WARD_LEAD,),
        word="tra-lai-bo-sung", asks=("marked", "reason", "due_on"), needs=(OTHER_HANDS,),
        checks=(marked_are_criteria, new_day_is_ahead), effects=(do.open_for_change,),
        papers=("D19",), undoable=True,
    ),
    Move(
        "call_back", ("returned",), "under_appraisal", by=(WARD_LEAD,), word="goi-lai",
        checks=(return_is_over,), effects=(do.close_for_change,),
    ),
    Move(
        "conclude_appraisal", ("under_appraisal",), "awaiting_ward_review", by=(WARD_LEAD,),
        word="ket-luan-tham-dinh", asks=("proposed_rating",),
        needs=(OTHER_HANDS, every_criterion_appraised, all_opinions_given),
        checks=(rating_is_known,), effects=(do.keep_appraisal,),
        undone=(do.leave_agendas, do.forget_appraisal), papers=("D8",), undoable=True,
    ),
    Move(
        "reopen_appraisal", ("awaiting_ward_review", "recommended", "returned_to_ward"),
        "under_appraisal", by=(WARD_CHAIR, WARD_OFFICE), word="tham-dinh-lai", asks=("reason",),
        needs=(off_opened_sittings,), effects=(do.leave_agendas, do.forget_appraisal),
    ),
    Move(
        "recommend", ("awaiting_ward_review",), "recommended", by=(WARD_BODY,), word="de-nghi",
        needs=(at_gate(Gate.RECOMMENDATION), has_passed, eligible_or_excepted), papers=("D9",),
        at_sitting=True,
    ),
    Move(
        "not_recommend", ("awaiting_ward_review",), "not_recommended", by=(WARD_BODY,),
        word="khong-de-nghi", needs=(at_gate(Gate.RECOMMENDATION), has_not_passed),
        papers=("D9", "D16"), at_sitting=True,
    ),
    Move(
        "send_to_city", ("recommended",), "city_appraisal", by=(WARD_OFFICE,),
        word="gui-cap-tren", asks=("number", "signed_on"), needs=(content_as_voted,),
        checks=(not_in_future("signed_on"), submission_number_is_free),
        effects=(do.keep_submission,),
        papers=("D10", "D11", "D20"),
    ),
    Move(
        "return_to_ward", ("city_appraisal",), "returned_to_ward", by=(CITY_ORG,),
        word="tra-lai-phuong", asks=("reason",), papers=("D19",), undoable=True,
    ),
    Move(
        "resend", ("returned_to_ward",), "city_appraisal", by=(WARD_OFFICE,), word="gui-lai",
        asks=("reason", "number", "signed_on"), needs=(content_as_voted,),
        checks=(not_in_future("signed_on"), submission_number_is_free),
        effects=(do.keep_submission,),
    ),
    Move(
        "conclude_city_appraisal", ("city_appraisal",), "awaiting_city_decision", by=(CITY_ORG,),
        word="ket-luan-tham-dinh-cap-tren", asks=("words",),
        needs=(OTHER_HANDS, took_no_part_in_ward_item, all_opinions_given),
        effects=(do.keep_opinion,),
        undone=(do.leave_agendas, do.withdraw_opinion), papers=("D13",), undoable=True,
    ),
    Move(
        "reopen_city_appraisal", ("awaiting_city_decision",), "city_appraisal", by=(CITY_ORG,),
        word="tham-dinh-lai-cap-tren", asks=("reason",), needs=(off_opened_sittings,),
        effects=(do.leave_agendas,),
    ),
    Move(
        "recognize", ("awaiting_city_decision",), "recognized", by=(CITY_BODY,), word="cong-nhan",
        needs=(
            at_gate(Gate.RECOGNITION), has_passed, rating_decided, within_quota,
            took_no_part_in_ward_item,
        ),
        effects=(do.take_place,), papers=("D14", "D15", "D16"), at_sitting=True,
    ),
    Move(
        "decline", ("awaiting_city_decision",), "declined", by=(CITY_BODY,),
        word="khong-cong-nhan",
        needs=(at_gate(Gate.RECOGNITION), no_title_in_reach, took_no_part_in_ward_item),
        papers=("D16",), at_sitting=True,
    ),
    Move(
        "request_reconsideration", ("not_recommended",), "ward_reconsideration", by=(CELL,),
        word="xin-xem-xet-lai", asks=("reason",), needs=(reconsideration_in_time,), afterlife=True,
    ),
    Move(
        "request_reconsideration", ("declined",), "city_reconsideration", by=(CELL,),
        word="xin-xem-xet-lai", asks=("reason",), needs=(reconsideration_in_time,), afterlife=True,
    ),
    Move(
        "grant_reconsideration", ("ward_reconsideration",), "awaiting_ward_review",
        by=(WARD_OFFICE,), word="dong-y-xem-xet-lai", asks=("conclusion",),
        needs=(inspection_has_spoken,), papers=("D16",),
    ),
    Move(
        "grant_reconsideration", ("city_reconsideration",), "awaiting_city_decision",
        by=(CITY_OFFICE,), word="dong-y-xem-xet-lai", asks=("conclusion",),
        needs=(inspection_has_spoken,), papers=("D16",),
    ),
    Move(
        "uphold", ("ward_reconsideration",), "not_recommended", by=(WARD_OFFICE,),
        word="giu-ket-qua", asks=("conclusion",), needs=(inspection_has_spoken,), papers=("D16",),
    ),
    Move(
        "uphold", ("city_reconsideration",), "declined", by=(CITY_OFFICE,), word="giu-ket-qua",
        asks=("conclusion",), needs=(inspection_has_spoken,), papers=("D16",),
    ),
    Move(
        "revoke", ("recognized",), "revoked", by=(CITY_BODY,), word="thu-hoi", asks=("ground",),
        needs=(at_gate(Gate.REVOCATION), has_passed),
        effects=(do.end_recognition, do.give_place_back), papers=("D17",), at_sitting=True,
        afterlife=True,
    ),
    Move(
        "restore", ("revoked",), "recognized", by=(CITY_BODY,), word="khoi-phuc",
        asks=("ground",), needs=(at_gate(Gate.RESTORATION), has_passed),
        effects=(do.restore_recognition, do.retake_place), papers=("D14",), at_sitting=True,
        afterlife=True,
    ),
    Move(
        "put_on_hold", AWAITED, "on_hold", by=(INSPECTION, WARD_OFFICE, CITY_OFFICE),
        word="tam-dung", asks=("reason", "look_again_on"), needs=(at_the_holding_level,),
        effects=(do.leave_agendas, do.look_again), side=True,
    ),
    Move(
        "resume", ("on_hold",), Back("put_on_hold"), by=(INSPECTION, WARD_OFFICE, CITY_OFFICE),
        word="tiep-tuc", asks=("outcome",), needs=(at_the_holding_level,), side=True,
    ),
    Move(
        "withdraw", MAY_WITHDRAW, "withdrawn", by=(CELL,), word="rut-ho-so", asks=("reason",),
        needs=(off_opened_sittings,), checks=(adopted_by_cell,),
        effects=(do.keep_withdrawal, do.leave_agendas, do.drop_pilot_mark),
        undone=(do.restore_pilot_mark,), side=True, undoable=True,
    ),
    Move(
        "lapse", ("registration_draft", "registration_returned", "self_assessment"), "lapsed",
        by=(SYSTEM, WARD_OFFICE), word="khong-tham-gia", needs=(last_day_is_over,),
        checks=(reason_of_an_office,), effects=(do.drop_pilot_mark,), side=True,
    ),
    Move(
        "supersede", (*AWAITED, "on_hold"), "superseded", by=(TENANT_ADMIN,), word="nhap-ho-so",
        asks=("reason",), needs=(by_an_act_on_units,),
        effects=(do.leave_agendas, do.drop_pilot_mark), side=True,
    ),
    Move(
        "transfer", (*AWAITED, "on_hold"), None, by=(TENANT_ADMIN,), word="chuyen-ho-so",
        asks=("reason",), needs=(off_opened_sittings,),
        effects=(do.leave_agendas, do.follow_its_unit), side=True,
    ),
]  # fmt: skip

CELL_TITLE = Flow(
    "cell_title", 1,
    start="registration_draft", unit=CELL, receiver=WARD_OFFICE, states=STATES, moves=MOVES,
)  # fmt: skip
