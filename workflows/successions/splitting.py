"""Planning a split: of a unit that ends with it, or that goes on beside the new ones."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from tenants.wall import TenantSession
from workflows.engine.refusals import Refusal
from workflows.successions.asking_of_units import ask_no_children, just_one, parent_of
from workflows.successions.carrying import move_people, open_dossiers, transferred
from workflows.successions.founding import add_drafts, founded_unit
from workflows.successions.naming import changed_unit
from workflows.successions.plan import DossierFate, Plan


def plan_split(session: TenantSession, plan: Plan) -> None:
    """Plan a split, with the members that the unit gives up."""
    (unit,) = just_one(plan)
    asked = plan.asked
    if not asked.new or (not asked.goes_on and len(asked.new) < 2):
        raise Refusal("too_few_units", fields=["new"], least=1 if asked.goes_on else 2)
    parent, carried = parent_of(unit), set[UUID]()
    for new in asked.new:
        founded_unit(session, plan, new, like=unit, parent=parent)
    if asked.goes_on:
        official = sum(made.official for made in plan.founded)
        probationary = sum(made.probationary for made in plan.founded)
        exempted = sum(made.exempted for made in plan.founded)
        left = (
            unit.members_official - official,
            unit.members_probationary - probationary,
            unit.members_exempted - exempted,
        )
        if min(left) < 0:
            raise Refusal("more_than_there_are", fields=["new"], unit=unit.name)
        plan.changed.append(changed_unit(unit, numbers=left))
        plan.after = [unit.id]
    else:
        ask_no_children(session, unit)
        plan.closed = [unit]
        heir = plan.founded[0]
        follows = asked.dossier_of == unit.id
        for dossier in open_dossiers(session, [unit.id]):
            plan.dossiers.append(
                transferred(dossier, heir.id, None, heir.name)
                if follows
                else DossierFate(dossier, "supersede", unit.id, dossier.committee_id, unit.name)
            )
            if follows:
                carried.add(dossier.campaign_id)
        plan.asked = replace(asked, lead=unit.id if unit.id in asked.people_of else None)
        move_people(session, plan, heir.id, heir.name, None)
    plan.after += [made.id for made in plan.founded]
    for number, made in enumerate(plan.founded):
        add_drafts(session, plan, made.name, made.kind, carried if number == 0 else set())
