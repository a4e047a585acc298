"""Planning the end of units: what is open in them ends as well."""

from __future__ import annotations

from dataclasses import replace

from tenants.wall import TenantSession
from workflows.successions.asking_of_units import ask_no_children
from workflows.successions.carrying import move_people, open_dossiers
from workflows.successions.plan import DossierFate, Plan


def plan_close(session: TenantSession, plan: Plan) -> None:
    """Plan the end of units, with everything that is open in them."""
    for unit in plan.before:
        ask_no_children(session, unit)
    plan.closed = list(plan.before)
    for dossier in open_dossiers(session, [unit.id for unit in plan.closed]):
        plan.dossiers.append(
            DossierFate(dossier, "supersede", dossier.unit_id, dossier.committee_id, "")
        )
    plan.asked = replace(plan.asked, lead=None, people_of=frozenset())
    move_people(session, plan, None, "", None)
