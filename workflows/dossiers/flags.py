"""What an upper committee should look at before it agrees: flags, each with its facts.

A dossier without flags may be agreed with among many; one with a flag is looked at by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import func, select

from tenants.text.folding import spelling_key
from tenants.wall import TenantSession
from workflows.dossiers.contents import criteria_of
from workflows.dossiers.copied import SHORTEST
from workflows.dossiers.eligibility import self_score
from workflows.dossiers.tables import Answer, Dossier, Opinion
from workflows.evidence.tables import EvidenceLink

SCORE_GAP = Decimal(15)  # points between what the cell and the appraisers give
OF_DISCIPLINE = frozenset({"no_member_disciplined", "no_open_complaint"})
STANDS = frozenset({"failed", "hold", "excepted"})  # not known of is not there


class Flag(StrEnum):
    """Why a dossier is looked at by itself."""

    SCORE_GAP = "score_gap"
    MISSING_EVIDENCE = "missing_evidence"
    DISCIPLINE = "discipline"
    NOT_ELIGIBLE = "not_eligible"
    OPINION = "opinion"
    EQUAL_TEXTS = "equal_texts"
    OWN_TITLE = "own_title"


@dataclass(frozen=True, slots=True)
class Raised:
    """One flag of a dossier: the two scores, the criteria, or whose words it is about."""

    flag: Flag
    own: Decimal | None = None
    appraised: Decimal | None = None
    criteria: tuple[str, ...] = ()
    names: tuple[str, ...] = field(default=())


Finder: TypeAlias = "Callable[[TenantSession, Sequence[Dossier]], Mapping[UUID, list[Raised]]]"


def flags_of(session: TenantSession, dossiers: Sequence[Dossier]) -> dict[UUID, list[Raised]]:
    """Return the flags of dossiers by their ids; their number costs no further queries."""
    found: dict[UUID, list[Raised]] = defaultdict(list)
    for finder in FINDERS:
        for dossier_id, raised in finder(session, dossiers).items():
            found[dossier_id] += raised
    return {dossier.id: found[dossier.id] for dossier in dossiers}


def _by_answers(session: TenantSession, dossiers: Sequence[Dossier]) -> Mapping[UUID, list[Raised]]:
    """Flag scores that lie far apart, and required evidence that is not there."""
    ids = [dossier.id for dossier in dossiers]
    answers: dict[UUID, dict[str, Answer]] = defaultdict(dict)
    for row in session.scalars(select(Answer).where(Answer.dossier_id.in_(ids))):
        answers[row.dossier_id][row.criterion] = row
    attached: dict[UUID, set[str]] = defaultdict(set)
    links = select(EvidenceLink.dossier_id, EvidenceLink.criterion).where(
        EvidenceLink.dossier_id.in_(ids)
    )
    for dossier_id, criterion in session.execute(links):
        attached[dossier_id].add(criterion)
    found: dict[UUID, list[Raised]] = defaultdict(list)
    for dossier in dossiers:
        given = answers[dossier.id]
        if dossier.appraised_total is not None and given:
            own = self_score(dossier, given).total
            least = Decimal(str(dossier.campaign.rules.get("score_gap", SCORE_GAP)))
            if abs(own - dossier.appraised_total) > least:
                found[dossier.id].append(
                    Raised(Flag.SCORE_GAP, own=own, appraised=dossier.appraised_total)
                )
        missing = tuple(
            each.key
            for each in criteria_of(dossier).criteria
            if each.evidence_required
            and each.key not in attached[dossier.id]
            and not (each.key in given and given[each.key].not_applicable)
        )
        if missing:
            found[dossier.id].append(Raised(Flag.MISSING_EVIDENCE, criteria=missing))
    return found


def _by_verdict(
    _session: TenantSession, dossiers: Sequence[Dossier]
) -> Mapping[UUID, list[Raised]]:
    """Flag discipline, complaints, whatever else is not eligible, and what nobody appraised below.

    A committee's own dossier comes straight to the level above: there is nothing to agree with.
    """
    found: dict[UUID, list[Raised]] = defaultdict(list)
    for dossier in dossiers:
        if dossier.of_committee:
            found[dossier.id].append(Raised(Flag.OWN_TITLE))
        if any(
            line["key"] in OF_DISCIPLINE and line["verdict"] in STANDS
            for line in dossier.eligibility
        ):
            found[dossier.id].append(Raised(Flag.DISCIPLINE))
        elif dossier.eligible is False:
            found[dossier.id].append(Raised(Flag.NOT_ELIGIBLE))
    return found


def _by_opinions(
    session: TenantSession, dossiers: Sequence[Dossier]
) -> Mapping[UUID, list[Raised]]:
    """Flag what a desk has flagged."""
    rows = session.execute(
        select(Opinion.dossier_id, Opinion.name)
        .where(
            Opinion.dossier_id.in_([dossier.id for dossier in dossiers]),
            Opinion.flagged,
            Opinion.withdrawn_at.is_(None),
        )
        .order_by(Opinion.at)
    )
    names: dict[UUID, list[str]] = defaultdict(list)
    for dossier_id, name in rows:
        names[dossier_id].append(name)
    return {
        dossier_id: [Raised(Flag.OPINION, names=tuple(dict.fromkeys(listed)))]
        for dossier_id, listed in names.items()
    }


def _by_words(session: TenantSession, dossiers: Sequence[Dossier]) -> Mapping[UUID, list[Raised]]:
    """Flag notes that another cell of the same committee wrote word for word alike this year."""
    rows = session.execute(
        select(Dossier.id, Dossier.campaign_id, Dossier.committee_id, Answer.criterion, Answer.note)
        .join(Answer, Answer.dossier_id == Dossier.id)
        .where(
            Dossier.campaign_id.in_({dossier.campaign_id for dossier in dossiers}),
            Dossier.committee_id.in_({dossier.committee_id for dossier in dossiers}),
            func.length(Answer.note) >= SHORTEST,
            Answer.not_applicable.is_(False),  # many cells have the same reason for that
        )
        .order_by(Answer.criterion)
    )
    written: dict[tuple[UUID, UUID, str, str], list[UUID]] = defaultdict(list)
    for dossier_id, campaign_id, committee_id, criterion, note in rows:
        words = spelling_key(note)
        if len(words) >= SHORTEST:
            written[campaign_id, committee_id, criterion, words].append(dossier_id)
    shared: dict[UUID, list[str]] = defaultdict(list)
    for (_campaign, _committee, criterion, _words), writers in written.items():
        for dossier_id in writers if len(writers) > 1 else ():
            shared[dossier_id].append(criterion)
    return {
        dossier.id: [Raised(Flag.EQUAL_TEXTS, criteria=tuple(shared[dossier.id]))]
        for dossier in dossiers
        if dossier.id in shared
    }


FINDERS: tuple[Finder, ...] = (_by_answers, _by_verdict, _by_opinions, _by_words)
