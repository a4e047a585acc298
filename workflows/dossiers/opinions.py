"""Who reads what the desks say: the committees, never the cell (docs/process.md, section 3)."""

from __future__ import annotations

from tenants.members import Member
from tenants.roles import Role
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import ON_BODY, OWN_UNIT, RECEIVING, reads_contents

HEARING = (*RECEIVING, *ON_BODY, Role.CITY_OFFICE, Role.CITY_ORG_DEPT, Role.AUDITOR)


def reads_opinions(member: Member, dossier: Dossier) -> bool:
    """Tell whether the member reads the opinions on a dossier whose contents they read.

    Whoever is of the cell does not, whatever else they are.
    """
    if member.person_id is None:
        return True
    if any(member.holds(role, unit_id=dossier.unit_id) for role in OWN_UNIT):
        return False
    committees = {dossier.committee_id, dossier.upper_committee_id}
    lent = [unit for each in member.stands_in_for for unit in each.principal.units(*HEARING)]
    hears = bool(committees & {*member.units(*HEARING), *lent})
    return hears and reads_contents(member, dossier)
