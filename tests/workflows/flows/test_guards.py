"""Each guard: a case that it refuses, with its code, and nothing changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import delete, update

from tenants import clock
from tenants.audit import record_event
from tenants.members import SYSTEM
from tests.workflows.flows.specification import CASES, Case
from tests.workflows.flows.stage import Stage
from workflows.campaigns.tables import Campaign, CampaignState
from workflows.dossiers.tables import Answer, Opinion, QualityRating, Rating
from workflows.engine.act import Closing
from workflows.engine.offers import why_not
from workflows.engine.refusals import Refusal
from workflows.flows.cell_title import CELL_TITLE
from workflows.sittings.tables import Result, SittingItem, SittingSeat, SittingState

BY_NAME = {str(case): case for case in CASES}
Arrange = Callable[[Stage], object]


@dataclass
class Minded:
    """A move that a guard minds: how it differs from one that would be made."""

    case: str
    code: str
    arrange: Arrange = lambda _stage: None
    by: str = ""
    inputs: dict[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    days: int = 0
    fields: list[str] | None = None
    item: dict[str, Any] = field(default_factory=dict)

    @property
    def of(self) -> Case:
        """The move from its state."""
        return BY_NAME[self.case]


def campaign(**values: object) -> Arrange:
    """Change the campaign."""
    return lambda stage: stage.town.session.execute(update(Campaign).values(**values))


def rule(name: str, value: object) -> Arrange:
    """Change one rule of the campaign."""
    return lambda stage: stage.town.session.execute(
        update(Campaign).values(rules=stage.town.campaign.rules | {name: value})
    )


def dossier(**values: object) -> Arrange:
    """Change the dossier."""

    def change(stage: Stage) -> None:
        for name, value in values.items():
            setattr(stage.dossier, name, value)
        stage.town.session.flush()

    return change


def event(kind: str, by: str = "system") -> Arrange:
    """Let something have happened to the dossier."""
    return lambda stage: record_event(
        stage.town.session, kind, actor=stage.member(by), dossier_id=stage.dossier_id
    )


def unexplained(criterion: str) -> Arrange:
    """Mark a criterion that the set lets be excepted as not applicable, without a word."""
    query = (
        update(Answer)
        .where(Answer.criterion == criterion)
        .values(self_level=None, appraised_level=None, not_applicable=True, note="")
    )
    return lambda stage: stage.town.session.execute(query)


def forgotten(table: type, **values: object) -> Arrange:
    """Empty a table, or columns of it."""
    query = update(table).values(**values) if values else delete(table)

    def forget(stage: Stage) -> None:
        if values:
            stage.town.session.execute(query)
            return
        # The application never deletes these: the row moves to another dossier.
        other = stage.town.dossier(stage.town.ward.cells[1]).id
        stage.town.session.execute(update(table).values(dossier_id=other))

    return forget


def neighbour_in_review(stage: Stage) -> None:
    """Let another cell of the ward have begun its review."""
    stage.town.dossier(stage.town.ward.cells[1]).state = "self_assessment"
    stage.town.session.flush()


def on_opened_sitting(stage: Stage) -> None:
    """Put the dossier on a sitting that is open."""
    line = stage.closing("recommend", active=True, result=None)
    line.sitting.state = SittingState.OPENED
    stage.town.session.flush()


def opinion(*, desk: str, seen: int = 0) -> Arrange:
    """Let a desk have spoken on the content so many versions ago, and ask for two desks."""

    def speak(stage: Stage) -> None:
        rule("opinion_desks", ["inspection", "propaganda"])(stage)
        said = stage.spoken("ward_inspector")
        said.desk, said.content_version = desk, stage.dossier.content_version - seen
        stage.town.session.flush()

    return speak


def answer_changed(stage: Stage) -> None:
    """Change what was voted on, by whatever route."""
    stage.town.session.execute(
        update(Answer).where(Answer.criterion == "1.1").values(note="Sửa sau khi biểu quyết")
    )


def sat_in_the_ward(by: str) -> Arrange:
    """Let somebody have sat over the dossier in the ward, in a member's place."""
    return lambda stage: stage.town.session.execute(
        update(SittingSeat)
        .where(SittingSeat.person_id == stage.people["ward_member"].id)
        .values(person_id=stage.people[by].id)
    )


TODAY = "today"
ON = "submit_registration-registration_draft"
ASSESS = "submit_self_assessment-self_assessment"
WITHDRAW = "withdraw-in_progress"
ELSEWHERE = {"dossier_id": "another"}

MINDED = [
    # The campaign's days
    Minded(ON, "campaign_not_open", campaign(state=CampaignState.CLOSED)),
    Minded(ON, "too_early", days=-1),
    Minded("open_review-in_progress", "campaign_not_open", campaign(state=CampaignState.CLOSED)),
    Minded(ON, "review_open", days=31),
    Minded(ON, "review_open", neighbour_in_review),
    Minded("admit-registered", "pilots_not_chosen", days=-1),
    Minded("admit-registered", "pilots_not_chosen", by="system", days=-1),
    Minded("open_review-in_progress", "too_early", by="system"),
    Minded("open_review-in_progress", "too_early", by="ward_office", days=-1),
    Minded("lapse-registration_draft", "too_early", by="system"),
    Minded("lapse-self_assessment", "too_early", by="system", days=60),
    Minded("lapse-self_assessment", "too_early", rule("grace_days", 3), by="system", days=63),
    Minded("lapse-self_assessment", "missing", by="ward_office", without=("reason",),
           fields=["reason"]),
    # The cell's vote
    Minded(ON, "missing", without=("in_favour",), fields=["met_on", "in_favour", "base"]),
    Minded(ON, "missing", without=("met_on",), fields=["met_on", "in_favour", "base"]),
    Minded(ON, "missing", without=("base",)),
    Minded(ON, "missing", inputs={"in_favour": "20"}),
    Minded(ON, "future_day", inputs={"met_on": TODAY + "+1"}, fields=["met_on"]),
    Minded(ON, "bad_tally", inputs={"in_favour": 23}, fields=["in_favour"]),
    Minded(ON, "bad_tally", inputs={"in_favour": -1}),
    Minded(ON, "base_needs_reason", inputs={"base": 21}, fields=["base_reason"]),
    Minded(ON, "not_adopted", inputs={"in_favour": 11}, fields=["in_favour"]),
    Minded(ON, "not_adopted", inputs={"in_favour": 0}),
    Minded(ASSESS, "not_adopted", inputs={"in_favour": 11}),
    Minded(WITHDRAW, "not_adopted", inputs={"in_favour": 11}),
    Minded(WITHDRAW, "missing", without=("in_favour",)),
    Minded(ASSESS, "missing", dossier(content_version=9), without=("in_favour",)),
    # What a cell enters
    Minded(ON, "missing", by="ward_office", without=("signed_copy",), fields=["signed_copy"]),
    Minded(ASSESS, "missing", by="ward_office", without=("signed_copy",), fields=["signed_copy"]),
    Minded(ON, "missing", inputs={"commitments": {"1": "a", "2": " ", "3": "c"}},
           fields=["commitment-2", "commitment-4"]),
    Minded(ON, "late_needs_reason", days=1, fields=["late_reason"]),
    Minded(ON, "too_late", rule("late_registration", False), days=1),  # noqa: FBT003
    Minded(ASSESS, "unanswered", forgotten(Answer)),
    Minded(ASSESS, "unanswered", forgotten(Answer, self_level=None, appraised_level=None)),
    Minded(ASSESS, "not_applicable_unexplained",
           unexplained("1.5")),
    Minded(ASSESS, "late_needs_reason", days=61, fields=["late_reason"]),
    Minded("submit_self_assessment-returned", "late_needs_reason",
           lambda stage: dossier(due_on=clock.today(stage.town.session) - timedelta(1))(stage)),
    # What an office enters
    Minded("accept_registration-registration_submitted", "late_needs_consent",
           dossier(registered_late=True), fields=["consent_number", "consent_on"]),
    Minded("accept_registration-registration_submitted", "late_needs_consent",
           dossier(registered_late=True), inputs={"consent_number": "7-CV"},
           fields=["consent_on"]),
    Minded("return_registration-registration_submitted", "past_day",
           inputs={"due_on": TODAY + "-1"}, fields=["due_on"]),
    Minded("return_for_supplement-under_appraisal", "past_day",
           inputs={"due_on": TODAY + "-1"}, fields=["due_on"]),
    Minded("return_for_supplement-under_appraisal", "missing", inputs={"marked": ["1.1", "9.9"]},
           fields=["marked"]),
    Minded("call_back-returned", "call_back_needs_reason",
           lambda stage: dossier(due_on=clock.today(stage.town.session))(stage),
           without=("reason",), fields=["reason"]),
    Minded("conclude_appraisal-under_appraisal", "missing", inputs={"proposed_rating": "fine"},
           fields=["proposed_rating"]),
    Minded("conclude_appraisal-under_appraisal", "unappraised",
           forgotten(Answer, appraised_level=None)),
    Minded("conclude_appraisal-under_appraisal", "opinions_missing", opinion(desk="inspection")),
    Minded("conclude_appraisal-under_appraisal", "opinions_missing",
           opinion(desk="propaganda", seen=1)),
    Minded("send_to_city-recommended", "content_changed", answer_changed),
    Minded("send_to_city-recommended", "content_changed", dossier(proposed_rating="excellent")),
    Minded("send_to_city-recommended", "content_changed", forgotten(SittingItem, result="struck")),
    Minded("send_to_city-recommended", "future_day", inputs={"signed_on": TODAY + "+1"},
           fields=["signed_on"]),
    Minded("resend-returned_to_ward", "content_changed", answer_changed),
    Minded("resend-returned_to_ward", "future_day", inputs={"signed_on": TODAY + "+1"}),
    # Four eyes
    Minded("accept_registration-registration_submitted", "four_eyes",
           event("submit_registration", "ward_office")),
    Minded("return_for_supplement-under_appraisal", "four_eyes",
           event("submit_self_assessment", "ward_lead")),
    Minded("conclude_appraisal-under_appraisal", "four_eyes",
           event("submit_registration", "ward_lead")),
    Minded("give_opinion-under_appraisal", "four_eyes",
           event("submit_self_assessment", "ward_inspector"), by="ward_inspector"),
    Minded("conclude_city_appraisal-city_appraisal", "four_eyes",
           event("submit_registration", "city_org")),
    Minded("conclude_city_appraisal-city_appraisal", "four_eyes", sat_in_the_ward("city_org")),
    Minded("recognize-awaiting_city_decision", "four_eyes", sat_in_the_ward("city_chair"),
           by="city_chair"),
    Minded("decline-awaiting_city_decision", "four_eyes", sat_in_the_ward("city_org"),
           by="city_org"),
    # Sittings
    *(
        Minded(case, "on_opened_sitting", on_opened_sitting)
        for case in (
            "admit-registered", "reopen_appraisal-awaiting_ward_review",
            "reopen_appraisal-recommended", "reopen_city_appraisal-awaiting_city_decision",
            WITHDRAW, "transfer-in_progress",
        )
    ),
    # Units
    Minded("supersede-in_progress", "only_by_act_on_units", inputs={"succession": None}),
    Minded("supersede-in_progress", "only_by_act_on_units", inputs={"succession": uuid4()}),
    # What a sitting concluded
    Minded("recommend-awaiting_ward_review", "not_passed", item={"result": Result.NOT_PASSED}),
    Minded("recommend-awaiting_ward_review", "not_passed", item={"result": Result.DEFERRED}),
    Minded("recommend-awaiting_ward_review", "merit_vote_missing", item={"merit_in_favour": None}),
    Minded("recommend-awaiting_ward_review", "not_eligible", dossier(eligible=False)),
    Minded("recommend-awaiting_ward_review", "not_eligible", dossier(eligible=None)),
    Minded("not_recommend-awaiting_ward_review", "passed", item={"result": Result.PASSED}),
    Minded("conclude_pilot_selection-registered", "not_passed", item={"result": None}),
    Minded("conclude_pilot_selection-registered", "pilot_unmarked", item={"pilot": None}),
    Minded("conclude_pilot_selection-registered", "pilot_incomplete", item={"pilot_reason": ""}),
    Minded("conclude_pilot_selection-registered", "pilot_incomplete",
           item={"supervisor_id": None}),
    Minded("name_pilot-in_progress", "pilot_unmarked", item={"pilot": None}),
    Minded("name_pilot-in_progress", "not_passed", item={"result": Result.NOT_PASSED}),
    Minded("drop_pilot-in_progress", "not_passed", item={"result": Result.NOT_PASSED}),
    Minded("recognize-awaiting_city_decision", "not_passed", item={"result": Result.NOT_PASSED}),
    Minded("recognize-awaiting_city_decision", "merit_vote_missing",
           item={"merit_in_favour": None}),
    Minded("recognize-awaiting_city_decision", "rating_undecided", forgotten(QualityRating)),
    Minded("recognize-awaiting_city_decision", "rating_too_low",
           forgotten(QualityRating, rating=Rating.COMPLETED)),
    Minded("decline-awaiting_city_decision", "passed", item={"result": Result.PASSED}),
    Minded("revoke-recognized", "not_passed", item={"result": Result.NOT_PASSED}),
    Minded("restore-revoked", "not_passed", item={"result": Result.NOT_PASSED}),
    *(
        Minded(str(case), "only_at_sitting", item=ELSEWHERE)
        for case in CASES
        if "†" in case.row.marks
    ),
    # Reconsideration
    Minded("request_reconsideration-declined", "already_reconsidered",
           event("request_reconsideration")),
    Minded("request_reconsideration-not_recommended", "already_reconsidered",
           event("request_reconsideration")),
    Minded("request_reconsideration-declined", "too_late", days=31),
    *(
        Minded(str(case), "opinions_missing", forgotten(Opinion, desk="organisation"))
        for case in CASES
        if case.row.trigger in {"grant_reconsideration", "uphold"}
    ),
]  # fmt: skip


def filled(stage: Stage, minded: Minded, name: str) -> dict[str, Any]:
    """Return the inputs of a good form, with what the case changes in them."""
    today = clock.today(stage.town.session)
    changed = {
        key: today + timedelta(days=int(value.removeprefix(TODAY)))
        if isinstance(value, str) and value.startswith(TODAY)
        else value
        for key, value in minded.inputs.items()
    }
    inputs = stage.inputs(minded.of, name) | changed
    return {key: value for key, value in inputs.items() if key not in minded.without}


def arranged(stage: Stage, minded: Minded) -> Closing | None:
    """Set the case up: everything the move asks for, but for one thing."""
    closing = stage.ready(minded.of)
    if closing is not None and minded.item:
        changes = dict(minded.item)
        if changes == ELSEWHERE:
            changes = {"dossier_id": stage.town.dossier(stage.town.ward.cells[1]).id}
        for name, value in changes.items():
            setattr(closing.item, name, value)
        stage.town.session.flush()
    minded.arrange(stage)
    stage.town.session.expire_all()
    return closing


@pytest.mark.parametrize(
    "minded",
    MINDED,
    ids=[f"{number}-{each.case}-{each.code}" for number, each in enumerate(MINDED)],
)
def test_guard_refuses_and_nothing_changes(stage: Stage, minded: Minded) -> None:
    name = minded.by or minded.of.someone()
    closing = arranged(stage, minded)
    untouched = stage.everything()

    with clock.moved(timedelta(days=minded.days)), pytest.raises(Refusal) as refused:
        stage.fire(minded.of.row.trigger, name, closing=closing, **filled(stage, minded, name))

    assert refused.value.code == minded.code
    if minded.fields is not None:
        assert refused.value.info["fields"] == minded.fields
    assert stage.everything() == untouched


ASKED = [(case, name) for case in CASES for name in CELL_TITLE.move(  # type: ignore[union-attr]
    case.row.trigger, case.source
).asks]  # fmt: skip


@pytest.mark.parametrize(("case", "name"), ASKED, ids=[f"{case}-{name}" for case, name in ASKED])
def test_what_a_move_asks_for_must_be_there(stage: Stage, case: Case, name: str) -> None:
    closing, someone = stage.ready(case), case.someone()
    inputs = stage.inputs(case, someone)
    assert name in inputs
    untouched = stage.everything()
    for empty in ({name: ""}, {name: None}, {name: []}):
        with pytest.raises(Refusal, match="missing") as refused:
            stage.fire(case.row.trigger, someone, closing=closing, **(inputs | empty))
        assert refused.value.info["fields"] == [name]
    assert stage.everything() == untouched


def test_every_guarded_move_has_been_refused() -> None:
    tried = {minded.of.row.trigger for minded in MINDED}
    guarded = {move.trigger for move in CELL_TITLE.moves if move.needs or move.checks}
    # Their one guard asks who holds the dossier: tests/workflows/flows/test_parties.py.
    assert guarded - tried == {"put_on_hold", "resume"}


# What is just enough


def made(stage: Stage, case: str, by: str = "", *, days: int = 0, **inputs: object) -> str:
    """Make a move with a form changed a little, and return where it led."""
    minded = Minded(case, "", by=by, inputs=dict(inputs))
    name = by or minded.of.someone()
    with clock.moved(timedelta(days=days)):
        return stage.fire(minded.of.row.trigger, name, **filled(stage, minded, name)).target


@pytest.mark.parametrize(("in_favour", "base"), [(12, 22), (22, 22), (11, 21)])
def test_one_more_than_half_of_the_cell_is_enough(stage: Stage, in_favour: int, base: int) -> None:
    stage.ready(BY_NAME[ON])
    assert (
        made(stage, ON, in_favour=in_favour, base=base, base_reason="Một đồng chí đi công tác")
        == "registration_submitted"
    )


def test_late_registration_is_marked_and_accepted_with_consent(stage: Stage) -> None:
    stage.ready(BY_NAME[ON])
    made(stage, ON, days=3, late_reason="Bão")
    assert stage.dossier.registered_late is True
    today = clock.today(stage.town.session)
    made(
        stage, "accept_registration-registration_submitted", days=3,
        consent_number="7-CV/ĐU", consent_on=today,
    )  # fmt: skip
    assert (stage.dossier.consent_number, stage.dossier.consent_on) == ("7-CV/ĐU", today)


def test_vote_on_the_assessment_stands_while_nothing_changed(stage: Stage) -> None:
    stage.ready(BY_NAME[ASSESS])
    stage.fire("submit_self_assessment", "secretary")
    assert stage.stands[0] == "under_appraisal"


@pytest.mark.parametrize("own", [True, False])
def test_pilots_chosen_in_the_ward_let_its_others_go_on(stage: Stage, *, own: bool) -> None:
    case = BY_NAME["admit-registered"]
    stage.ready(case)
    later = clock.today(stage.town.session) + timedelta(days=5)
    campaign(pilot_selection_until=later)(stage)
    sitting = stage.closing("conclude_pilot_selection").sitting
    sitting.body_id = (stage.town.ward if own else stage.town.other_ward).body.id
    stage.town.session.flush()
    if own:
        assert made(stage, str(case)) == "in_progress"
        return
    with pytest.raises(Refusal, match="pilots_not_chosen"):
        made(stage, str(case))


def test_exception_lets_a_dossier_pass_that_is_not_eligible(stage: Stage) -> None:
    stage.stand("awaiting_ward_review")
    closing = stage.closing("recommend", exception_reason="Thiên tai")
    dossier(eligible=False)(stage)
    assert stage.fire("recommend", "ward_chair", closing=closing).target == "recommended"


def test_reconsideration_may_be_asked_on_its_last_day(stage: Stage) -> None:
    case = "request_reconsideration-declined"
    stage.ready(BY_NAME[case])
    assert made(stage, case, days=30) == "city_reconsideration"


def test_each_decision_may_be_reconsidered_once(stage: Stage) -> None:
    case = "request_reconsideration-declined"
    stage.ready(BY_NAME[case])
    made(stage, case)
    stage.stand("declined")
    record_event(stage.town.session, "decline", actor=SYSTEM, dossier_id=stage.dossier_id)
    assert made(stage, case) == "city_reconsideration"


@pytest.mark.parametrize("trigger", ["conclude_pilot_selection", "recognize", "revoke"])
def test_sitting_over_something_else_makes_no_move(stage: Stage, trigger: str) -> None:
    stage.stand("awaiting_ward_review")
    closing = stage.closing(trigger)
    with pytest.raises(Refusal, match="only_at_sitting"):
        stage.fire("recommend", "ward_chair", closing=closing)


def test_page_and_press_ask_the_same_guards(stage: Stage) -> None:
    town, move = stage.town, CELL_TITLE.move("submit_registration", "registration_draft")
    assert move is not None
    stage.ready(BY_NAME[ON])
    assert why_not(town.session, stage.dossier, move, stage.member("secretary")) is None

    campaign(state=CampaignState.CLOSED)(stage)
    town.session.expire_all()

    refusal = why_not(town.session, stage.dossier, move, stage.member("secretary"))
    assert refusal is not None
    assert refusal.code == "campaign_not_open"
