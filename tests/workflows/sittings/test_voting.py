"""What is entered while a sitting is open: attendance, votes, pilots, deferring."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update

from tenants import clock
from tenants.audit import AuditEvent
from tests import make
from tests.make import Town
from tests.workflows.sittings import meeting
from workflows.dossiers.tables import Answer, Dossier
from workflows.engine.refusals import Refusal, StaleError
from workflows.sittings.attending import record_attendance
from workflows.sittings.closing import break_off_sitting, suspend_sitting
from workflows.sittings.marking import defer, leave_unmarked_out, mark_pilot
from workflows.sittings.outcomes import check_closing
from workflows.sittings.reading import count_present, items_of, seats_of
from workflows.sittings.tables import Gate, Result, Sitting, SittingState
from workflows.sittings.voting import Votes, record_rest, record_vote, undo_rest


@pytest.fixture
def town(reviewed: Town) -> Town:
    """Both dossiers of the ward await its body."""
    return reviewed


def opened(town: Town, *, present: int = 99) -> tuple[Sitting, list[Dossier]]:
    """Open the ward's sitting on both recommendations."""
    dossiers = meeting.both(town)
    return meeting.opened(
        town, Gate.RECOMMENDATION, dossiers, town.ward, present=present
    ), dossiers  # fmt: skip


def test_attendance_says_who_came_and_why_not(town: Town) -> None:
    sitting, _ = opened(town)
    seats = seats_of(town.session, sitting.id)
    shown = sitting.version
    record_attendance(
        town.session, sitting, present=[seats[0].id, seats[1].id],
        reasons={seats[2].id: " Đi công tác ", seats[0].id: "?"},
        actor=town.member(town.ward.office), seen_version=shown,
    )  # fmt: skip
    assert [(each.present, each.absent_reason) for each in seats_of(town.session, sitting.id)] == [
        (True, ""), (True, ""), (False, "Đi công tác"),
    ]  # fmt: skip
    assert count_present(town.session, sitting.id) == 2
    assert sitting.version > shown
    with pytest.raises(StaleError):
        record_attendance(
            town.session, sitting, present=[], reasons={}, actor=town.member(town.ward.office),
            seen_version=shown,
        )  # fmt: skip


def test_only_the_recorder_enters(town: Town) -> None:
    sitting, dossiers = opened(town)
    item = meeting.item_of(town, sitting, dossiers[0])
    session = town.session
    for person in (town.ward.chair, town.ward.members[0], town.ward.appraiser, town.org_dept):
        actor = town.member(person)
        for act in (
            lambda: record_attendance(session, sitting, present=[], reasons={}, actor=actor,  # noqa: B023
                                      seen_version=sitting.version),
            lambda: record_vote(session, sitting, item.id, title=Votes(3), merit=Votes(3),
                                actor=actor),  # noqa: B023
            lambda: record_rest(session, sitting, merit=True, actor=actor),  # noqa: B023
            lambda: undo_rest(session, sitting, actor=actor),  # noqa: B023
            lambda: defer(session, sitting, item.id, actor=actor),  # noqa: B023
            lambda: leave_unmarked_out(session, sitting, actor=actor),  # noqa: B023
        ):  # fmt: skip
            with pytest.raises(Refusal, match="role"):
                act()


@pytest.mark.parametrize("state", ["prepared", "suspended", "broken_off"])
def test_votes_are_entered_while_the_sitting_is_open_only(town: Town, state: str) -> None:
    dossiers, ward = meeting.both(town), town.ward
    sitting = meeting.prepared(town, Gate.RECOMMENDATION, dossiers, ward)
    office = town.member(ward.office)
    if state != "prepared":
        meeting.start(town, sitting, ward)
        stop = suspend_sitting if state == "suspended" else break_off_sitting
        stop(
            town.session, sitting, actor=office, seen_version=sitting.version,
            **({} if state == "suspended" else {"reason": "Mất điện"}),
        )  # fmt: skip
    with pytest.raises(Refusal, match="sitting_not_open"):
        record_rest(town.session, sitting, merit=True, actor=office)


def test_suspended_sitting_goes_on_where_it_stood(town: Town) -> None:
    sitting, dossiers = opened(town)
    meeting.vote(town, sitting, dossiers[0], town.ward, Votes(3), Votes(3))
    for state in (SittingState.SUSPENDED, SittingState.OPENED):
        suspend_sitting(
            town.session, sitting, actor=town.member(town.ward.chair),
            seen_version=sitting.version,
        )  # fmt: skip
        assert sitting.state is state
    with pytest.raises(Refusal, match="role"):
        suspend_sitting(
            town.session, sitting, actor=town.member(town.ward.appraiser),
            seen_version=sitting.version,
        )  # fmt: skip
    assert meeting.item_of(town, sitting, dossiers[0]).in_favour == 3
    meeting.vote(town, sitting, dossiers[1], town.ward, Votes(3), Votes(3))


@pytest.mark.parametrize(
    ("title", "present"),
    [(Votes(4), 3), (Votes(2, against=1, abstained=1), 3), (Votes(3), 2), (Votes(-1), 3),
     (Votes(2, invalid=2), 3)],
)  # fmt: skip
def test_more_votes_than_people_in_the_room_are_refused(
    town: Town, title: Votes, present: int
) -> None:
    sitting, dossiers = opened(town, present=present)
    with pytest.raises(Refusal, match="bad_tally") as refusal:
        meeting.vote(town, sitting, dossiers[0], town.ward, title)
    assert (refusal.value.info["base"], refusal.value.info["dossier"]) == (
        present, dossiers[0].code,
    )  # fmt: skip
    with pytest.raises(Refusal, match="bad_tally"):
        meeting.vote(town, sitting, dossiers[0], town.ward, Votes(1), merit=title)
    assert meeting.item_of(town, sitting, dossiers[0]).in_favour is None


def test_correction_of_a_vote_is_logged_with_both_counts(town: Town) -> None:
    sitting, dossiers = opened(town)
    meeting.vote(town, sitting, dossiers[0], town.ward, Votes(3), Votes(3))
    item = meeting.vote(town, sitting, dossiers[0], town.ward, Votes(1, against=2), Votes(0))
    assert (item.in_favour, item.against, item.merit_in_favour) == (1, 2, 0)
    facts = town.session.scalars(
        select(AuditEvent.facts)
        .where(AuditEvent.kind == "vote_recorded")
        .order_by(AuditEvent.seq.desc())
        .limit(1)
    ).one()
    assert (facts["before"]["in_favour"], facts["after"]["in_favour"]) == (3, 1)


def test_vote_on_an_older_page_is_refused(town: Town) -> None:
    sitting, dossiers = opened(town)
    item = meeting.item_of(town, sitting, dossiers[0])
    shown = item.version
    meeting.vote(town, sitting, dossiers[0], town.ward, Votes(3), Votes(3))
    with pytest.raises(Refusal, match="vote_changed"):
        record_vote(
            town.session, sitting, item.id, title=Votes(1), merit=Votes(0),
            actor=town.member(town.ward.office), seen_version=shown,
        )  # fmt: skip


def test_item_of_another_sitting_is_off_the_agenda(town: Town) -> None:
    dossiers = meeting.both(town)
    mine = meeting.opened(town, Gate.RECOMMENDATION, dossiers[:1], town.ward)
    other = meeting.opened(town, Gate.RECOMMENDATION, dossiers[1:], town.ward)
    item = meeting.item_of(town, other, dossiers[1])
    for act in (
        lambda: record_vote(town.session, mine, item.id, title=Votes(3), merit=Votes(3),
                            actor=town.member(town.ward.office)),
        lambda: defer(town.session, mine, item.id, actor=town.member(town.ward.office)),
    ):  # fmt: skip
        with pytest.raises(Refusal, match="off_the_agenda"):
            act()


def test_rest_is_recorded_in_one_act_and_taken_back_in_one(town: Town) -> None:
    sitting, dossiers = opened(town, present=2)
    office = town.member(town.ward.office)
    meeting.vote(town, sitting, dossiers[0], town.ward, Votes(1, against=1), Votes(0))

    assert record_rest(town.session, sitting, merit=False, actor=office) == 1

    item = meeting.item_of(town, sitting, dossiers[1])
    assert (item.in_favour, item.merit_in_favour, item.merit_against, item.in_bulk) == (
        2, 0, 2, True,
    )  # fmt: skip
    assert record_rest(town.session, sitting, merit=True, actor=office) == 0
    assert undo_rest(town.session, sitting, actor=office) == 1
    item = meeting.item_of(town, sitting, dossiers[1])
    assert (item.in_favour, item.merit_in_favour, item.in_bulk) == (None, None, False)
    assert meeting.item_of(town, sitting, dossiers[0]).in_favour == 1


def test_nobody_in_the_room_votes_for_nobody(town: Town) -> None:
    sitting, _ = opened(town, present=0)
    with pytest.raises(Refusal, match="nobody_present"):
        record_rest(town.session, sitting, merit=True, actor=town.member(town.ward.office))


def test_dossier_that_is_not_eligible_is_noted_not_voted(town: Town) -> None:
    noted, eligible = meeting.both(town)
    make.move(town, noted.unit, "reopen_appraisal", town.ward.office, reason="Chấm lại")
    town.session.execute(
        update(Answer)
        .where(Answer.dossier_id == noted.id)
        .values(appraised_level="not_met", appraised_reason="Không đạt")
    )
    make.move(town, noted.unit, "conclude_appraisal", town.ward.appraiser, proposed_rating="good")
    dossiers = [town.dossier(cell) for cell in town.ward.cells]
    sitting = meeting.opened(town, Gate.RECOMMENDATION, dossiers, town.ward)

    with pytest.raises(Refusal, match="only_noted"):
        meeting.vote(town, sitting, town.dossier(noted.unit), town.ward, Votes(3), Votes(3))
    office = town.member(town.ward.office)
    assert record_rest(town.session, sitting, merit=True, actor=office) == 1
    assert [
        (outcome.result, outcome.trigger, outcome.explained.get("noted"))
        for outcome in check_closing(town.session, sitting).outcomes
    ] == [(Result.NOT_PASSED, "not_recommend", True), (Result.PASSED, "recommend", None)]
    meeting.close(town, sitting, town.ward)
    assert [town.dossier(each.unit).state for each in (noted, eligible)] == [
        "not_recommended", "recommended",
    ]  # fmt: skip


def test_deferred_dossier_stays_where_it_is(town: Town) -> None:
    sitting, dossiers = opened(town)
    office = town.member(town.ward.office)
    item = defer(
        town.session, sitting, meeting.item_of(town, sitting, dossiers[0]).id, actor=office
    )
    assert item.result is Result.DEFERRED
    assert record_rest(town.session, sitting, merit=True, actor=office) == 1
    meeting.close(town, sitting, town.ward)
    assert [town.dossier(cell).state for cell in town.ward.cells] == [
        "awaiting_ward_review", "recommended",
    ]  # fmt: skip
    again = meeting.opened(town, Gate.RECOMMENDATION, [town.dossier(town.ward.cells[0])], town.ward)
    meeting.vote(town, again, dossiers[0], town.ward, Votes(3), Votes(3))
    meeting.close(town, again, town.ward)
    assert town.dossier(town.ward.cells[0]).state == "recommended"


def test_deferring_is_taken_back(town: Town) -> None:
    sitting, dossiers = opened(town)
    item = meeting.item_of(town, sitting, dossiers[0])
    office = town.member(town.ward.office)
    defer(town.session, sitting, item.id, actor=office)
    assert defer(town.session, sitting, item.id, actor=office).result is None


def pilots(town: Town) -> tuple[Sitting, list[Dossier]]:
    """Open the ward's sitting on its pilots, everybody in favour of everything."""
    dossiers = meeting.both(town)
    # Set back directly: a test of pilots needs only that they are chosen from here.
    for dossier in dossiers:
        dossier.state = "registered"
    town.session.flush()
    sitting = meeting.opened(town, Gate.PILOT_SELECTION, dossiers, town.ward)
    record_rest(town.session, sitting, merit=False, actor=town.member(town.ward.office))
    return sitting, dossiers


def mark(town: Town, sitting: Sitting, dossier: Dossier, **other: object) -> None:
    """Mark a dossier as a pilot with a reason and a supervisor."""
    values = {
        "pilot": True, "reason": "Nổi trội", "supervisor_id": town.ward.members[0].id,
        "actor": town.member(town.ward.office),
    } | other  # fmt: skip
    mark_pilot(
        town.session, sitting, meeting.item_of(town, sitting, dossier).id, **values
    )  # fmt: skip


def test_pilots_are_chosen_and_the_others_go_on_as_well(town: Town) -> None:
    sitting, dossiers = pilots(town)
    mark(town, sitting, dossiers[0])
    assert [o.problem for o in check_closing(town.session, sitting).outcomes] == [
        None, "pilot_unmarked",
    ]  # fmt: skip
    leave_unmarked_out(town.session, sitting, actor=town.member(town.ward.office))
    meeting.close(town, sitting, town.ward)
    assert [town.dossier(cell).state for cell in town.ward.cells] == ["in_progress"] * 2
    kinds = town.session.scalars(select(AuditEvent.kind)).all()
    assert {kind: kinds.count(kind) for kind in ("pilot_marked", "pilots_left_out")} == {
        "pilot_marked": 1, "pilots_left_out": 1,
    }  # fmt: skip


@pytest.mark.parametrize("without", ["reason", "supervisor_id"])
def test_pilot_has_a_reason_and_a_supervisor(town: Town, without: str) -> None:
    sitting, dossiers = pilots(town)
    with pytest.raises(Refusal, match="pilot_incomplete"):
        mark(town, sitting, dossiers[0], **{without: "" if without == "reason" else None})


def test_pilots_stay_within_the_campaign_s_number(town: Town) -> None:
    sitting, dossiers = pilots(town)
    town.campaign.rules = town.campaign.rules | {"pilots_per_ward": 1}
    for dossier in dossiers:
        mark(town, sitting, dossier)
    with pytest.raises(Refusal, match="too_many_pilots"):
        meeting.close(town, sitting, town.ward)


def test_ward_without_a_pilot_says_why(town: Town) -> None:
    sitting, _ = pilots(town)
    leave_unmarked_out(town.session, sitting, actor=town.member(town.ward.office))
    with pytest.raises(Refusal, match="no_pilot_reason"):
        meeting.close(town, sitting, town.ward)
    town.session.rollback()


def test_sitting_over_titles_marks_no_pilots(town: Town) -> None:
    sitting, dossiers = opened(town)
    with pytest.raises(Refusal, match="only_at_sitting"):
        mark(town, sitting, dossiers[0])


def test_on_an_opened_sitting_a_dossier_takes_votes_only(town: Town) -> None:
    sitting, dossiers = opened(town)
    today = clock.today(town.session)
    for trigger, person, inputs in (
        ("withdraw", town.ward.secretaries[0],
         {"reason": "Giải thể", "met_on": today, **make.ADOPTION}),
        ("reopen_appraisal", town.ward.office, {"reason": "Sai"}),
        ("reopen_appraisal", town.ward.chair, {"reason": "Sai"}),
        ("transfer", town.admin, {"reason": "Đổi tên"}),
    ):  # fmt: skip
        with pytest.raises(Refusal, match="on_opened_sitting") as refusal:
            make.move(town, dossiers[0].unit, trigger, person, **inputs)
        assert refusal.value.info["sitting"] == sitting.code


@pytest.mark.parametrize("trigger", ["put_on_hold", "supersede"])
def test_hold_strikes_the_item_and_the_rest_goes_on(town: Town, trigger: str) -> None:
    sitting, dossiers = opened(town)
    meeting.vote(town, sitting, dossiers[0], town.ward, Votes(3), Votes(3))
    person = town.ward.inspector if trigger == "put_on_hold" else town.admin
    make.move(town, dossiers[0].unit, trigger, person, reason="Khiếu nại",
              look_again_on=clock.today(town.session),
              succession=make.succession(town, dossiers[0].unit).id)  # fmt: skip

    assert [(line.active, line.result) for line in items_of(town.session, sitting.id)] == [
        (False, Result.STRUCK), (True, None),
    ]  # fmt: skip
    with pytest.raises(Refusal, match="off_the_agenda"):
        meeting.vote(town, sitting, dossiers[0], town.ward, Votes(3), Votes(3))
    meeting.vote(town, sitting, dossiers[1], town.ward, Votes(3), Votes(3))
    meeting.close(town, sitting, town.ward)
    assert [town.dossier(cell).state for cell in town.ward.cells] == [
        {"put_on_hold": "on_hold", "supersede": "superseded"}[trigger], "recommended",
    ]  # fmt: skip


def test_votes_leave_no_trace_of_who_voted_how(town: Town) -> None:
    """A show of hands is a count: neither the rows nor the trail name a voter."""
    sitting, dossiers = opened(town)
    meeting.vote(town, sitting, dossiers[0], town.ward, Votes(2, against=1), Votes(0))
    facts = town.session.scalars(
        select(AuditEvent.facts).where(AuditEvent.kind == "vote_recorded")
    ).one()
    assert set(facts) == {"sitting", "before", "after"}
    assert town.session.scalar(select(func.count()).select_from(AuditEvent)) > 0
