"""What the criteria of group II ask of a unit's meetings: measured series, month by month."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select

from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.meetings.keeping import attendance_of
from workflows.meetings.resolutions import items_of
from workflows.meetings.tables import MeetingKind, MonthlyMeeting

Series = dict[str, list[tuple[int, Decimal]]]


def series_of(session: TenantSession, whose: Dossier | OrgUnit, year: int) -> Series:
    """Return the series of a unit's year; a month without a value is left out.

    ``meetings_held``: 1 for each regular meeting; ``attendance``: its share of 1;
    ``meeting_quality``: its points; ``thematic_meetings``: 1 for each;
    ``thematic_quality``: its points; ``clear_resolutions``: the share of things resolved
    that say who and until when.
    """
    unit_id = whose.unit_id if isinstance(whose, Dossier) else whose.id
    meetings = session.scalars(
        select(MonthlyMeeting)
        .where(
            MonthlyMeeting.unit_id == unit_id,
            MonthlyMeeting.year == year,
            MonthlyMeeting.held_on.is_not(None),
        )
        .order_by(MonthlyMeeting.month, MonthlyMeeting.held_on, MonthlyMeeting.id)
    ).all()
    found: Series = {
        "meetings_held": [], "attendance": [], "meeting_quality": [], "thematic_meetings": [],
        "thematic_quality": [], "clear_resolutions": [],
    }  # fmt: skip
    items = items_of(session, [meeting.id for meeting in meetings])
    for meeting in meetings:
        _add(found, meeting)
        own = [item for item in items if item.meeting_id == meeting.id]
        if own:
            share = Decimal(sum(item.is_clear for item in own)) / len(own)
            found["clear_resolutions"].append((meeting.month, share))
    return found


def _add(found: Series, meeting: MonthlyMeeting) -> None:
    match meeting.kind:
        case MeetingKind.REGULAR:
            found["meetings_held"].append((meeting.month, Decimal(1)))
            share = attendance_of(meeting).share
            if share is not None:
                found["attendance"].append((meeting.month, share))
            if meeting.total is not None:
                found["meeting_quality"].append((meeting.month, meeting.total))
        case MeetingKind.THEMATIC:
            found["thematic_meetings"].append((meeting.month, Decimal(1)))
            if meeting.total is not None:
                found["thematic_quality"].append((meeting.month, meeting.total))
        case _:
            pass
