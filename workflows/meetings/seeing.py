"""Who sees which meetings: the one place that pages, exports and papers ask."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from tenants.members import Member
from tenants.roles import Role
from tenants.wall import TenantSession
from workflows.dossiers.unit_years import sees_unit_year
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
    wanted = visible_meetings(viewer).where(MonthlyMeeting.id == meeting_id)
    if lock:
        wanted = wanted.with_for_update(of=MonthlyMeeting)
    wanted = wanted.options(joinedload(MonthlyMeeting.unit))
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def supervises(member: Member, unit_id: UUID) -> bool:
    """Tell whether a member is in charge of a unit for its committee."""
    return member.holds(Role.SUPERVISOR, unit_id=unit_id)
