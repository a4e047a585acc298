"""What the appraisal sheet shows: each criterion with all that bears on it, the verdict so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tenants import clock
from tenants.members import Member
from tenants.wall import TenantSession
from web.appraisal.phrases import phrases_of
from web.appraisal.sources import source_of
from web.dossiers.conditions import Condition, conditions_of
from web.dossiers.page import level_labels
from web.dossiers.source_cells import sources_of
from workflows.criteria.framework import Criterion, Group, Level, points_at
from workflows.criteria.scoring import CriterionScore, GroupScore, Score, shown
from workflows.dossiers.appraising import Appraised, may_appraise
from workflows.dossiers.contents import answers_of, content_hash, criteria_of, rating_of
from workflows.dossiers.copied import SameWords, same_words
from workflows.dossiers.eligibility import appraise, appraised_score, self_score
from workflows.dossiers.from_cells import computed_criteria
from workflows.dossiers.gap import gap_of
from workflows.dossiers.opinions import heard, reads_every_opinion
from workflows.dossiers.tables import Answer, Dossier, Opinion
from workflows.dossiers.timeline import timeline
from workflows.engine.offers import offers
from workflows.evidence.citing import Cited, cited_in
from workflows.evidence.links import evidence_of
from workflows.evidence.tables import Evidence
from workflows.logbook.reading import entries_of
from workflows.logbook.tables import EntryKind, LogEntry
from workflows.targets.reading import targets_of
from workflows.targets.tables import Target

RETURN = "return_for_supplement"


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion on the sheet: what the cell says, what it rests on, what the appraisers say.

    ``copied`` are cells with the very same note; ``asked`` is what the last return asked here.
    """

    criterion: Criterion
    answer: Answer
    given: Appraised
    own: CriterionScore
    appraised: CriterionScore
    files: Sequence[Evidence]
    cited: Sequence[Cited]
    targets: Sequence[Target]
    copied: Sequence[SameWords]
    asked: str
    computed: bool

    def points_of(self, level: Level) -> Decimal:
        """Return what a level earns here."""
        return shown(points_at(self.criterion, level))

    @property
    def difference(self) -> Decimal | None:
        """Points that the appraisers give above (or below) the cell's own."""
        if self.own.points is None or self.appraised.points is None:
            return None
        return self.appraised.points - self.own.points


@dataclass(frozen=True, slots=True)
class GroupRows:
    """A group of criteria, its points on both sides, and its rows."""

    group: Group
    own: GroupScore
    appraised: GroupScore
    rows: Sequence[Row]


def context_of(
    session: TenantSession, member: Member, dossier: Dossier, levels: Mapping[str, Appraised]
) -> dict[str, Any]:
    """Gather the sheet as the member may see it."""
    answers = answers_of(session, dossier.id)
    own, appraised = self_score(dossier, answers), appraised_score(dossier, answers)
    opinions = heard(session, member, dossier)
    return {
        **summary_of(session, dossier, answers, opinions),
        "sources": sources_of(session, member, dossier, answers),
        "criteria": criteria_of(dossier),
        "groups": _groups(session, member, dossier, answers, levels, own, appraised),
        "opinions": opinions,
        "some_unheard": not reads_every_opinion(member, dossier),
        "may_score": may_appraise(member, dossier),
        "offers": {offer.move.trigger: offer for offer in offers(session, dossier, member)},
        "phrases": phrases_of(dossier.campaign),
        "decided": rating_of(session, dossier.id),
        "weaknesses": _weaknesses(session, dossier),
        "claims": _claims(session, dossier, answers, own),
        "today": clock.today(session),
    }


def summary_of(
    session: TenantSession,
    dossier: Dossier,
    answers: Mapping[str, Answer],
    opinions: list[Opinion],
) -> dict[str, Any]:
    """Gather what changes with every score: both totals, how far apart, the conditions."""
    own, appraised = self_score(dossier, answers), appraised_score(dossier, answers)
    return {
        "dossier": dossier,
        "self_score": own,
        "appraised_score": appraised,
        "gap": gap_of(dossier, own, appraised),
        "conditions": _conditions(session, dossier, answers, opinions),
        "seen_content": content_hash(session, dossier),
    }


def row_of(dossier: Dossier, key: str, answers: Mapping[str, Answer]) -> dict[str, Any]:
    """Gather what one score changes in its own row."""
    own = _by_key(self_score(dossier, answers))[key]
    given = _by_key(appraised_score(dossier, answers))[key]
    apart = None if own.points is None or given.points is None else given.points - own.points
    return {"key": key, "answer": answers[key], "difference": apart}


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """What the unit claims of one bonus or penalty, and what it rests on."""

    count: int
    points: Decimal
    note: str
    files: Sequence[Evidence]
    cited: Sequence[Cited]


def _claims(
    session: TenantSession, dossier: Dossier, answers: Mapping[str, Answer], own: Score
) -> dict[str, ClaimLine]:
    if not own.adjustments:
        return {}
    files, cited = evidence_of(session, dossier.id), cited_in(session, dossier)
    return {
        one.key: ClaimLine(
            count=one.count,
            points=one.points,
            note=answers[one.key].note if one.key in answers else "",
            files=files.get(one.key, []),
            cited=cited.get(one.key, []),
        )
        for one in own.adjustments
    }


def _weaknesses(session: TenantSession, dossier: Dossier) -> list[LogEntry]:
    """List the weaknesses that the logbook noted in the dossier's year, those overdue first.

    Whoever reads the dossier reads them: they bear on it.
    """
    today = clock.today(session)
    entries = entries_of(session, dossier.unit_id, dossier.campaign.year)
    weaknesses = [entry for entry in entries if entry.kind is EntryKind.WEAKNESS]
    return sorted(weaknesses, key=lambda entry: (not entry.is_overdue(today), not entry.is_open))


def _groups(
    session: TenantSession,
    member: Member,
    dossier: Dossier,
    answers: Mapping[str, Answer],
    levels: Mapping[str, Appraised],
    own: Score,
    appraised: Score,
) -> list[GroupRows]:
    files, targets = evidence_of(session, dossier.id), targets_of(session, dossier.id)
    cited = cited_in(session, dossier)
    copied = same_words(session, member, dossier, answers)
    asked, computed = _asked_before(session, dossier), computed_criteria(dossier)
    mine, theirs = _by_key(own), _by_key(appraised)
    return [
        GroupRows(
            group,
            own_group,
            appraised_group,
            [
                Row(
                    criterion=each,
                    answer=answers[each.key],
                    given=levels.get(each.key, Appraised("")),
                    own=mine[each.key],
                    appraised=theirs[each.key],
                    files=files.get(each.key, []),
                    cited=cited.get(each.key, []),
                    targets=[
                        row
                        for row in targets
                        if each.target_series and row.series == each.target_series
                    ],
                    copied=copied.get(each.key, []),
                    asked=asked.get(each.key, ""),
                    computed=each.key in computed,
                )
                for each in group.criteria
                if each.key in answers
            ],
        )
        for group, own_group, appraised_group in zip(
            criteria_of(dossier).groups, own.groups, appraised.groups, strict=True
        )
    ]


def _by_key(score: Score) -> dict[str, CriterionScore]:
    return {one.key: one for group in score.groups for one in group.criteria}


def _asked_before(session: TenantSession, dossier: Dossier) -> dict[str, str]:
    """Return what the last standing return asked, by criterion."""
    returns = [
        step
        for step in timeline(session, dossier.id, for_committee=True)
        if step.kind == RETURN and not step.undone
    ]
    if not returns:
        return {}
    said = returns[-1].inputs
    comments = said.get("comments") or {}
    return {key: comments.get(key) or said.get("reason", "") for key in said.get("marked", [])}


def _conditions(
    session: TenantSession,
    dossier: Dossier,
    answers: Mapping[str, Answer],
    opinions: list[Opinion],
) -> Sequence[Condition]:
    """Explain eligibility line by line: as it was concluded, or as it stands so far."""
    lines = dossier.eligibility
    if dossier.eligible is None:
        lines = appraise(
            session, dossier, disciplined=None, complained=None,
            rating=_rating_so_far(session, dossier),
        ).lines  # fmt: skip
    sources = [source_of(line, dossier, answers, opinions) for line in lines]
    return conditions_of(lines, level_labels(dossier), sources)


def _rating_so_far(session: TenantSession, dossier: Dossier) -> str:
    decided = rating_of(session, dossier.id)
    return str(decided.rating) if decided else dossier.proposed_rating or ""
