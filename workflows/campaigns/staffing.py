"""Parties that a campaign's flows wait for, and that nobody is: told before it opens and after.

What a unit must have in any year is asked in ``tenants.staffing.vacancies``.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from tenants import clock
from tenants.roles import Role
from tenants.staffing.vacancies import held_roles
from tenants.units import OrgUnit, UnitKind, root_unit
from tenants.wall import TenantSession
from workflows.campaigns.opening import Eligible, eligible_units
from workflows.campaigns.tables import Campaign
from workflows.dossiers.tables import Dossier
from workflows.engine.parties import Desk, Party, Scope
from workflows.flows import FLOWS


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A party that owes acts in a campaign, in a unit where nobody holds its role."""

    unit: OrgUnit
    party: str
    dossiers: int


def unfilled_parties(session: TenantSession, campaign: Campaign) -> list[Unfilled]:
    """List the parties without a person, of the units that take part or will."""
    taking_part = _taking_part(session, campaign)
    upper = root_unit(session).id
    wanted: dict[tuple[UUID, str], int] = {}
    parties: dict[str, Party] = {}
    for unit_id, committee_id, flow in taking_part:
        owing = {state.owes for state in FLOWS[flow].states.values() if state.owes is not None}
        for party in owing:
            places = {Scope.UNIT: unit_id, Scope.COMMITTEE: committee_id, Scope.UPPER: upper}
            where = places.get(party.scope)
            if where is not None:
                parties[party.name] = party
                wanted[where, party.name] = wanted.get((where, party.name), 0) + 1
    held = held_roles(session, on=clock.today(session))
    lead = str(campaign.rules.get("lead_desk", "organisation"))
    empty = {
        (unit_id, name): number
        for (unit_id, name), number in wanted.items()
        if not any(
            (unit_id, role, desk) in held
            for role in parties[name].roles
            for desk in _desks(parties[name], lead, held)
        )
    }
    units = {
        unit.id: unit
        for unit in session.scalars(
            select(OrgUnit).where(OrgUnit.id.in_({unit_id for unit_id, _name in empty}))
        )
    }
    found = [Unfilled(units[unit_id], name, number) for (unit_id, name), number in empty.items()]
    kinds = list(UnitKind)
    return sorted(
        found, key=lambda each: (kinds.index(each.unit.kind), each.unit.sort_key, each.party)
    )


def _taking_part(
    session: TenantSession, campaign: Campaign
) -> list[tuple[UUID, UUID, tuple[str, int]]]:
    rows = session.execute(
        select(Dossier.unit_id, Dossier.committee_id, Dossier.flow, Dossier.flow_version).where(
            Dossier.campaign_id == campaign.id
        )
    )
    there = [(unit, committee, (flow, version)) for unit, committee, flow, version in rows]
    coming: list[Eligible] = eligible_units(session, campaign)
    return there + [
        (each.unit_id, each.committee_id, (each.route.flow, each.route.flow_version))
        for each in coming
    ]


def _desks(party: Party, lead: str, held: set[tuple[UUID, Role, str]]) -> set[str]:
    match party.desk:
        case Desk.LEAD:
            return {lead}
        case Desk.INSPECTION:
            return {"inspection"}
        case Desk.ANY:
            return {desk for _unit, _role, desk in held}
        case _:
            return {""}
