"""The criteria to which files may be attached now."""

from __future__ import annotations

from dataclasses import dataclass

from web.catalogue import _
from workflows.dossiers.contents import criteria_of
from workflows.dossiers.eligibility import counted_adjustments
from workflows.dossiers.tables import Dossier
from workflows.evidence.links import REGISTRATION, takes_evidence

LONGEST = 70


@dataclass(frozen=True, slots=True)
class Place:
    """A criterion as it is offered."""

    key: str
    words: str


def places_of(dossier: Dossier | None) -> list[Place]:
    """List what of a dossier takes files now: criteria, then bonuses and penalties."""
    if dossier is None:
        return []
    criteria = criteria_of(dossier)
    places = [
        Place(criterion.key, f"{criterion.key}. {_short(criterion.label)}")
        for criterion in criteria.criteria
    ]
    claims = [Place(one.key, _short(one.label)) for one in counted_adjustments(criteria)]
    return [place for place in (*places, *claims) if takes_evidence(dossier, place.key)]


def place_words(criterion: str) -> str:
    """Say to what a file is attached."""
    if criterion == REGISTRATION:
        return _("Đăng ký")
    return _("Tiêu chí %(key)s", key=criterion)


def _short(label: str) -> str:
    if len(label) <= LONGEST:
        return label
    return label[:LONGEST].rsplit(" ", 1)[0].rstrip(",;") + "…"
