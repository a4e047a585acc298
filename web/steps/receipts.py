"""Receipts: a page at an address that stays, for what a cell sent in."""

from __future__ import annotations

from typing import Any

from web import current
from web.dossiers.acts import undo_of
from web.dossiers.standing import owed_acts
from workflows.dossiers.tables import Dossier
from workflows.dossiers.timeline import Step, timeline


def last_standing(dossier: Dossier, trigger: str) -> Step | None:
    """Return the last move of this name that was not taken back."""
    steps = timeline(current.session(), dossier.id, for_committee=False)
    made = [step for step in steps if step.kind == trigger and not step.undone]
    return made[-1] if made else None


def receipt_of(dossier: Dossier, step: Step) -> dict[str, Any]:
    """Gather what a receipt shows: what was sent when by whom, and what comes next."""
    undo = undo_of(dossier)
    return {
        "dossier": dossier,
        "step": step,
        "owed": owed_acts(current.session(), dossier, current.member()),
        "undo": undo if undo is not None and undo.trigger == step.kind else None,
    }
