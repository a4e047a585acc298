"""The way from a dossier that waits for a body to its sitting, for who prepares those."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from tenants.members import Member
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.sittings.gates import ON_REQUEST, RULES
from workflows.sittings.reading import RECORDERS
from workflows.sittings.tables import Gate, Sitting, SittingItem


@dataclass(frozen=True, slots=True)
class Place:
    """The sitting that a dossier is on, or else for what and whom one may be prepared."""

    sitting: str
    gate: Gate
    unit: str


def place_of(session: TenantSession, member: Member, dossier: Dossier) -> Place | None:
    """Return where a dossier is decided, if it waits for that and the member prepares it."""
    rule = next(
        (
            rule
            for rule in RULES
            if rule.flow == dossier.flow
            and dossier.state in rule.states
            and rule.gate not in ON_REQUEST
        ),
        None,
    )
    if rule is None:
        return None
    unit_id = dossier.upper_committee_id if rule.upper else dossier.committee_id
    if unit_id not in member.units(*RECORDERS):
        return None
    code = session.scalars(select(OrgUnit.code).where(OrgUnit.id == unit_id)).one()
    sitting = session.scalar(
        select(Sitting.code)
        .join(SittingItem, SittingItem.sitting_id == Sitting.id)
        .where(SittingItem.dossier_id == dossier.id, SittingItem.active)
    )
    return Place(sitting or "", rule.gate, code)
