"""Who reads what the desks say: the committees, never the cell (docs/process.md, section 3)."""

from __future__ import annotations

from uuid import UUID

from tenants.members import Member
from tenants.roles import Role
from tenants.wall import TenantSession
from workflows.dossiers.contents import opinions_of
from workflows.dossiers.tables import Dossier, Opinion
from workflows.dossiers.visible import ON_BODY, OWN_UNIT, RECEIVING, reads_contents
from workflows.engine.capacity import capacity_of
from workflows.engine.levels import standing_state
from workflows.engine.registry import flow_of

# Where desks are asked, and the moves that end it.
ASKING = frozenset({"under_appraisal", "city_appraisal"})
CONCLUDING = frozenset({"conclude_appraisal", "conclude_city_appraisal"})
HEARING = (*RECEIVING, *ON_BODY, Role.CITY_OFFICE, Role.CITY_ORG_DEPT, Role.AUDITOR)


def reads_opinions(member: Member, dossier: Dossier) -> bool:
    """Tell whether the member reads the opinions on a dossier whose contents they read.

    Whoever is of the cell does not, whatever else they are; nor does a committee of its own
    dossier, which only the one above appraises.
    """
    if member.person_id is None:
        return True
    if any(member.holds(role, unit_id=dossier.unit_id) for role in OWN_UNIT):
        return False
    committees = {dossier.committee_id, dossier.upper_committee_id} - {dossier.unit_id}
    lent = [unit for each in member.stands_in_for for unit in each.principal.units(*HEARING)]
    hears = bool(committees & {*member.units(*HEARING), *lent})
    return hears and reads_contents(member, dossier)


def heard(session: TenantSession, member: Member, dossier: Dossier) -> list[Opinion]:
    """List the standing opinions that the member may read.

    Where the campaign keeps the desks apart (``opinions_apart``), a desk reads no other's word
    until the level that holds the dossier has concluded: nobody writes after another. The lead
    desk, which concludes, reads them all.
    """
    if not reads_opinions(member, dossier):
        return []
    opinions = opinions_of(session, dossier.id)
    if reads_every_opinion(member, dossier):
        return opinions
    return [opinion for opinion in opinions if opinion.person_id in _hands(member)]


def reads_appraised(member: Member, dossier: Dossier) -> bool:
    """Tell whether the member reads what appraisers gave: a cell does once it is concluded."""
    return dossier.eligible is not None or reads_opinions(member, dossier)


def reads_every_opinion(member: Member, dossier: Dossier) -> bool:
    """Tell whether no opinion on the dossier is kept from a member who reads opinions."""
    state = standing_state(dossier)
    apart = dossier.campaign.rules.get("opinions_apart", False)
    if not apart or state not in ASKING or member.person_id is None:
        return True
    if member.holds(Role.AUDITOR):
        return True
    concluding = [
        party
        for move in flow_of(dossier).moves_from(state)
        if move.trigger in CONCLUDING
        for party in move.by
    ]
    return any(
        capacity_of(member, dossier, concluding, trigger) is not None for trigger in CONCLUDING
    )


def _hands(member: Member) -> set[UUID]:
    """Return who the member is, and in whose place they stand."""
    people = [member.person_id, *(each.principal.person_id for each in member.stands_in_for)]
    return {person_id for person_id in people if person_id is not None}
