"""The criteria to which files may be attached now."""

from __future__ import annotations

from dataclasses import dataclass

from web.catalogue import _
from web.criteria.naming import kind_of, titled
from workflows.criteria.framework import Adjustment
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


def place_words(criterion: str, dossier: Dossier | None = None) -> str:
    """Say to what a file is attached; a bonus or penalty by its name in the dossier's set."""
    if criterion == REGISTRATION:
        return _("Đăng ký")
    claim = _claim(criterion, dossier)
    return titled(claim) if claim else _("Tiêu chí %(key)s", key=criterion)


def place_mark(criterion: str, dossier: Dossier | None = None) -> str:
    """Say the same in a word, as it stands on the file's card."""
    if criterion == REGISTRATION:
        return _("Đăng ký")
    claim = _claim(criterion, dossier)
    return kind_of(claim) if claim else criterion


def _claim(key: str, dossier: Dossier | None) -> Adjustment | None:
    claims = criteria_of(dossier).adjustments if dossier is not None else ()
    return next((one for one in claims if one.key == key), None)


def _short(label: str) -> str:
    if len(label) <= LONGEST:
        return label
    return label[:LONGEST].rsplit(" ", 1)[0].rstrip(",;") + "…"
