"""What a list says of a dossier beside its state: who leads the cell, its points, its files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select

from tenants import clock
from tenants.people import Membership, Person
from tenants.roles import Role
from tenants.staffing.standing import standing
from tenants.wall import TenantSession
from workflows.dossiers.contents import criteria_of
from workflows.dossiers.eligibility import self_score
from workflows.dossiers.progress import BEFORE_ASSESSMENT
from workflows.dossiers.tables import Answer, Dossier
from workflows.evidence.tables import EvidenceLink

AT_WORK = frozenset(BEFORE_ASSESSMENT) - {"returned"}


@dataclass(frozen=True, slots=True)
class Glance:
    """A dossier at one look; points and files only of what the cell has sent.

    ``covered`` of ``criteria`` have a file.
    """

    secretary: str
    sent_on: date | None = None
    own: Decimal | None = None
    covered: int = 0
    criteria: int = 0


def glances_of(session: TenantSession, dossiers: Sequence[Dossier]) -> dict[UUID, Glance]:
    """Look at the dossiers of a page, with three questions however many there are.

    For a ward's own office and desks, who read what its cells have sent.
    """
    names = _secretaries(session, dossiers)
    sent = [each for each in dossiers if each.assessed_on and each.state not in AT_WORK]
    answers = _answers(session, sent)
    covered = _covered(session, sent)
    found = {each.id: Glance(names.get(each.unit_id, "")) for each in dossiers}
    for each in sent:
        found[each.id] = Glance(
            names.get(each.unit_id, ""),
            each.assessed_on,
            self_score(each, answers[each.id]).total,
            covered.get(each.id, 0),
            len(tuple(criteria_of(each).criteria)),
        )
    return found


def _secretaries(session: TenantSession, dossiers: Sequence[Dossier]) -> dict[UUID, str]:
    rows = session.execute(
        select(Membership.unit_id, Person.name)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.unit_id.in_([each.unit_id for each in dossiers]),
            Membership.role == Role.CELL_SECRETARY,
            standing(clock.today(session)),
        )
    )
    return {row.unit_id: row.name for row in rows}


def _answers(
    session: TenantSession, dossiers: Sequence[Dossier]
) -> defaultdict[UUID, dict[str, Answer]]:
    found: defaultdict[UUID, dict[str, Answer]] = defaultdict(dict)
    ids = [each.id for each in dossiers]
    for row in session.scalars(select(Answer).where(Answer.dossier_id.in_(ids))):
        found[row.dossier_id][row.criterion] = row
    return found


def _covered(session: TenantSession, dossiers: Sequence[Dossier]) -> dict[UUID, int]:
    beside_criteria = {one.key for each in dossiers for one in criteria_of(each).adjustments}
    rows = session.execute(
        select(
            EvidenceLink.dossier_id,
            func.count(EvidenceLink.criterion.distinct()).label("criteria"),
        )
        .where(
            EvidenceLink.dossier_id.in_([each.id for each in dossiers]),
            EvidenceLink.criterion.not_in(beside_criteria),
        )
        .group_by(EvidenceLink.dossier_id)
    )
    return {row.dossier_id: row.criteria for row in rows}
