"""What every act asks of the units that it takes: that they are there, and fit together."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants.successions import FormerUnit
from tenants.units import OrgUnit, UnitKind
from tenants.wall import TenantSession
from workflows.engine.refusals import Refusal
from workflows.successions.plan import Plan

RANK = {
    UnitKind.UPPER_COMMITTEE: 0,
    UnitKind.WARD_COMMITTEE: 1,
    UnitKind.GRASSROOTS_ORGANISATION: 2,
    UnitKind.PARTY_CELL: 3,
}


def ask_it_stands(session: TenantSession, unit: OrgUnit, day: date) -> None:
    """The unit is there, and nothing was done to it on this day or later."""
    if unit.valid_to is not None:
        raise Refusal("unit_closed", fields=["units"], unit=unit.name, on=unit.valid_to)
    last = session.scalar(
        select(FormerUnit.valid_to)
        .where(FormerUnit.unit_id == unit.id)
        .order_by(FormerUnit.valid_to.desc())
        .limit(1)
    )
    since = max(unit.valid_from, last or unit.valid_from)
    if day <= since:
        raise Refusal("before_the_unit", fields=["effective_on"], unit=unit.name, on=since)


def other_unit(
    session: TenantSession, plan: Plan, unit_id: UUID, *, field: str = "into"
) -> OrgUnit:
    """Return a unit that the act names beside its own: one that is there on its day."""
    unit = next((known for known in plan.before if known.id == unit_id), None) or session.scalar(
        select(OrgUnit).where(OrgUnit.id == unit_id).options(joinedload(OrgUnit.parent))
    )
    if unit is None:
        raise Refusal("no_such_unit", fields=[field])
    if unit.valid_to is not None:
        raise Refusal("unit_closed", fields=[field], unit=unit.name, on=unit.valid_to)
    if unit.valid_from > plan.asked.effective_on:
        raise Refusal(
            "before_the_unit", fields=["effective_on"], unit=unit.name, on=unit.valid_from
        )
    return unit


def just_one(plan: Plan) -> list[OrgUnit]:
    """Return the one unit that the act is about."""
    if len(plan.before) != 1:
        raise Refusal("one_unit_only", fields=["units"])
    return plan.before


def parent_of(unit: OrgUnit) -> OrgUnit:
    """Return the unit above; the top of the tree has none and is left alone."""
    if unit.parent is None:
        raise Refusal("not_the_top", fields=["units"], unit=unit.name)
    return unit.parent


def parent_id(parent: OrgUnit | None) -> UUID:
    """Return the id of a unit above that must be there."""
    if parent is None:
        raise Refusal("not_the_top", fields=["units"])
    return parent.id


def ask_no_children(session: TenantSession, unit: OrgUnit) -> None:
    """Ask that nothing stands below a unit that is to end."""
    children = session.scalars(
        select(OrgUnit.name)
        .where(OrgUnit.parent_id == unit.id, OrgUnit.valid_to.is_(None))
        .order_by(OrgUnit.sort_key)
        .limit(5)
    ).all()
    if children:
        raise Refusal("has_units_below", fields=["units"], unit=unit.name, below=list(children))
