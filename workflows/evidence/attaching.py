"""Attaching files to criteria, one file to several, and taking them off again."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from tenants import clock
from tenants.audit import record_event
from tenants.members import Member
from tenants.wall import TenantSession
from workflows.dossiers.contents import criteria_of
from workflows.dossiers.tables import Dossier
from workflows.dossiers.unit_years import enters_for, may_gather
from workflows.engine.locking import lock
from workflows.engine.refusals import GoneError, Refusal
from workflows.evidence.links import REGISTRATION, takes_evidence
from workflows.evidence.seeing import visible_evidence
from workflows.evidence.tables import Evidence, EvidenceLink


def may_attach(session: TenantSession, member: Member, dossier: Dossier) -> bool:
    """Tell whether a member attaches files to this dossier, in whichever state it is."""
    return may_gather(session, member, dossier.unit)


def attach(
    session: TenantSession,
    dossier_id: UUID,
    criterion: str,
    evidence_ids: Sequence[UUID],
    *,
    actor: Member,
) -> int:
    """Attach files to a criterion of their unit's dossier; what is attached already stays so.

    Args:
        criterion: its key, or ``links.REGISTRATION``.

    Returns:
        How many were not attached before.

    Raises:
        GoneError: no such dossier, criterion or file for this actor.
        Refusal: ``evidence_closed``, when the dossier was submitted.

    """
    dossier = open_dossier(session, dossier_id, [criterion], actor)
    files = _files(session, dossier, evidence_ids, actor)
    there = set(
        session.scalars(
            select(EvidenceLink.evidence_id).where(
                EvidenceLink.dossier_id == dossier.id, EvidenceLink.criterion == criterion
            )
        )
    )
    new = [row for row in files if row.id not in there]
    for row in new:
        session.add(_link(session, dossier, criterion, row, actor))
    session.flush()
    if new:
        _record(session, "attach_evidence", dossier, actor, criterion=criterion, files=new)
    return len(new)


def detach(
    session: TenantSession, dossier_id: UUID, criterion: str, evidence_id: UUID, *, actor: Member
) -> bool:
    """Take a file off a criterion; it stays in the store.

    Returns:
        Whether it was attached.

    Raises:
        GoneError: no such dossier or criterion for this actor.
        Refusal: ``evidence_closed``, when the dossier was submitted.

    """
    dossier = open_dossier(session, dossier_id, [criterion], actor)
    link = session.scalar(
        select(EvidenceLink).where(
            EvidenceLink.dossier_id == dossier.id,
            EvidenceLink.criterion == criterion,
            EvidenceLink.evidence_id == evidence_id,
        )
    )
    if link is None:
        return False
    row = session.scalars(select(Evidence).where(Evidence.id == evidence_id)).one()
    session.delete(link)
    session.flush()
    _record(session, "detach_evidence", dossier, actor, criterion=criterion, files=[row])
    return True


def attach_to_exactly(
    session: TenantSession,
    dossier_id: UUID,
    evidence_id: UUID,
    criteria: Sequence[str],
    *,
    actor: Member,
) -> tuple[int, int]:
    """Attach a file to these criteria of a dossier and to no other that is open for change.

    Returns:
        How many criteria it was attached to, and taken off.

    Raises:
        GoneError: no such dossier, criterion or file for this actor.
        Refusal: ``evidence_closed``, for a criterion that is not open.

    """
    dossier = open_dossier(session, dossier_id, criteria, actor)
    row = _files(session, dossier, [evidence_id], actor)[0]
    standing = {
        link.criterion: link
        for link in session.scalars(
            select(EvidenceLink).where(
                EvidenceLink.dossier_id == dossier.id,
                EvidenceLink.evidence_id == evidence_id,
                EvidenceLink.criterion != REGISTRATION,
            )
        )
    }
    wanted = [key for key in dict.fromkeys(criteria) if key not in standing]
    unwanted = [key for key in standing if key not in criteria and takes_evidence(dossier, key)]
    for key in wanted:
        session.add(_link(session, dossier, key, row, actor))
    for key in unwanted:
        session.delete(standing[key])
    session.flush()
    for kind, keys in (("attach_evidence", wanted), ("detach_evidence", unwanted)):
        if keys:
            _record(session, kind, dossier, actor, criterion=", ".join(keys), files=[row])
    return len(wanted), len(unwanted)


def open_dossier(
    session: TenantSession, dossier_id: UUID, criteria: Sequence[str], actor: Member
) -> Dossier:
    """Lock a dossier whose evidence for these criteria the actor may change.

    Raises:
        GoneError: no such dossier or criterion for this actor.
        Refusal: ``evidence_closed``, when the dossier was submitted.

    """
    dossier = lock(session, [dossier_id], viewer=actor).get(dossier_id)
    if dossier is None or not may_attach(session, actor, dossier):
        raise GoneError(dossier_id)
    known = {each.key for each in criteria_of(dossier).measurable} | {REGISTRATION}
    for criterion in criteria:
        if criterion not in known:
            raise GoneError(criterion)
        if not takes_evidence(dossier, criterion):
            raise Refusal("evidence_closed", criterion=criterion, state=dossier.state)
    return dossier


def _files(
    session: TenantSession, dossier: Dossier, evidence_ids: Sequence[UUID], actor: Member
) -> list[Evidence]:
    rows = {
        row.id: row
        for row in session.scalars(
            visible_evidence(actor).where(
                Evidence.id.in_(evidence_ids), Evidence.unit_id == dossier.unit_id
            )
        )
    }
    for evidence_id in evidence_ids:
        if evidence_id not in rows:
            raise GoneError(evidence_id)
        if not rows[evidence_id].stands:
            raise Refusal("evidence_gone", name=rows[evidence_id].name)
    return [rows[evidence_id] for evidence_id in dict.fromkeys(evidence_ids)]


def _link(
    session: TenantSession, dossier: Dossier, criterion: str, row: Evidence, actor: Member
) -> EvidenceLink:
    return EvidenceLink(
        evidence_id=row.id,
        dossier_id=dossier.id,
        criterion=criterion,
        attached_at=clock.now(session),
        attached_by=actor.name,
    )


def _record(
    session: TenantSession,
    kind: str,
    dossier: Dossier,
    actor: Member,
    *,
    criterion: str,
    files: Sequence[Evidence],
) -> None:
    record_event(
        session,
        kind,
        actor=actor,
        for_name=dossier.unit.name if enters_for(actor, dossier.unit) else "",
        dossier_id=dossier.id,
        facts={
            "criterion": criterion,
            "files": [
                {"evidence_id": row.id, "name": row.name, "sha256": row.sha256} for row in files
            ],
        },
    )
