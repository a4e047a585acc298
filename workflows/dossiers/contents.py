"""What stands in a dossier: its criteria, answers, commitments, votes and opinions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select

from tenants.asking import asked_once
from tenants.audit import canonical
from tenants.database import Json
from tenants.wall import TenantSession
from workflows.criteria.reading import CriteriaSet, from_document
from workflows.dossiers.tables import (
    Answer,
    CellTally,
    Commitment,
    Dossier,
    Opinion,
    PilotMark,
    Purpose,
    QualityRating,
)
from workflows.evidence.tables import Citation, Evidence, EvidenceLink


def criteria_of(dossier: Dossier) -> CriteriaSet:
    """Return the criteria that the dossier was opened with."""
    kept = dossier.criteria_set or dossier.campaign.criteria_set
    return from_document(kept.document)


@asked_once
def answers_of(session: TenantSession, dossier_id: UUID) -> dict[str, Answer]:
    """Return the dossier's answers by criterion."""
    rows = session.scalars(
        select(Answer).where(Answer.dossier_id == dossier_id).order_by(Answer.criterion)
    )
    return {row.criterion: row for row in rows}


@asked_once
def commitments_of(session: TenantSession, dossier_id: UUID) -> dict[str, str]:
    """Return what the cell committed to, by group."""
    rows = session.scalars(select(Commitment).where(Commitment.dossier_id == dossier_id))
    return {row.group_key: row.words for row in rows}


@asked_once
def tally_of(session: TenantSession, dossier_id: UUID, purpose: Purpose) -> CellTally | None:
    """Return the cell's latest vote for a purpose."""
    return session.scalars(
        select(CellTally)
        .where(CellTally.dossier_id == dossier_id, CellTally.purpose == purpose)
        .order_by(CellTally.entered_at.desc(), CellTally.id.desc())
        .limit(1)
    ).one_or_none()


def opinions_of(session: TenantSession, dossier_id: UUID) -> list[Opinion]:
    """List the standing opinions, oldest first."""
    return list(
        session.scalars(
            select(Opinion)
            .where(Opinion.dossier_id == dossier_id, Opinion.withdrawn_at.is_(None))
            .order_by(Opinion.at, Opinion.id)
        )
    )


def pilot_mark_of(session: TenantSession, dossier_id: UUID) -> PilotMark | None:
    """Return the dossier's standing mark as a pilot."""
    return session.scalar(
        select(PilotMark).where(PilotMark.dossier_id == dossier_id, PilotMark.dropped_at.is_(None))
    )


@asked_once
def rating_of(session: TenantSession, dossier_id: UUID) -> QualityRating | None:
    """Return the year-end rating as decided, if it has been."""
    return session.scalar(select(QualityRating).where(QualityRating.dossier_id == dossier_id))


@asked_once
def content_hash(session: TenantSession, dossier: Dossier) -> str:
    """Hash what a body votes on: what was sent, the appraised scores, eligibility.

    Pages show it, events and papers keep it: whoever decides can tell that it is what they saw.
    """
    return content_hashes(session, [dossier])[dossier.id]


def content_hashes(session: TenantSession, dossiers: Collection[Dossier]) -> dict[UUID, str]:
    """Hash what a body votes on, for several dossiers with three questions."""
    held = _held(session, [dossier.id for dossier in dossiers])
    return {dossier.id: _content_hash(dossier, held[dossier.id]) for dossier in dossiers}


def _content_hash(dossier: Dossier, held: Held) -> str:
    content = {
        **_sent(dossier, held),
        "appraised": {
            key: [row.appraised_level, row.appraised_reason, *_measured(row.appraised_measured)]
            for key, row in held.answers.items()
        },
        "eligible": dossier.eligible,
        "rating": dossier.proposed_rating,
    }
    return sha256(canonical(content).encode()).hexdigest()


def sent_hash(session: TenantSession, dossier: Dossier) -> str:
    """Hash what the unit itself has sent: commitments, answers, files; no appraisal."""
    sent = _sent(dossier, _held(session, [dossier.id])[dossier.id])
    return sha256(canonical(sent).encode()).hexdigest()


def _measured(kept: Json) -> list[Json]:
    """Return what was measured; answers of sets that measure nothing hash as they always did."""
    return [kept] if kept else []


def _sent(dossier: Dossier, held: Held) -> Json:
    return {
        "code": dossier.code,
        "commitments": held.commitments,
        "answers": {
            key: [row.not_applicable, row.self_level, row.note, *_measured(row.self_measured)]
            for key, row in held.answers.items()
        },
        "files": held.files,
        # Dossiers that cite nothing hash as they always did.
        **({"cited": held.cited} if held.cited else {}),
    }


@dataclass(slots=True)
class Held:
    """What a dossier holds: answers by criterion, commitments by group, files, citations."""

    answers: dict[str, Answer] = field(default_factory=dict)
    commitments: dict[str, str] = field(default_factory=dict)
    files: list[list[str]] = field(default_factory=list)
    cited: list[list[str | Json]] = field(default_factory=list)


def _held(session: TenantSession, dossier_ids: Sequence[UUID]) -> dict[UUID, Held]:
    """Read what dossiers hold, each in a fixed order."""
    held = {dossier_id: Held() for dossier_id in dossier_ids}
    for answer in session.scalars(
        select(Answer).where(Answer.dossier_id.in_(held)).order_by(Answer.criterion)
    ):
        held[answer.dossier_id].answers[answer.criterion] = answer
    for row in session.scalars(select(Commitment).where(Commitment.dossier_id.in_(held))):
        held[row.dossier_id].commitments[row.group_key] = row.words
    for dossier_id, criterion, digest in session.execute(
        select(EvidenceLink.dossier_id, EvidenceLink.criterion, Evidence.sha256)
        .join(Evidence, Evidence.id == EvidenceLink.evidence_id)
        .where(EvidenceLink.dossier_id.in_(held))
        .order_by(EvidenceLink.criterion, Evidence.sha256)
    ):
        held[dossier_id].files.append([criterion, digest])
    for dossier_id, criterion, told in session.execute(
        select(Citation.dossier_id, Citation.criterion, Citation.told)
        .where(Citation.dossier_id.in_(held))
        .order_by(Citation.criterion, Citation.told_on, Citation.id)
    ):
        held[dossier_id].cited.append([criterion, told])
    return held
