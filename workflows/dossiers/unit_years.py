"""Who sees, and who writes, what a unit keeps through a year beside its dossier.

A unit's year is its own, its supervisor's, and that of the ward office it stood under; a
tenant's auditor reads all of it (docs/process.md, section 3). Nobody of another unit does.
"""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from tenants.members import Member
from tenants.roles import Role
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import OWN_UNIT

UnitColumn = InstrumentedAttribute[UUID]
Row = TypeVar("Row")
YearColumn = InstrumentedAttribute[Any]

OF_THE_UNIT = (Role.CELL_SECRETARY, Role.CELL_DEPUTY)


def sees_unit_year(member: Member, unit_id: UnitColumn, year: YearColumn) -> ColumnElement[bool]:
    """Say in SQL whether a member sees what hangs on this unit and year."""
    if member.person_id is None or member.holds(Role.AUDITOR):
        return true()
    grounds: list[ColumnElement[bool]] = []
    own = member.units(*OWN_UNIT)
    if own:
        grounds.append(unit_id.in_(own))
    grounds += [
        stood_under(committee_id, unit_id, year) for committee_id in member.units(Role.WARD_OFFICE)
    ]
    return or_(*grounds) if grounds else false()


def stood_under(committee_id: UUID, unit_id: UnitColumn, year: YearColumn) -> ColumnElement[bool]:
    """Say that the unit is the committee, or stood under it in that year.

    The year's dossier says under which; without one it is the committee of today.
    """
    of_the_year = (
        select(Dossier.id)
        .join(Campaign, Campaign.id == Dossier.campaign_id)
        .where(Dossier.unit_id == unit_id, Campaign.year == year)
    )
    under_it = (
        select(OrgUnit.id).where(OrgUnit.id == unit_id, OrgUnit.parent_id == committee_id).exists()
    )
    return or_(
        unit_id == committee_id,
        of_the_year.where(Dossier.committee_id == committee_id).exists(),
        and_(~of_the_year.exists(), under_it),
    )


def may_gather(session: TenantSession, member: Member, unit: OrgUnit) -> bool:
    """Tell whether a member adds to what a unit gathers: its own people, and its ward office."""
    if any(member.holds(role, unit_id=unit.id) for role in OF_THE_UNIT):
        return True
    offices = member.units(Role.WARD_OFFICE)
    if not offices:
        return False
    if unit.parent_id in offices or unit.id in offices:
        return True
    return bool(
        session.scalar(
            select(Dossier.id)
            .where(Dossier.unit_id == unit.id, Dossier.committee_id.in_(offices))
            .limit(1)
        )
    )


def enters_for(member: Member, unit: OrgUnit) -> bool:
    """Tell whether a member who gathers for a unit is not of it."""
    return unit.id not in {holding.unit_id for holding in member.holdings}


def row_of_a_unit(
    session: TenantSession,
    visible: Select[Row],
    row_id: UUID,
    *,
    unit: InstrumentedAttribute[OrgUnit],
    lock: bool,
) -> Row | None:
    """Return a row of those that somebody may see, as it stands now and with its unit."""
    model = unit.class_
    wanted = visible.where(model.id == row_id).options(joinedload(unit))
    if lock:
        wanted = wanted.with_for_update(of=model)
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
