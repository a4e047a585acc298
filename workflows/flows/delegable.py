"""Which steps somebody may let another take: moves of their own roles that no sitting makes."""

from __future__ import annotations

from tenants.members import Member
from workflows.flows import FLOWS

# What belongs to acts on units is the administrator's alone.
NOT_TO_BE_GIVEN = frozenset({"supersede", "transfer"})


def delegable_steps(giver: Member) -> list[str]:
    """List the names of the moves that the member's roles make, in the order of the flows.

    Votes are not among them: nobody votes for another.
    """
    roles = {holding.role for holding in giver.holdings}
    found = (
        move.trigger
        for flow in FLOWS.values()
        for move in flow.moves
        if not move.at_sitting
        and move.trigger not in NOT_TO_BE_GIVEN
        and any(roles & set(party.roles) for party in move.by)
    )
    return list(dict.fromkeys(found))
