"""Planning a merger: into a new unit, or into one that stands and grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.engine.refusals import Refusal
from workflows.successions.asking_of_units import ask_it_stands, other_unit, parent_id, parent_of
from workflows.successions.carrying import (
    campaigns_with,
    carry_dossiers,
    move_people,
    open_dossiers,
    transferred,
)
from workflows.successions.founding import add_drafts, founded_unit, one_new
from workflows.successions.naming import changed_unit, free_name, told_apart
from workflows.successions.plan import DossierFate, Plan


def plan_merge(session: TenantSession, plan: Plan) -> None:
    """Plan a merger, with the one dossier of each year that goes on."""
    asked = plan.asked
    kinds = {unit.kind for unit in plan.before}
    if len(kinds) > 1:
        raise Refusal("different_kinds", fields=["units"])
    into = other_unit(session, plan, asked.into) if asked.into else None
    if into is not None:
        if into.kind not in kinds:
            raise Refusal("different_kinds", fields=["into"])
        if into.id not in asked.units:
            plan.before.append(into)
            plan.asked = replace(asked, units=(*asked.units, into.id))
        plan.closed = [unit for unit in plan.before if unit.id != into.id]
        after_id, after_name, parent = into.id, into.name, into.parent
        grown = _sum(plan.before)
        name = free_name(session, asked.name, into, plan) if asked.name else into.name
        after_name = name
        plan.changed.append(changed_unit(into, name=name, numbers=grown))
    else:
        parents = {unit.parent_id for unit in plan.before}
        if len(parents) > 1:
            raise Refusal("different_parents", fields=["into"])
        new = one_new(asked)
        official, probationary, exempted = _sum(plan.before)
        made = founded_unit(
            session, plan,
            replace(new, official=official, probationary=probationary, exempted=exempted),
            like=plan.before[0], parent=parent_of(plan.before[0]),
        )  # fmt: skip
        plan.closed = list(plan.before)
        after_id, after_name, parent = made.id, made.name, made.parent
    plan.after = [after_id]
    _move_children(session, plan, after_id, after_name)
    committee_id = parent_id(parent)
    goes_on = None if into is not None else plan.asked.dossier_of
    taken = campaigns_with(session, after_id)
    for dossier in open_dossiers(session, [unit.id for unit in plan.closed]):
        follows = dossier.unit_id == goes_on and dossier.campaign_id not in taken
        plan.dossiers.append(
            transferred(dossier, after_id, committee_id, after_name)
            if follows
            else DossierFate(
                dossier, "supersede", dossier.unit_id, dossier.committee_id, after_name
            )
        )
        if follows:
            taken.add(dossier.campaign_id)
    if into is None:
        add_drafts(session, plan, after_name, plan.before[0].kind, taken)
    move_people(session, plan, after_id, after_name, into)


def _sum(units: Sequence[OrgUnit]) -> tuple[int, int, int]:
    return (
        sum(unit.members_official for unit in units),
        sum(unit.members_probationary for unit in units),
        sum(unit.members_exempted for unit in units),
    )


def _move_children(session: TenantSession, plan: Plan, to_id: UUID, to_name: str) -> None:
    """Put the units below those that close under the one that goes on, told apart by name."""
    leaving = [unit.id for unit in plan.closed]
    children = session.scalars(
        select(OrgUnit)
        .where(OrgUnit.parent_id.in_(leaving), OrgUnit.valid_to.is_(None))
        .order_by(OrgUnit.sort_key, OrgUnit.code)
        .options(joinedload(OrgUnit.parent))
    ).all()
    for child in children:
        ask_it_stands(session, child, plan.asked.effective_on)
    changes = told_apart(session, [(child, to_id, to_name) for child in children], to_id)
    plan.changed += changes
    moved = {child.id for child in children}
    for change in changes:
        if change.unit.id in moved:
            carry_dossiers(session, plan, change.unit, change.name, to_id)
