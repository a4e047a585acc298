"""Where a file is attached, and whether that may still be changed.

What a dossier was submitted with is frozen: only what a return marked opens again.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.evidence.tables import Evidence, EvidenceLink

REGISTRATION = ""  # what a file is attached to where it is no criterion
REGISTERING = frozenset({"registration_draft", "registration_submitted", "registration_returned"})
GATHERING = REGISTERING | {"registered", "in_progress", "self_assessment"}


def takes_evidence(dossier: Dossier, criterion: str) -> bool:
    """Tell whether files may be attached to a criterion, or to the registration, and detached."""
    if criterion == REGISTRATION:
        return dossier.state in REGISTERING
    if dossier.state == "returned":
        return criterion in dossier.marked
    return dossier.state in GATHERING


def links_of(session: TenantSession, evidence_id: UUID) -> list[tuple[EvidenceLink, Dossier]]:
    """List where a file is attached, each with its dossier."""
    rows = session.execute(
        select(EvidenceLink, Dossier)
        .join(Dossier, Dossier.id == EvidenceLink.dossier_id)
        .where(EvidenceLink.evidence_id == evidence_id)
        .order_by(EvidenceLink.attached_at, EvidenceLink.id)
        .options(joinedload(Dossier.campaign))
    )
    return [(link, dossier) for link, dossier in rows]


def open_links(session: TenantSession, evidence_id: UUID) -> list[EvidenceLink]:
    """List where a file is attached and may still be changed."""
    return [
        link
        for link, dossier in links_of(session, evidence_id)
        if takes_evidence(dossier, link.criterion)
    ]


def frozen_in(session: TenantSession, evidence_id: UUID) -> list[str]:
    """List the codes of the dossiers that were submitted with a file."""
    return sorted(
        {
            dossier.code
            for link, dossier in links_of(session, evidence_id)
            if not takes_evidence(dossier, link.criterion)
        }
    )


def evidence_of(session: TenantSession, dossier_id: UUID) -> dict[str, list[Evidence]]:
    """Return a dossier's files by criterion, in the order in which they were attached.

    Who may read the dossier may read all of them: ask ``reads_contents`` first.
    """
    rows = session.execute(
        select(EvidenceLink.criterion, Evidence)
        .join(Evidence, Evidence.id == EvidenceLink.evidence_id)
        .where(EvidenceLink.dossier_id == dossier_id)
        .order_by(EvidenceLink.criterion, EvidenceLink.attached_at, EvidenceLink.id)
    )
    found: dict[str, list[Evidence]] = {}
    for criterion, row in rows:
        found.setdefault(criterion, []).append(row)
    return found


def attached_places(
    session: TenantSession, evidence_ids: Sequence[UUID]
) -> dict[UUID, list[tuple[str, str]]]:
    """Return for each file where it is attached: the dossier's code and the criterion."""
    rows = session.execute(
        select(EvidenceLink.evidence_id, Dossier.code, EvidenceLink.criterion)
        .join(Dossier, Dossier.id == EvidenceLink.dossier_id)
        .where(EvidenceLink.evidence_id.in_(evidence_ids))
        .order_by(Dossier.code, EvidenceLink.criterion)
    )
    found: dict[UUID, list[tuple[str, str]]] = {}
    for evidence_id, code, criterion in rows:
        found.setdefault(evidence_id, []).append((code, criterion))
    return found
