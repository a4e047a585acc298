"""Which level holds a dossier: the committee that receives it, or the one above."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.parties import Scope
from workflows.engine.registry import flow_of

if TYPE_CHECKING:
    from workflows.dossiers.tables import Dossier


def standing_state(dossier: Dossier) -> str:
    """Return the state that counts for who holds and reads: a held one's is where it was held."""
    if dossier.state == "on_hold":
        return str(dossier.back_to.get("put_on_hold", dossier.state))
    return dossier.state


def holding_scope(dossier: Dossier) -> Scope:
    """Return the level that holds the dossier."""
    return flow_of(dossier).held_at(standing_state(dossier))
