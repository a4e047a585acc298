"""As what somebody acts: in a role of their own, or in the place of another.

A role of one's own goes first. A deputy takes only the steps that the delegation names, with
the roles that the other holds today; votes are never delegated (docs/process.md, section 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tenants.database import Json
from tenants.members import Member
from workflows.engine.parties import Party

if TYPE_CHECKING:
    from workflows.dossiers.tables import Dossier


@dataclass(frozen=True, slots=True)
class Capacity:
    """The party somebody acts as, and whose roles make them that: their own, or a principal's."""

    party: Party
    holder: Member
    principal: Member | None = None

    def facts(self) -> Json:
        """Name the principal, if there is one, as the trail keeps it."""
        if self.principal is None:
            return {}
        return {"principal": {"id": self.principal.person_id, "name": self.principal.name}}


def capacity_of(
    actor: Member, dossier: Dossier, parties: Sequence[Party], step: str
) -> Capacity | None:
    """Return as what a member may take a step on a dossier, or nothing.

    Args:
        step: the name of the move; a delegation covers it or does not.

    """
    for party in parties:
        if party.includes(actor, dossier):
            return Capacity(party, actor)
    for standing in actor.stands_in_for:
        if not standing.covers(step):
            continue
        for party in parties:
            if party.includes(standing.principal, dossier):
                return Capacity(party, standing.principal, standing.principal)
    return None
