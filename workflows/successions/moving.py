"""Planning what leaves a unit what it is: another name, another unit above."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.engine.refusals import Refusal
from workflows.successions.asking_of_units import RANK, just_one, other_unit
from workflows.successions.carrying import carry_dossiers
from workflows.successions.naming import changed_unit, free_name, told_apart
from workflows.successions.plan import Plan


def plan_rename(session: TenantSession, plan: Plan) -> None:
    """Plan another name."""
    (unit,) = just_one(plan)
    if not plan.asked.name:
        raise Refusal("missing", fields=["name"])
    name = free_name(session, plan.asked.name, unit, plan)
    if name == unit.name:
        raise Refusal("same_name", fields=["name"], unit=unit.name)
    plan.changed = [changed_unit(unit, name=name)]
    plan.after = [unit.id]
    carry_dossiers(session, plan, unit, name, unit.parent_id)


def plan_reparent(session: TenantSession, plan: Plan) -> None:
    """Plan another unit above; nothing comes to stand below itself."""
    if plan.asked.under is None:
        raise Refusal("missing", fields=["under"])
    mother = other_unit(session, plan, plan.asked.under, field="under")
    above = _path_up(session, mother)
    for unit in plan.before:
        if unit.id in above:
            raise Refusal("below_itself", fields=["under"], unit=unit.name)
        if unit.parent_id == mother.id:
            raise Refusal("already_there", fields=["under"], unit=unit.name)
        if RANK[unit.kind] <= RANK[mother.kind]:
            raise Refusal("not_under_this_kind", fields=["under"], unit=mother.name)
    plan.after = [unit.id for unit in plan.before]
    plan.changed = told_apart(
        session, [(unit, mother.id, mother.name) for unit in plan.before], mother.id
    )
    for change in plan.changed:
        if change.unit.id in plan.after:
            carry_dossiers(session, plan, change.unit, change.name, mother.id)


def _path_up(session: TenantSession, unit: OrgUnit) -> set[UUID]:
    path, at = {unit.id}, unit.parent_id
    while at is not None and at not in path:
        path.add(at)
        at = session.scalar(select(OrgUnit.parent_id).where(OrgUnit.id == at))
    return path
