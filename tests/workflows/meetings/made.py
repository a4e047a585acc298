"""Meetings as tests write them down."""

from __future__ import annotations

from datetime import date
from typing import Any

from tenants import clock
from tenants.working_days import calendar_of
from tests.make import Town
from workflows.campaigns.meeting_days import meeting_in
from workflows.meetings.attendance import Attendance
from workflows.meetings.keeping import Record, keep_meeting
from workflows.meetings.resolutions import Resolved
from workflows.meetings.tables import MeetingKind, MonthlyMeeting

ATTENDANCE = Attendance(official=24, probationary=1, exempted=2, present=22, excused=1)


def year_of(town: Town) -> int:
    return clock.today(town.session).year


def day_of(town: Town, month: int) -> date:
    """Return the month's meeting day."""
    return meeting_in(calendar_of(town.session), year_of(town), month, 3)


def record(town: Town, month: int = 1, **said: Any) -> Record:
    day = day_of(town, month)
    said = {
        "kind": MeetingKind.REGULAR, "planned_on": day, "held_on": day,
        "attendance": ATTENDANCE, "speakers": 6, "lacking": [],
        "items": [Resolved("Thu gom rác thải", "Đ/c An", date(day.year, 12, 31))], **said,
    }  # fmt: skip
    return Record(**said)


def held(town: Town, month: int = 1, **said: Any) -> MonthlyMeeting:
    """Write a meeting of the first cell down, as its secretary does."""
    kept = keep_meeting(
        town.session, town.ward.cells[0], record(town, month, **said),
        actor=town.member(town.ward.secretaries[0]),
    )  # fmt: skip
    town.session.commit()
    return kept
