"""Who sees teams, flags and counts: one function beside each table."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, or_, select, true

from tenants.members import Member
from tenants.roles import Role
from tenants.units import OrgUnit, UnitKind
from tenants.wall import TenantSession
from workflows.dossiers.unit_years import row_of_a_unit, sees_unit_year
from workflows.dossiers.visible import OWN_UNIT, RECEIVING, WHOLE_TENANT
from workflows.review_teams.tables import ChecklistCount, ReviewTeam, WeakFlag


def visible_teams(member: Member) -> Select[ReviewTeam]:
    """Select the teams that a member may see: the unit's own, its supervisor's, its ward's."""
    return select(ReviewTeam).where(sees_unit_year(member, ReviewTeam.unit_id, ReviewTeam.year))


def find_team(
    session: TenantSession, team_id: UUID, *, viewer: Member, lock: bool = False
) -> ReviewTeam | None:
    """Return a team; one that the viewer may not see does not exist."""
    visible = visible_teams(viewer)
    return row_of_a_unit(session, visible, team_id, unit=ReviewTeam.unit, lock=lock)


def visible_flags(member: Member) -> Select[WeakFlag]:
    """Select the flags that a member may see: never those of other cells."""
    return select(WeakFlag).where(_sees_flag(member))


def watched_units(member: Member) -> Select[UUID]:
    """Select the units that a member sees standing flagged as weak."""
    return select(WeakFlag.unit_id).where(_sees_flag(member), WeakFlag.lifted_on.is_(None))


def visible_counts(member: Member) -> Select[ChecklistCount]:
    """Select the counts that a member may see: their own unit's alone."""
    own = member.units(Role.CELL_SECRETARY, Role.CELL_DEPUTY)
    return select(ChecklistCount).where(ChecklistCount.unit_id.in_(own))


def sends_to(member: Member, unit: OrgUnit) -> bool:
    """Tell whether a member's committee sends teams to a unit and flags it: its ward's office."""
    return unit.parent_id is not None and member.holds(Role.WARD_OFFICE, unit_id=unit.parent_id)


def _sees_flag(member: Member) -> ColumnElement[bool]:
    if member.person_id is None or member.holds(Role.AUDITOR):
        return true()
    grounds: list[ColumnElement[bool]] = []
    for holding in member.holdings:
        if holding.unit_kind is UnitKind.UPPER_COMMITTEE and holding.role in WHOLE_TENANT:
            return true()
        if holding.role in OWN_UNIT:
            grounds.append(WeakFlag.unit_id == holding.unit_id)
        elif holding.role in {*RECEIVING, Role.COMMITTEE_CHAIR, Role.COMMITTEE_MEMBER}:
            under = select(OrgUnit.id).where(
                OrgUnit.id == WeakFlag.unit_id, OrgUnit.parent_id == holding.unit_id
            )
            grounds.append(under.exists())
    return or_(*grounds) if grounds else false()
