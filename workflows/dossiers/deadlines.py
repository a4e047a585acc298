"""Until when a unit may register and assess itself: the campaign's day, or one of its own.

A return, a new unit, or a clock that stood still gives a unit a day of its own
(``Dossier.due_on``), which outranks the campaign's.
"""

from __future__ import annotations

from datetime import date

from workflows.dossiers.tables import Dossier


def last_day_to_register(dossier: Dossier) -> date:
    """Return the last day on which a registration is not late."""
    return dossier.due_on or dossier.campaign.registration_until


def last_day_to_assess(dossier: Dossier) -> date:
    """Return the last day on which a self-assessment is not late."""
    return dossier.due_on or dossier.campaign.self_assessment_until
