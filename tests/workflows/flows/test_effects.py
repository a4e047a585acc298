"""What moves change besides the state."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tenants import clock
from tests import make
from tests.workflows.flows.specification import CASES
from tests.workflows.flows.stage import Stage
from workflows.decisions.tables import Decision, Recognition
from workflows.dossiers.contents import commitments_of, opinions_of, pilot_mark_of, tally_of
from workflows.dossiers.tables import Commitment, PilotMark, Purpose
from workflows.sittings.tables import Result, SittingItem, SittingState

BY_NAME = {str(case): case for case in CASES}


def make_move(stage: Stage, case: str, **inputs: object) -> None:
    """Make a case's move with a form filled in well, changed by what is named."""
    each = BY_NAME[case]
    name = each.someone()
    if each.row.trigger == "supersede":
        stage.succession_id = make.succession(stage.town, stage.cell).id
    stage.fire(each.row.trigger, name, **(stage.inputs(each, name) | inputs))


def test_registration_keeps_commitments_and_the_vote(stage: Stage) -> None:
    stage.ready(BY_NAME["submit_registration-registration_draft"])
    before = stage.dossier.content_version
    words = {key: f" Việc nhóm {key} " for key in "1234"}

    make_move(stage, "submit_registration-registration_draft", commitments=words)

    dossier, session = stage.dossier, stage.town.session
    assert commitments_of(session, dossier.id) == {key: f"Việc nhóm {key}" for key in "1234"}
    assert (dossier.registered_on, dossier.registered_late, dossier.content_version) == (
        clock.today(session), False, before + 1,
    )  # fmt: skip
    tally = tally_of(session, dossier.id, Purpose.REGISTRATION)
    assert tally is not None
    assert (tally.in_favour, tally.base, tally.content_version, tally.entered_by) == (
        20, 22, before + 1, stage.people["secretary"].name,
    )  # fmt: skip


def test_registration_sent_again_replaces_its_commitments(stage: Stage) -> None:
    stage.stand("registration_returned")
    count = len(stage.town.session.scalars(select(Commitment)).all())
    words = dict.fromkeys("1234", "Viết lại")
    make_move(stage, "submit_registration-registration_returned", commitments=words)
    assert len(stage.town.session.scalars(select(Commitment)).all()) == count
    assert set(commitments_of(stage.town.session, stage.dossier_id).values()) == {"Viết lại"}


@pytest.mark.parametrize(
    ("trigger", "state", "marked"),
    [
        ("return_registration", "registration_submitted", ["met_on"]),
        ("return_for_supplement", "under_appraisal", ["1.1", "1.2"]),
    ],
)
def test_return_opens_what_is_marked_until_the_new_day(
    stage: Stage, trigger: str, state: str, marked: list[str]
) -> None:
    stage.stand(state)
    day = clock.today(stage.town.session) + timedelta(days=3)
    make_move(stage, f"{trigger}-{state}", marked=marked, due_on=day, reason="Thiếu biên bản")
    dossier = stage.dossier
    assert (dossier.marked, dossier.return_reason, dossier.due_on) == (
        marked, "Thiếu biên bản", day,
    )  # fmt: skip


@pytest.mark.parametrize(
    "case",
    [
        "submit_registration-registration_returned", "submit_self_assessment-returned",
        "call_back-returned",
    ],
)  # fmt: skip
def test_way_back_closes_what_was_opened(stage: Stage, case: str) -> None:
    dossier = stage.stand(BY_NAME[case].source)
    dossier.marked, dossier.return_reason = ["1.1"], "Thiếu"
    dossier.due_on = clock.today(stage.town.session)
    stage.town.session.flush()
    make_move(stage, case)
    dossier = stage.dossier
    assert (dossier.marked, dossier.return_reason, dossier.due_on) == ([], "", None)


def test_late_self_assessment_is_marked(stage: Stage) -> None:
    stage.stand("self_assessment")
    with clock.moved(timedelta(days=61)):
        make_move(stage, "submit_self_assessment-self_assessment", late_reason="Bão")
    assert stage.dossier.assessed_late is True


def test_opinion_is_kept_with_its_desk_and_the_content_it_saw(stage: Stage) -> None:
    stage.stand("under_appraisal")
    stage.fire("give_opinion", "ward_inspector", words="Chưa rõ", flagged=True)
    given = opinions_of(stage.town.session, stage.dossier_id)[-1]
    assert (given.desk, given.words, given.flagged, given.content_version, given.name) == (
        "inspection", "Chưa rõ", True, stage.dossier.content_version,
        stage.people["ward_inspector"].name,
    )  # fmt: skip


def test_conclusion_settles_eligibility_with_its_reasons(stage: Stage) -> None:
    dossier = stage.stand("under_appraisal")
    dossier.eligible, dossier.eligibility, dossier.appraised_total = None, [], None
    stage.town.session.flush()
    make_move(stage, "conclude_appraisal-under_appraisal")
    dossier = stage.dossier
    assert (dossier.eligible, dossier.proposed_rating) == (True, "good")
    assert dossier.appraised_total
    assert dossier.eligibility


def test_reopened_appraisal_forgets_its_verdict_and_keeps_its_scores(stage: Stage) -> None:
    stage.stand("awaiting_ward_review")
    make_move(stage, "reopen_appraisal-awaiting_ward_review")
    dossier = stage.dossier
    assert (dossier.eligible, dossier.eligibility) == (None, [])
    make_move(stage, "conclude_appraisal-under_appraisal")
    assert stage.dossier.eligible is True


def test_submission_keeps_the_clerk_s_number_and_date(stage: Stage) -> None:
    stage.stand("recommended")
    day = clock.today(stage.town.session) - timedelta(days=1)
    make_move(stage, "send_to_city-recommended", number="88-TTr/ĐU", signed_on=day)
    assert (stage.dossier.submission_number, stage.dossier.submission_on) == ("88-TTr/ĐU", day)


@pytest.mark.parametrize("pilot", [True, False])
def test_pilot_selection_marks_the_chosen(stage: Stage, *, pilot: bool) -> None:
    stage.stand("registered")
    closing = stage.closing("conclude_pilot_selection", pilot=pilot)
    stage.fire("conclude_pilot_selection", "ward_chair", closing=closing)
    mark = pilot_mark_of(stage.town.session, stage.dossier_id)
    if not pilot:
        assert mark is None
        return
    assert mark is not None
    assert (mark.reason, mark.supervisor_id) == ("Nổi trội", stage.people["ward_member"].id)


@pytest.mark.parametrize(
    "case", ["withdraw-in_progress", "lapse-self_assessment", "supersede-in_progress"]
)
def test_leaving_the_year_drops_the_pilot_mark(stage: Stage, case: str) -> None:
    stage.stand(BY_NAME[case].source)
    mark = stage.marked_pilot()
    make_move(stage, case)
    assert pilot_mark_of(stage.town.session, stage.dossier_id) is None
    assert mark.dropped_at == clock.now(stage.town.session)
    assert mark.dropped_reason


LEAVING = [
    "admit-registered",
    "reopen_appraisal-awaiting_ward_review",
    "reopen_city_appraisal-awaiting_city_decision",
    "put_on_hold-awaiting_ward_review",
    "withdraw-awaiting_ward_review",
    "supersede-awaiting_ward_review",
    "transfer-awaiting_ward_review",
]


@pytest.mark.parametrize("case", LEAVING)
def test_dossier_leaves_a_prepared_agenda(stage: Stage, case: str) -> None:
    stage.stand(BY_NAME[case].source)
    closing = stage.closing("recommend", active=True, result=None)
    closing.sitting.state = SittingState.PREPARED
    stage.town.session.flush()
    make_move(stage, case)
    left = select(SittingItem.id).where(SittingItem.id == closing.item.id)
    assert stage.town.session.scalar(left) is None


@pytest.mark.parametrize("trigger", ["put_on_hold", "supersede"])
def test_dossier_is_struck_from_an_opened_agenda(stage: Stage, trigger: str) -> None:
    stage.stand("awaiting_ward_review")
    closing = stage.closing("recommend", active=True, result=None)
    closing.sitting.state = SittingState.OPENED
    stage.town.session.flush()
    make_move(stage, f"{trigger}-awaiting_ward_review")
    stage.town.session.expire(closing.item)
    assert (closing.item.active, closing.item.result) == (False, Result.STRUCK)


def test_revoked_title_ends_and_restored_stands_again(stage: Stage) -> None:
    session = stage.town.session
    stage.stand("recognized")
    closing = stage.closing("revoke")
    decision = Decision(
        code="26-Q9", kind="recognition", body_id=closing.sitting.body_id,
        campaign_id=stage.town.campaign.id, sitting_id=closing.sitting.id, public_code="A-B",
    )  # fmt: skip
    session.add(decision)
    session.flush()
    title = Recognition(
        dossier_id=stage.dossier_id, unit_id=stage.cell.id, year=2026, decision_id=decision.id,
        public_code="A-C", recognized_at=clock.now(session),
    )  # fmt: skip
    session.add(title)
    session.flush()

    stage.fire("revoke", "city_chair", closing=closing, ground="Kỷ luật trong năm")
    session.expire(title)
    assert (title.revoked_at, title.revoked_reason) == (clock.now(session), "Kỷ luật trong năm")

    stage.fire("restore", "city_chair", closing=stage.closing("restore"), ground="Hủy kỷ luật")
    session.expire(title)
    assert title.revoked_at is None


def test_effect_that_fails_takes_the_state_back(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.stand("registration_draft")
    untouched = stage.everything()
    version = stage.dossier.version
    monkeypatch.setattr("workflows.engine.writing._told", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make_move(stage, "submit_registration-registration_draft")
    assert stage.everything() == untouched
    assert (stage.dossier.state, stage.dossier.version) == ("registration_draft", version)


def test_dropped_mark_stays_as_history(stage: Stage) -> None:
    stage.stand("in_progress")
    stage.marked_pilot()
    closing = stage.closing("drop_pilot")
    stage.fire("drop_pilot", "ward_chair", closing=closing, reason="Chuyển sinh hoạt")
    marks = stage.town.session.scalars(select(PilotMark.dropped_reason)).all()
    assert list(marks) == ["Chuyển sinh hoạt"]
