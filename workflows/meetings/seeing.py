"""Who sees which meetings: the one place that pages, exports and papers ask."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, select

from tenants.members import Member
from tenants.roles import Role
from tenants.wall import TenantSession
from workflows.dossiers.unit_years import row_of_a_unit, sees_unit_year
from workflows.meetings.tables import MonthlyMeeting


def visible_meetings(member: Member) -> Select[MonthlyMeeting]:
    """Select the meetings that a member may see."""
    return select(MonthlyMeeting).where(
        sees_unit_year(member, MonthlyMeeting.unit_id, MonthlyMeeting.year)
    )


def find_meeting(
    session: TenantSession, meeting_id: UUID, *, viewer: Member, lock: bool = False
) -> MonthlyMeeting | None:
    """Return a meeting; one that the viewer may not see does not exist."""
    visible = visible_meetings(viewer)
    return row_of_a_unit(session, visible, meeting_id, unit=MonthlyMeeting.unit, lock=lock)


def supervises(member: Member, unit_id: UUID) -> bool:
    """Tell whether a member is in charge of a unit for its committee."""
    return member.holds(Role.SUPERVISOR, unit_id=unit_id)
