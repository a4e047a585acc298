"""Answering criteria: the cell's own level and note, one criterion at a time."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from tenants import clock
from tenants.audit import record_event
from tenants.database import Json
from tenants.members import Member
from tenants.wall import TenantSession
from workflows.criteria.reading import Criterion
from workflows.dossiers.contents import criteria_of
from workflows.dossiers.tables import ANSWERING, Answer, Dossier
from workflows.engine.capacity import Capacity, capacity_of
from workflows.engine.locking import lock
from workflows.engine.parties import Scope
from workflows.engine.refusals import GoneError, Refusal, StaleError
from workflows.engine.registry import flow_of

LONGEST_NOTE = 2000


def answers_as_of_now(session: TenantSession, dossier_id: UUID) -> dict[str, Answer]:
    """Read the answers anew, by criterion: the lock may have waited for somebody's change."""
    rows = session.scalars(
        select(Answer)
        .where(Answer.dossier_id == dossier_id)
        .order_by(Answer.criterion)
        .execution_options(populate_existing=True)
    )
    return {row.criterion: row for row in rows}


def may_answer(member: Member, dossier: Dossier) -> bool:
    """Tell whether the member writes this dossier's self-assessment now."""
    return dossier.state in ANSWERING and writes_as(member, dossier) is not None


def writes_as(member: Member, dossier: Dossier) -> Capacity | None:
    """Return as what the member writes the self-assessment: for the cell, or entering for it."""
    writers = [
        party
        for move in flow_of(dossier).moves
        if move.trigger == "submit_self_assessment"
        for party in move.by
    ]
    return capacity_of(member, dossier, list(dict.fromkeys(writers)), "submit_self_assessment")


def is_open(dossier: Dossier, criterion: str) -> bool:
    """Tell whether a criterion may be answered: all at first, after a return the marked ones."""
    if dossier.state == "returned":
        return criterion in dossier.marked
    return dossier.state in ANSWERING


def answer(
    session: TenantSession,
    dossier_id: UUID,
    criterion: str,
    *,
    level: str | None,
    not_applicable: bool,
    note: str,
    actor: Member,
    seen_version: int | None = None,
) -> Answer:
    """Keep the cell's answer to one criterion, whole or in part (a note alone is kept too).

    Args:
        seen_version: the answer's version on the page; 0 or nothing where it had none.

    Raises:
        GoneError: no such dossier or criterion.
        Refusal: not this member's to answer, not open for change, a level that does not
            exist, or «not applicable» where the criterion always applies.
        StaleError: somebody answered it since it was shown.

    """
    dossier = lock(session, [dossier_id], viewer=actor).get(dossier_id)
    if dossier is None:
        raise GoneError(dossier_id)
    asked = _criterion(dossier, criterion)
    if not may_answer(actor, dossier):
        raise Refusal("role" if dossier.state in ANSWERING else "frozen", parties=["cell"])
    if not is_open(dossier, criterion):
        raise Refusal("frozen", criterion=criterion)
    _check(dossier, asked, level=level, not_applicable=not_applicable, note=note)
    row = session.scalar(
        select(Answer).where(Answer.dossier_id == dossier.id, Answer.criterion == criterion)
    )
    if seen_version is not None and seen_version != (row.version if row else 0):
        raise StaleError(
            name=row.answered_by if row else "",
            trigger="answer",
            at=row.answered_at if row else None,
            state=dossier.state,
        )
    if row is None:
        row = Answer(dossier_id=dossier.id, criterion=criterion)
        session.add(row)
    elif (row.self_level, row.not_applicable, row.note) == (level, not_applicable, note):
        return row
    was = row.self_level
    row.self_level = None if not_applicable else level
    row.not_applicable = not_applicable
    row.note = note
    row.answered_at, row.answered_by = clock.now(session), actor.name
    if row.appraised_level is not None:
        row.appraised_level, row.appraised_reason = None, ""
    dossier.content_version += 1
    record_event(
        session, "answer", actor=actor, dossier_id=dossier.id, **written_as(dossier, actor),
        facts={
            **_in_place_of(dossier, actor), "was": was,
            "criterion": criterion, "level": row.self_level, "not_applicable": not_applicable,
            "content_version": dossier.content_version,
        },
    )  # fmt: skip
    session.flush()
    return row


def written_as(dossier: Dossier, actor: Member) -> Json:
    """Say as what somebody answers, and for whom: what an event keeps of it."""
    capacity = writes_as(actor, dossier)
    if capacity is None:
        return {}
    for_cell = dossier.unit.name if capacity.party.scope is not Scope.UNIT else ""
    return {"role": capacity.party.name, "for_name": for_cell}


def _in_place_of(dossier: Dossier, actor: Member) -> Json:
    capacity = writes_as(actor, dossier)
    return capacity.facts() if capacity else {}


def _criterion(dossier: Dossier, key: str) -> Criterion:
    for criterion in criteria_of(dossier).criteria:
        if criterion.key == key:
            return criterion
    raise GoneError(key)


def _check(
    dossier: Dossier, asked: Criterion, *, level: str | None, not_applicable: bool, note: str
) -> None:
    known = {each.key for each in criteria_of(dossier).levels_of(asked)}
    if level is not None and level not in known:
        raise Refusal("unknown_level", fields=["level"])
    if not_applicable and not asked.may_be_not_applicable:
        raise Refusal("always_applies", fields=["level"], criterion=asked.key)
    if len(note) > LONGEST_NOTE:
        raise Refusal("note_too_long", fields=["note"], longest=LONGEST_NOTE)
