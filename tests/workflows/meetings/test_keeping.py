"""Meetings written down, scored, followed up; seen by those whose they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from tenants import clock
from tenants.appointments import appoint
from tenants.members import SYSTEM
from tenants.people import Person
from tenants.roles import Role
from tenants.successions import Part, SuccessionPart
from tests import make
from tests.make import Town
from tests.workflows.meetings import made
from workflows.campaigns.tables import CampaignState
from workflows.engine.refusals import GoneError, Refusal
from workflows.meetings.keeping import (
    attendance_of,
    cancel_meeting,
    keep_meeting,
    minutes_of,
    remark_on,
)
from workflows.meetings.quality import blocks_from
from workflows.meetings.reading import Standing, sheet_of, sheets_of_ward
from workflows.meetings.resolutions import FollowUp, Resolved, items_of, open_before
from workflows.meetings.rules import founded_by_an_act
from workflows.meetings.seeing import find_meeting, visible_meetings
from workflows.meetings.series import series_of
from workflows.meetings.tables import MeetingKind, MonthlyMeeting, Outcome


@pytest.fixture(autouse=True)
def founded(town: Town) -> None:
    make.founded_last_year(town)


@pytest.fixture
def supervisor(town: Town) -> Person:
    person = town.ward.members[0]
    appoint(town.session, person, Role.SUPERVISOR, unit=town.ward.cells[0])
    town.session.commit()
    return person


def refused(town: Town, **said: Any) -> str:
    try:
        made.held(town, **said)
    except Refusal as refusal:
        town.session.rollback()
        return refusal.code
    return ""


def points_of(meeting: MonthlyMeeting) -> dict[str, int]:
    return {line.key: line.points for block in blocks_from(meeting.quality) for line in block.lines}


def test_meeting_is_kept_with_its_roll_and_scored(town: Town) -> None:
    meeting = made.held(town, 1)

    assert (meeting.year, meeting.month, meeting.held) == (made.year_of(town), 1, True)
    assert attendance_of(meeting) == made.ATTENDANCE
    assert (meeting.total, meeting.level) == (Decimal(100), "Tốt")
    assert [(item.what, item.who) for item in items_of(town.session, [meeting.id])] == [
        ("Thu gom rác thải", "Đ/c An")
    ]


def test_meeting_that_nobody_scored_has_no_points(town: Town) -> None:
    meeting = made.held(town, 1, lacking=None)
    assert (meeting.total, meeting.quality) == (None, [])


def test_extraordinary_meeting_is_not_scored(town: Town) -> None:
    meeting = made.held(town, 1, kind=MeetingKind.EXTRAORDINARY)
    assert (meeting.total, meeting.level) == (None, "")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"attendance": replace(made.ATTENDANCE, present=21)}, "roll_does_not_add_up"),
        ({"attendance": replace(made.ATTENDANCE, exempted=30)}, "roll_does_not_add_up"),
        ({"attendance": replace(made.ATTENDANCE, away_present=1)}, "more_came_than_are"),
        ({"attendance": None}, "missing"),
        ({"speakers": 23}, "more_spoke_than_came"),
        ({"words": {"began": "20:00", "ended": "19:00"}}, "ended_before_it_began"),
        ({"kind": MeetingKind.THEMATIC}, "missing"),
        ({"items": [Resolved("", "Đ/c An")]}, "missing"),
        ({"items": [Resolved("Việc", "", date(2020, 1, 1))]}, "due_before"),
        ({"held_on": date(2100, 1, 3)}, "future_day"),
    ],
)
def test_what_cannot_be_is_refused(town: Town, said: dict[str, Any], code: str) -> None:
    assert refused(town, **said) == code
    assert town.session.scalar(select(func.count()).select_from(MonthlyMeeting)) == 0


def test_month_has_one_regular_meeting_and_any_number_of_others(town: Town) -> None:
    made.held(town, 1)

    assert refused(town, month=1) == "meeting_twice"
    made.held(town, 1, kind=MeetingKind.THEMATIC, words={"subject": "Học tập Bác"})
    made.held(town, 1, kind=MeetingKind.EXTRAORDINARY)

    sheet = sheet_of(
        town.session, town.member(town.ward.office), town.ward.cells[0], made.year_of(town),
        today=clock.today(town.session),
    )  # fmt: skip
    assert [each.kind for each in sheet.months[0].others] == [
        MeetingKind.THEMATIC, MeetingKind.EXTRAORDINARY,
    ]  # fmt: skip
    assert sheet.thematic == 1


def test_meeting_changed_by_another_meanwhile_is_not_overwritten(town: Town) -> None:
    meeting = made.held(town, 1)
    actor = town.member(town.ward.secretaries[0])
    seen = meeting.version
    change = made.record(town, 1, attendance=replace(made.ATTENDANCE, present=23, excused=0))
    keep_meeting(
        town.session, town.ward.cells[0], change, actor=actor, meeting_id=meeting.id,
        seen_version=seen,
    )  # fmt: skip
    town.session.commit()

    with pytest.raises(Refusal) as refusal:
        keep_meeting(
            town.session, town.ward.cells[0], made.record(town, 1), actor=actor,
            meeting_id=meeting.id, seen_version=seen,
        )  # fmt: skip
    assert refusal.value.code == "changed_meanwhile"


def test_things_resolved_come_back_until_they_are_done(town: Town) -> None:
    due = made.day_of(town, 2)
    first = made.held(town, 1, items=[Resolved("A", "An", due), Resolved("B", "Bình", due)])
    a, b = items_of(town.session, [first.id])

    second = made.held(
        town, 2,
        followed={a.id: FollowUp(Outcome.DONE), b.id: FollowUp(Outcome.UNDER_WAY, "Còn 2 hộ")},
    )  # fmt: skip
    assert points_of(second)["reviewed"] == 10
    assert [item.what for item in _open(town, 3)] == ["B", "Thu gom rác thải"]

    third = made.held(town, 3)
    assert points_of(third)["reviewed"] == 0
    with pytest.raises(GoneError):
        made.held(town, 4, followed={a.id: FollowUp(Outcome.NOT_DONE)})


def _open(town: Town, month: int) -> list[Any]:
    return open_before(town.session, town.ward.cells[0].id, made.day_of(town, month))


def test_item_left_out_of_a_correction_goes(town: Town) -> None:
    meeting = made.held(town, 1, items=[Resolved("A"), Resolved("B")])
    _a, b = items_of(town.session, [meeting.id])
    record = made.record(town, 1, items=[Resolved("B", "Bình", item_id=b.id)])

    keep_meeting(
        town.session, town.ward.cells[0], record, meeting_id=meeting.id,
        actor=town.member(town.ward.secretaries[0]), seen_version=meeting.version,
    )  # fmt: skip

    assert [(item.id, item.who) for item in items_of(town.session, [meeting.id])] == [
        (b.id, "Bình")
    ]


def test_meeting_on_another_day_needs_a_reason_for_its_points(town: Town) -> None:
    later = made.day_of(town, 1) + timedelta(days=4)
    without = made.held(town, 1, held_on=later)
    given = made.held(town, 2, held_on=made.day_of(town, 2) + timedelta(days=4),
                      words={"moved_reason": "Tết Nguyên đán"})  # fmt: skip

    assert (points_of(without)["day"], points_of(given)["day"]) == (0, 5)
    sheet = _sheet(town)
    assert [month.standing for month in sheet.months[:2]] == [Standing.HELD_LATE, Standing.HELD]


def _sheet(town: Town, today: date | None = None) -> Any:
    return sheet_of(
        town.session, town.member(town.ward.secretaries[0]), town.ward.cells[0],
        made.year_of(town), today=today or clock.today(town.session),
    )  # fmt: skip


def test_sheet_tells_held_from_late_missed_and_to_come(town: Town) -> None:
    made.held(town, 1)
    year = made.year_of(town)

    sheet = _sheet(town, today=date(year, 3, 20))

    assert [month.standing for month in sheet.months[:4]] == [
        Standing.HELD, Standing.MISSED, Standing.OVERDUE, Standing.PLANNED,
    ]  # fmt: skip
    assert (sheet.due, sheet.held, sheet.missed) == (3, 1, 1)
    assert sheet.share == Decimal(22) / 23


def test_months_before_a_list_was_taken_are_not_recorded_and_not_missed(town: Town) -> None:
    year, cell = made.year_of(town), town.ward.cells[0]
    cell.valid_from = date(year, 3, 1)  # the day on which the list came in
    town.session.commit()

    sheet = _sheet(town, today=date(year, 3, 20))

    assert [month.standing for month in sheet.months[:4]] == [
        Standing.UNRECORDED, Standing.UNRECORDED, Standing.OVERDUE, Standing.PLANNED,
    ]  # fmt: skip
    assert (sheet.due, sheet.missed) == (1, 0)
    cell.valid_from = date(year - 2, 1, 1)
    made.held(town, 1)
    cell.valid_from = date(year, 3, 1)
    town.session.commit()
    assert _sheet(town, today=date(year, 3, 20)).months[0].standing is Standing.HELD


def test_unit_that_an_act_founded_owes_nothing_before_it(town: Town) -> None:
    year, cell, other = made.year_of(town), *town.ward.cells[:2]
    goes_on = town.other_ward.cells[0]
    act = make.succession(town, cell)
    for unit, part in ((other, Part.AFTER), (goes_on, Part.BEFORE), (goes_on, Part.AFTER)):
        town.session.add(SuccessionPart(succession_id=act.id, unit_id=unit.id, part=part))
    other.valid_from = date(year, 3, 1)
    town.session.commit()

    everybody = [cell.id, other.id, goes_on.id]
    assert founded_by_an_act(town.session, everybody) == {other.id}
    sheet = sheet_of(town.session, SYSTEM, other, year, today=date(year, 3, 20))
    assert sheet.months[0].standing is Standing.NOT_DUE


def test_small_cell_meets_by_its_own_rule(town: Town) -> None:
    rules = {**town.campaign.rules, "meeting_day": 10, "meetings": {
        "small_members": 25, "small_every": 3, "small_shortest": 45, "shortest": 90,
    }}  # fmt: skip
    town.campaign.rules = rules
    town.session.commit()

    sheet = _sheet(town)
    asked = [month.month for month in sheet.months if month.standing is not Standing.NOT_DUE]
    assert asked == [1, 4, 7, 10]
    assert sheet.months[3].planned_on == date(made.year_of(town), 4, 10)

    short = made.held(
        town, 4, held_on=date(made.year_of(town), 4, 10),
        words={"began": "19:00", "ended": "19:40"},
    )  # fmt: skip
    assert (minutes_of(short), points_of(short)["day"]) == (40, 0)


def test_group_working_away_counts_by_the_rule_of_the_day(town: Town) -> None:
    attendance = replace(made.ATTENDANCE, present=17, away=5, away_present=4)
    counted = made.held(town, 1, attendance=attendance)
    town.campaign.rules = {**town.campaign.rules, "meetings": {"away_apart": True}}
    town.session.commit()
    apart = made.held(town, 2, attendance=attendance)

    assert attendance_of(counted).share == Decimal(21) / 23
    assert attendance_of(apart).share == Decimal(17) / 18


def test_series_feed_the_criteria_of_the_group(town: Town) -> None:
    made.held(town, 1)
    made.held(town, 2, lacking=["agenda"], items=[Resolved("A"), Resolved("B", "Bình",
              date(made.year_of(town), 12, 1))])  # fmt: skip
    made.held(town, 2, kind=MeetingKind.THEMATIC, words={"subject": "Chuyên đề"}, items=[])

    series = series_of(town.session, town.dossier(town.ward.cells[0]), made.year_of(town))

    share = Decimal(22) / 23
    assert series["meetings_held"] == [(1, Decimal(1)), (2, Decimal(1))]
    assert series["attendance"] == [(1, share), (2, share)]
    assert series["meeting_quality"] == [(1, Decimal(100)), (2, Decimal(82))]
    assert series["thematic_meetings"] == [(2, Decimal(1))]
    assert series["clear_resolutions"] == [(1, Decimal(1)), (2, Decimal("0.5"))]
    assert series == series_of(town.session, town.ward.cells[0], made.year_of(town))


def test_only_those_of_the_unit_and_its_office_see_and_write(
    town: Town, supervisor: Person
) -> None:
    meeting = made.held(town, 1)
    people = {
        "secretary": town.ward.secretaries[0], "deputy": town.ward.deputy,
        "supervisor": supervisor, "office": town.ward.office, "auditor": town.auditor,
        "neighbour": town.ward.secretaries[1], "appraiser": town.ward.appraiser,
        "other office": town.other_ward.office, "city": town.org_dept, "admin": town.admin,
        "chair": town.ward.chair,
    }  # fmt: skip

    sees = {
        name for name, person in people.items()
        if find_meeting(town.session, meeting.id, viewer=town.member(person))
    }  # fmt: skip
    writes = set()
    for name, person in people.items():
        record = made.record(town, 3, kind=MeetingKind.EXTRAORDINARY)
        try:
            keep_meeting(town.session, town.ward.cells[0], record, actor=town.member(person))
            writes.add(name)
        except GoneError:
            pass

    assert sees == {"secretary", "deputy", "supervisor", "office", "auditor"}
    assert writes == {"secretary", "deputy", "office"}


def test_only_the_supervisor_of_the_cell_remarks(town: Town, supervisor: Person) -> None:
    meeting = made.held(town, 1)

    remark_on(town.session, meeting.id, "Nội dung sát thực tế", actor=town.member(supervisor))
    assert (meeting.remark, meeting.remark_by) == ("Nội dung sát thực tế", supervisor.name)
    for person in (town.ward.secretaries[0], town.ward.office):
        with pytest.raises(Refusal) as refusal:
            remark_on(town.session, meeting.id, "…", actor=town.member(person))
        assert refusal.value.code == "role"
    with pytest.raises(GoneError):
        remark_on(town.session, meeting.id, "…", actor=town.member(town.ward.secretaries[1]))


def test_planned_meeting_is_called_off_a_held_one_is_not(town: Town) -> None:
    actor = town.member(town.ward.secretaries[0])
    planned = made.held(town, 1, held_on=None, attendance=None)
    cancel_meeting(town.session, planned.id, actor=actor)
    assert planned.cancelled_at is not None

    held = made.held(town, 1)
    with pytest.raises(Refusal) as refusal:
        cancel_meeting(town.session, held.id, actor=actor)
    assert refusal.value.code == "meeting_held"


def test_closed_year_takes_no_more_meetings(town: Town) -> None:
    town.campaign.state = CampaignState.CLOSED
    town.session.commit()
    assert refused(town) == "meeting_year_closed"


def test_ward_sees_its_own_cells_and_who_is_behind(town: Town) -> None:
    made.held(town, 1)
    year = made.year_of(town)

    sheets = sheets_of_ward(
        town.session, town.member(town.ward.office), town.ward.unit.id, year,
        today=date(year, 1, 31),
    )  # fmt: skip
    assert [(each.unit.id, each.sheet.held) for each in sheets] == [
        (town.ward.cells[0].id, 1), (town.ward.cells[1].id, 0),
    ]  # fmt: skip
    foreign = town.session.scalars(visible_meetings(town.member(town.other_ward.office))).all()
    assert foreign == []
