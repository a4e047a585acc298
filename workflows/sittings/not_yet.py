"""Dossiers that a body will have before it, and that have not come as far."""

from __future__ import annotations

from sqlalchemy import select, tuple_
from sqlalchemy.orm import joinedload

from tenants.bodies import Body
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.dossiers.tables import Dossier
from workflows.engine.levels import standing_state
from workflows.engine.parties import Scope
from workflows.engine.registry import FLOWS
from workflows.engine.table import Kind
from workflows.sittings.gates import ON_REQUEST, rules_at
from workflows.sittings.preparing import is_upper
from workflows.sittings.tables import Gate


def not_yet(session: TenantSession, body: Body, campaign: Campaign, gate: Gate) -> list[Dossier]:
    """List the open dossiers at the body's level that stand before this gate, or are held.

    Whoever prepares a sitting reads of each that is left out why it is. For what is only asked
    for, such as another pilot, nobody waits.
    """
    if gate in ON_REQUEST:
        return []
    upper = is_upper(session, body)
    before = _before(gate, upper=upper)
    level = Dossier.upper_committee_id if upper else Dossier.committee_id
    held = {(flow, "on_hold") for flow, _state in before}
    rows = session.scalars(
        select(Dossier)
        .join(OrgUnit, OrgUnit.id == Dossier.unit_id)
        .where(
            level == body.unit_id,
            Dossier.campaign_id == campaign.id,
            tuple_(Dossier.flow, Dossier.state).in_(before | held),
        )
        .order_by(OrgUnit.sort_key, Dossier.id)
        .options(joinedload(Dossier.unit), joinedload(Dossier.committee))
    ).all()
    at_gate = {(rule.flow, state) for rule in rules_at(upper=upper) if rule.gate is gate
               for state in rule.states}  # fmt: skip
    return [each for each in rows if (each.flow, standing_state(each)) in before | at_gate]


def _before(gate: Gate, *, upper: bool) -> set[tuple[str, str]]:
    """Return the open states before a gate that the body's level holds, as the flows list them."""
    scope = Scope.UPPER if upper else Scope.COMMITTEE
    found = set()
    for rule in rules_at(upper=upper):
        for flow in FLOWS.values():
            if rule.gate is gate and flow.name == rule.flow:
                names = list(flow.states)
                earlier = names[: names.index(rule.states[0])]
                found |= {
                    (flow.name, name)
                    for name in earlier
                    if flow.states[name].kind is Kind.OPEN and flow.held_at(name) is scope
                }
    return found
