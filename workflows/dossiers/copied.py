"""Notes that two cells wrote word for word alike: a sign of formality, for appraisers only.

A cell is never told of it, and an appraiser learns of another cell's dossier only what they
may read anyway (docs/process.md, section 3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from tenants.members import Member
from tenants.text.folding import spelling_key
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.dossiers.opinions import reads_opinions
from workflows.dossiers.tables import Answer, Dossier
from workflows.dossiers.visible import reads

SHORTEST = 40  # letters: below that, cells agree by chance


@dataclass(frozen=True, slots=True)
class SameWords:
    """Another cell's dossier that says the same of a criterion."""

    code: str
    cell: str


def same_words(
    session: TenantSession, viewer: Member, dossier: Dossier, answers: Mapping[str, Answer]
) -> dict[str, list[SameWords]]:
    """Return, by criterion, whose notes of this year equal the dossier's own.

    Case, accents' spelling and spaces do not count. Nothing is found for those who do not
    appraise: a cell, its supervisor.
    """
    if not reads_opinions(viewer, dossier):
        return {}
    own = {key: spelling_key(row.note) for key, row in answers.items() if len(row.note) >= SHORTEST}
    own = {key: words for key, words in own.items() if len(words) >= SHORTEST}
    if not own:
        return {}
    rows = session.execute(
        select(Answer.criterion, Answer.note, Dossier.code, OrgUnit.name)
        .join(Dossier, Dossier.id == Answer.dossier_id)
        .join(OrgUnit, OrgUnit.id == Dossier.unit_id)
        .where(
            Dossier.campaign_id == dossier.campaign_id,
            Dossier.committee_id == dossier.committee_id,
            Dossier.id != dossier.id,
            Answer.criterion.in_(list(own)),
            func.length(Answer.note) >= SHORTEST,
            reads(viewer),
        )
        .order_by(OrgUnit.sort_key, Dossier.code)
    )
    found: dict[str, list[SameWords]] = {}
    for criterion, note, code, cell in rows:
        if spelling_key(note) == own[criterion]:
            found.setdefault(criterion, []).append(SameWords(code, cell))
    return found
