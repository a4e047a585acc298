"""What the members of a body read of each dossier before they vote on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from tenants.members import Member
from tenants.wall import TenantSession
from workflows.dossiers.contents import criteria_of
from workflows.dossiers.eligibility import appraised_score, self_score
from workflows.dossiers.glance import Glance, glances_of
from workflows.dossiers.opinions import reads_every_opinion, reads_opinions
from workflows.dossiers.tables import Answer, Dossier, Opinion
from workflows.dossiers.visible import reads_contents


@dataclass(frozen=True, slots=True)
class GroupLine:
    """The points of one group: the unit's own, the appraisers', and the most there is."""

    label: str
    own: Decimal
    appraised: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class Difference:
    """A criterion of which the appraisers think otherwise than the unit, and why."""

    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Brief:
    """A dossier in short: points by group, where the two views differ, what the desks say."""

    glance: Glance
    groups: list[GroupLine]
    differences: list[Difference]
    opinions: list[Opinion]


def briefs_of(
    session: TenantSession, dossiers: Sequence[Dossier], *, viewer: Member
) -> dict[UUID, Brief]:
    """Gather the briefs of an agenda, for those of its dossiers whose contents the viewer reads.

    Opinions only where the viewer reads them all: a body does once the appraisal is concluded.
    """
    read = [each for each in dossiers if reads_contents(viewer, each)]
    ids = [each.id for each in read]
    answers: defaultdict[UUID, dict[str, Answer]] = defaultdict(dict)
    for row in session.scalars(select(Answer).where(Answer.dossier_id.in_(ids))):
        answers[row.dossier_id][row.criterion] = row
    opinions: defaultdict[UUID, list[Opinion]] = defaultdict(list)
    heard = [
        each.id
        for each in read
        if reads_opinions(viewer, each) and reads_every_opinion(viewer, each)
    ]
    for opinion in session.scalars(
        select(Opinion)
        .where(Opinion.dossier_id.in_(heard), Opinion.withdrawn_at.is_(None))
        .order_by(Opinion.at, Opinion.id)
    ):
        opinions[opinion.dossier_id].append(opinion)
    glances = glances_of(session, read)
    return {
        each.id: Brief(
            glances[each.id],
            _groups(each, answers[each.id]),
            _differences(each, answers[each.id]),
            opinions[each.id],
        )
        for each in read
    }


def _groups(dossier: Dossier, answers: dict[str, Answer]) -> list[GroupLine]:
    own, appraised = self_score(dossier, answers), appraised_score(dossier, answers)
    return [
        GroupLine(group.label, mine.points, theirs.points, mine.maximum)
        for group, mine, theirs in zip(
            criteria_of(dossier).groups, own.groups, appraised.groups, strict=True
        )
    ]


def _differences(dossier: Dossier, answers: dict[str, Answer]) -> list[Difference]:
    return [
        Difference(criterion.label, answers[criterion.key].appraised_reason)
        for criterion in criteria_of(dossier).criteria
        if criterion.key in answers and answers[criterion.key].appraised_reason
    ]
