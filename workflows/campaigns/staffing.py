"""Which roles of a campaign's flows nobody holds: reported before it opens and afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from tenants import clock
from tenants.people import Membership, Person
from tenants.units import OrgUnit, UnitKind, root_unit
from tenants.wall import TenantSession
from workflows.campaigns.opening import Eligible, eligible_units
from workflows.campaigns.tables import Campaign
from workflows.dossiers.tables import Dossier
from workflows.engine.parties import Desk, Party, Scope
from workflows.flows import FLOWS


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A party that owes acts in a campaign, in a unit where nobody holds its role."""

    unit: OrgUnit
    party: str
    dossiers: int


def vacancies(session: TenantSession, campaign: Campaign) -> list[Vacancy]:
    """List the roles without a person, of the units that take part or will."""
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
    held = _held(session)
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
    found = [Vacancy(units[unit_id], name, number) for (unit_id, name), number in empty.items()]
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


def _held(session: TenantSession) -> set[tuple[UUID, str, str]]:
    today = clock.today(session)
    rows = session.execute(
        select(Membership.unit_id, Membership.role, Membership.desk)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.valid_from <= today,
            or_(Membership.valid_to.is_(None), Membership.valid_to >= today),
            Person.disabled_at.is_(None),
        )
    )
    return {(unit_id, role, desk) for unit_id, role, desk in rows}


def _desks(party: Party, lead: str, held: set[tuple[UUID, str, str]]) -> set[str]:
    match party.desk:
        case Desk.LEAD:
            return {lead}
        case Desk.INSPECTION:
            return {"inspection"}
        case Desk.ANY:
            return {desk for _unit, _role, desk in held}
        case _:
            return {""}
