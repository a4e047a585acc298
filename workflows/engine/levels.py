"""Which level holds a dossier: the unit, the committee that receives it, or the one above."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.parties import Scope

if TYPE_CHECKING:
    from workflows.dossiers.tables import Dossier

UPPER_STATES = frozenset({"city_appraisal", "awaiting_city_decision", "city_reconsideration"})


def holding_scope(dossier: Dossier) -> Scope:
    """Return the level that holds the dossier; a held one counts where it was held."""
    state = dossier.state
    if state == "on_hold":
        state = dossier.back_to.get("put_on_hold", state)
    return Scope.UPPER if state in UPPER_STATES else Scope.COMMITTEE
