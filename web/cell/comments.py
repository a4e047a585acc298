"""What the committee last said to the cell when it gave the dossier back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from web import current
from web.dossiers.inputs import marked_in_words
from workflows.dossiers.contents import criteria_of
from workflows.dossiers.tables import Dossier
from workflows.dossiers.timeline import timeline

GIVING_BACK = frozenset({"return_registration", "return_for_supplement"})


@dataclass(frozen=True, slots=True)
class Comment:
    """Who said what, when, and of which parts of the dossier."""

    name: str
    at: datetime
    words: str
    marked: str


def last_comment(dossier: Dossier) -> Comment | None:
    """Return why the dossier was given back, while that stands open."""
    if not dossier.return_reason:
        return None
    steps = timeline(current.session(), dossier.id, for_committee=False)
    given_back = [step for step in steps if step.kind in GIVING_BACK and not step.undone]
    if not given_back:
        return None
    last = given_back[-1]
    marked = marked_in_words(dossier.marked, criteria_of(dossier))
    return Comment(last.name, last.at, dossier.return_reason, marked)
