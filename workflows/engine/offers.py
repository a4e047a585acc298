"""What a member may do with a dossier now, and why the rest is withheld.

The same table and the same guards as when the button is pressed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from tenants.members import Member
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.engine.act import Act, Move
from workflows.engine.capacity import capacity_of
from workflows.engine.refusals import Refusal
from workflows.engine.together import Together
from workflows.engine.undo import undoing
from workflows.flows import flow_of
from workflows.tasks.claims import claims_of_others


@dataclass(frozen=True, slots=True)
class Offer:
    """A move, and every reason why it is withheld, if it is."""

    move: Move
    refusals: tuple[Refusal, ...] = ()

    @property
    def refusal(self) -> Refusal | None:
        """The first reason, which is what pressing the button would answer."""
        return self.refusals[0] if self.refusals else None


def offers(session: TenantSession, dossier: Dossier, member: Member) -> list[Offer]:
    """List the moves that are the member's to make in this state, in the table's order.

    Those that a fact forbids carry their reasons. Moves of a sitting, which its closing
    alone makes, are among ``withheld``.
    """
    claims = claims_of_others(session, [dossier.id], member).get(dossier.id, {})
    found = []
    for move in flow_of(dossier).moves_from(dossier.state):
        if move.at_sitting or capacity_of(member, dossier, move.by, move.trigger) is None:
            continue
        act = Act(session, dossier, move, member)
        found.append(Offer(move, (*act.objections(), *_claimed(act, claims))))
    return found


def withheld(session: TenantSession, dossier: Dossier, member: Member) -> list[Offer]:
    """List every other move of the flow, with why it is not the member's to make now.

    First what leaves this state and is others' or a sitting's, then what the member would
    make in other states.
    """
    flow = flow_of(dossier)
    here = []
    for move in flow.moves_from(dossier.state):
        objections = tuple(Act(session, dossier, move, member).objections())
        if move.at_sitting or any(each.code == "role" for each in objections):
            here.append(Offer(move, objections))
    triggers = {move.trigger for move in flow.moves_from(dossier.state)}
    elsewhere = {}
    for move in flow.moves:
        own = capacity_of(member, dossier, move.by, move.trigger) is not None
        if own and move.trigger not in triggers and not move.at_sitting:
            sources = flow.sources_of(move.trigger)
            refusal = Refusal(
                "not_from_here", state=dossier.state, trigger=move.trigger, sources=sources
            )
            elsewhere[move.trigger] = Offer(move, (refusal,))
    return [*here, *elsewhere.values()]


def why_not(session: TenantSession, dossier: Dossier, move: Move, member: Member) -> Refusal | None:
    """Return why the member may not make this move now, or nothing."""
    return why_none(session, [(dossier, move)], member).get(dossier.id)


def why_none(
    session: TenantSession, asked: Sequence[tuple[Dossier, Move]], member: Member
) -> dict[UUID, Refusal]:
    """Say of dossiers why the member may not make a move now; of the rest, nothing.

    What guards ask is asked once for all of them.
    """
    ids = [dossier.id for dossier, _move in asked]
    together, claims = Together(session, ids), claims_of_others(session, ids, member)
    found: dict[UUID, Refusal] = {}
    for dossier, move in asked:
        act = Act(session, dossier, move, member, together=together)
        try:
            act.ask_facts()
        except Refusal as refusal:
            found[dossier.id] = refusal
            continue
        for claim in _claimed(act, claims.get(dossier.id, {})):
            found.setdefault(dossier.id, claim)
    return found


def undo_offer(session: TenantSession, dossier: Dossier, member: Member) -> Move | None:
    """Return the row of the move that the member may take back now, if there is one."""
    try:
        return undoing(session, dossier, flow_of(dossier), actor=member).move
    except Refusal:
        return None


def _claimed(act: Act, claims: dict[str, Refusal]) -> list[Refusal]:
    """List the colleague's claim that stands in the way of a move, as firing it would find."""
    if not claims or act.move.side or act.move.target is None:
        return []
    claim = claims.get(act.party().name)
    return [claim] if claim is not None else []
