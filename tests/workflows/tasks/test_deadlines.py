"""Deadlines: the day of a state and a campaign, the clock that stops, the late policy."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.appointments import add_unit
from tenants.own_days import set_own_days
from tenants.units import UnitKind
from tenants.working_days import DayKind, add_working_days
from tests import make
from tests.make import Town
from workflows.campaigns.opening import add_dossiers
from workflows.dossiers.tables import Dossier
from workflows.engine.refusals import Refusal
from workflows.tasks.tables import Task


def due(town: Town) -> tuple[str, date]:
    """Return the state and the last day of the first cell's open task."""
    task = town.session.scalars(
        select(Task)
        .where(Task.dossier_id == first(town).id, Task.done_at.is_(None))
        .execution_options(populate_existing=True)
    ).one()
    assert task.due_at is not None
    assert clock.local(task.due_at).strftime("%H:%M:%S") == "23:59:59"
    return task.state, clock.local(task.due_at).date()


def first(town: Town) -> Dossier:
    return town.dossier(town.ward.cells[0])


def ahead(town: Town, count: int) -> date:
    return add_working_days(town.session, clock.today(town.session), count)


def today(town: Town) -> date:
    return clock.today(town.session)


def give_back(town: Town, days: int = 3) -> None:
    make.move(town, town.ward.cells[0], "return_for_supplement", town.ward.appraiser,
              reason="Thiếu", marked=["1.1"], due_on=today(town) + timedelta(days))  # fmt: skip


def send_again(town: Town, **inputs: object) -> None:
    make.move(town, town.ward.cells[0], "submit_self_assessment", town.ward.secretaries[0],
              met_on=today(town), **make.ADOPTION, **inputs)  # fmt: skip


def hold(town: Town) -> None:
    make.move(town, town.ward.cells[0], "put_on_hold", town.ward.inspector, reason="Khiếu nại",
              look_again_on=today(town) + timedelta(days=30))  # fmt: skip


def resume(town: Town) -> None:
    make.move(town, town.ward.cells[0], "resume", town.ward.inspector, outcome="Không có vi phạm")


def test_campaigns_day_and_working_days_are_told_apart_by_the_state(town: Town) -> None:
    cell, ward, campaign = town.ward.cells[0], town.ward, town.campaign
    assert due(town) == ("registration_draft", campaign.registration_until)
    make.move(town, cell, "submit_registration", ward.secretaries[0],
              met_on=today(town), **make.REGISTRATION)  # fmt: skip
    assert due(town) == ("registration_submitted", ahead(town, 5))
    make.move(town, cell, "accept_registration", ward.office)
    assert due(town) == ("registered", campaign.pilot_selection_until)
    make.in_review(town, cell)
    assert due(town) == ("self_assessment", campaign.self_assessment_until)


def test_campaign_may_give_other_working_days(town: Town) -> None:
    town.campaign.rules = {**town.campaign.rules, "days_to_act": {"under_appraisal": 8}}

    make.under_appraisal(town, town.ward.cells[0])

    assert due(town) == ("under_appraisal", ahead(town, 8))


def test_own_day_off_moves_a_deadline_in_working_days(town: Town) -> None:
    off = ahead(town, 1)
    before = ahead(town, 5)
    set_own_days(
        town.session, off, off, DayKind.OFF, words="Nghỉ bù", actor=town.member(town.admin)
    )

    make.under_appraisal(town, town.ward.cells[0])

    assert due(town)[1] == add_working_days(town.session, before, 1)


def test_day_that_is_over_gives_new_working_days(town: Town) -> None:
    make.appraised(town, town.ward.cells[0])
    make.move(town, town.ward.cells[0], "reopen_appraisal", town.ward.office, reason="Sai số liệu")
    with clock.moved(timedelta(days=80)):
        make.move(town, town.ward.cells[0], "conclude_appraisal", town.ward.appraiser,
                  proposed_rating="good")  # fmt: skip
        assert today(town) > town.campaign.ward_review_until
        assert due(town) == ("awaiting_ward_review", ahead(town, 5))


@pytest.mark.parametrize("away", [2, 9, 40])
def test_wards_clock_stops_while_a_dossier_is_returned(town: Town, away: int) -> None:
    make.under_appraisal(town, town.ward.cells[0])
    with clock.moved(timedelta(days=3)):
        left_on, former = today(town), due(town)[1]
        give_back(town, days=60)
    with clock.moved(timedelta(days=3 + away)):
        send_again(town)
        calendar_days = [left_on + timedelta(n) for n in range(1, away + 1)]
        stood_still = sum(add_working_days(town.session, d - timedelta(1), 1) == d
                          for d in calendar_days)  # fmt: skip
        moved = add_working_days(town.session, former, stood_still)
        assert due(town) == ("under_appraisal", max(moved, ahead(town, 1)))


def test_second_return_moves_the_day_again(town: Town) -> None:
    make.under_appraisal(town, town.ward.cells[0])
    give_back(town, days=20)
    with clock.moved(timedelta(days=10)):
        send_again(town)
        once = due(town)[1]
        give_back(town, days=20)
    with clock.moved(timedelta(days=20)):
        send_again(town)
        assert due(town)[1] > once


def test_unit_gets_back_the_days_that_a_hold_took(town: Town) -> None:
    make.in_review(town, town.ward.cells[0])
    with clock.moved(timedelta(days=59)):
        hold(town)
        assert due(town) == ("on_hold", today(town) + timedelta(days=30))
    with clock.moved(timedelta(days=80)):
        resume(town)
        state, day = due(town)
        assert state == "self_assessment"
        assert day > today(town) > town.campaign.self_assessment_until
        assert first(town).due_on == day
        make.answered(town, town.ward.cells[0])
        send_again(town)
        assert first(town).assessed_late is False


def test_hold_inside_a_return_stops_both_clocks(town: Town) -> None:
    make.under_appraisal(town, town.ward.cells[0])
    former = due(town)[1]
    give_back(town)
    hold(town)
    with clock.moved(timedelta(days=14)):
        resume(town)
        assert due(town)[0] == "returned"
        assert first(town).due_on == due(town)[1] >= today(town)
        send_again(town)
        assert due(town) == ("under_appraisal", add_working_days(
            town.session, former, working_days(town, 14)))  # fmt: skip


def working_days(town: Town, back: int) -> int:
    """Count the working days of the last days, today included."""
    days = [today(town) - timedelta(n) for n in range(back)]
    return sum(add_working_days(town.session, day - timedelta(1), 1) == day for day in days)


def test_clock_that_never_stopped_starts_anew(town: Town) -> None:
    make.appraised(town, town.ward.cells[0])
    with clock.moved(timedelta(days=20)):
        make.move(town, town.ward.cells[0], "reopen_appraisal", town.ward.office, reason="Sai")
        assert due(town) == ("under_appraisal", ahead(town, 5))


def test_undone_return_leaves_the_former_day(town: Town) -> None:
    make.under_appraisal(town, town.ward.cells[0])
    former = due(town)
    with clock.moved(timedelta(days=4)):
        give_back(town)
        make.move(town, town.ward.cells[0], "undo", town.ward.appraiser)
        assert due(town) == former


def test_correction_within_its_new_day_is_not_late(town: Town) -> None:
    cell, ward = town.ward.cells[0], town.ward
    registration = {"met_on": today(town), **make.REGISTRATION}
    make.move(town, cell, "submit_registration", ward.secretaries[0], **registration)
    make.move(town, cell, "return_registration", ward.office, reason="Thiếu", marked=["met_on"],
              due_on=today(town) + timedelta(days=5))  # fmt: skip
    with clock.moved(timedelta(days=5)):
        make.move(town, cell, "submit_registration", ward.secretaries[0], **registration)
        assert first(town).registered_late is False


def test_correction_does_not_make_up_for_a_late_registration(town: Town) -> None:
    cell, ward = town.ward.cells[0], town.ward
    registration = {"met_on": today(town), **make.REGISTRATION}
    with clock.moved(timedelta(days=1)):
        make.move(town, cell, "submit_registration", ward.secretaries[0],
                  late_reason="Bí thư ốm", **registration)  # fmt: skip
        make.move(town, cell, "return_registration", ward.office, reason="Thiếu",
                  marked=["met_on"], due_on=today(town) + timedelta(days=5))  # fmt: skip
        make.move(town, cell, "submit_registration", ward.secretaries[0], **registration)
    assert first(town).registered_late is True


@pytest.mark.parametrize("allowed", [True, False])
def test_late_self_assessment_follows_the_campaigns_policy(town: Town, *, allowed: bool) -> None:
    town.campaign.rules = {**town.campaign.rules, "late_self_assessment": allowed}
    make.in_review(town, town.ward.cells[0])
    make.answered(town, town.ward.cells[0])
    with clock.moved(timedelta(days=61)):
        with pytest.raises(Refusal) as refused:
            send_again(town)
        assert refused.value.code == ("late_needs_reason" if allowed else "too_late")
        town.session.rollback()
        if allowed:
            send_again(town, late_reason="Bão lũ")
            assert first(town).assessed_late is True


def test_unit_added_after_the_last_day_has_days_of_its_own(town: Town) -> None:
    with clock.moved(timedelta(days=20)):
        cell = add_unit(town.session, "Chi bộ Tổ dân phố 3", code="hoa-mai-3",
                        kind=UnitKind.PARTY_CELL, parent=town.ward.unit, official=20)  # fmt: skip
        assert add_dossiers(town.session, town.campaign) == 1
        town.session.commit()
        own = town.dossier(cell).due_on
        assert own == ahead(town, 5)
        make.move(town, cell, "submit_registration", town.ward.office, signed_copy="Bản giấy",
                  met_on=today(town), base=20, in_favour=20,
                  commitments=make.REGISTRATION["commitments"])  # fmt: skip
        assert town.dossier(cell).registered_late is False
