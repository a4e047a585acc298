"""What a member may do with a dossier now, and why the rest is withheld.

The same table and the same guards as when the button is pressed.
"""

from __future__ import annotations

from dataclasses import dataclass

from tenants.members import Member
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.engine.act import Act
from workflows.engine.flow import Move
from workflows.engine.refusals import Refusal
from workflows.engine.undo import undoing
from workflows.flows import flow_of


@dataclass(frozen=True, slots=True)
class Offer:
    """A move, and the reason why it is withheld if it is."""

    move: Move
    refusal: Refusal | None = None


def offers(session: TenantSession, dossier: Dossier, member: Member) -> list[Offer]:
    """List the moves that are the member's to make in this state, in the table's order.

    Moves of other parties are left out; those of the member's own that a fact
    forbids carry its reason. Moves of a sitting are made by its closing alone.
    """
    found = []
    for move in flow_of(dossier).moves_from(dossier.state):
        if move.at_sitting or not any(party.includes(member, dossier) for party in move.by):
            continue
        found.append(Offer(move, why_not(session, dossier, move, member)))
    return found


def why_not(session: TenantSession, dossier: Dossier, move: Move, member: Member) -> Refusal | None:
    """Return why the member may not make this move now, or nothing."""
    try:
        Act(session, dossier, move, member).ask_facts()
    except Refusal as refusal:
        return refusal
    return None


def undo_offer(session: TenantSession, dossier: Dossier, member: Member) -> Move | None:
    """Return the row of the move that the member may take back now, if there is one."""
    try:
        return undoing(session, dossier, flow_of(dossier), actor=member).move
    except Refusal:
        return None
