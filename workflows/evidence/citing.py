"""Citing the unit's own books beside a criterion: what the logbook noted, what meetings did.

A citation is taken and taken back while files may be (``takes_evidence``), and frozen with the
submission: whoever reads the dossier reads what the book said then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import assert_never
from uuid import UUID

from sqlalchemy import select

from tenants import clock
from tenants.audit import plain, record_event
from tenants.database import Json, row_id
from tenants.members import Member
from tenants.wall import TenantSession
from workflows.criteria.framework import Adjustment, Criterion
from workflows.dossiers.tables import Dossier
from workflows.dossiers.unit_years import enters_for
from workflows.engine.refusals import GoneError
from workflows.evidence.attaching import open_dossier
from workflows.evidence.fitting import by_kinship, meetings_for
from workflows.evidence.links import takes_evidence
from workflows.evidence.tables import Citation
from workflows.logbook.seeing import visible_entries
from workflows.logbook.tables import LogEntry
from workflows.meetings.keeping import attendance_of
from workflows.meetings.resolutions import items_of
from workflows.meetings.seeing import visible_meetings
from workflows.meetings.tables import MonthlyMeeting

Source = LogEntry | MonthlyMeeting


@dataclass(frozen=True, slots=True)
class Books:
    """What a unit's books of one year say that may be cited: the latest first."""

    entries: Sequence[LogEntry] = ()
    meetings: Sequence[MonthlyMeeting] = ()


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as it reads: ``told`` of the day it was submitted, or of now."""

    id: UUID
    on: date
    told: Json


def books_of(session: TenantSession, viewer: Member, dossier: Dossier) -> Books:
    """Read the books of a dossier's unit and year as the viewer sees them."""
    year = dossier.campaign.year
    entries = visible_entries(viewer).where(
        LogEntry.unit_id == dossier.unit_id, LogEntry.year == year, LogEntry.withdrawn_at.is_(None)
    )
    meetings = visible_meetings(viewer).where(
        MonthlyMeeting.unit_id == dossier.unit_id,
        MonthlyMeeting.year == year,
        MonthlyMeeting.held_on.is_not(None),
    )
    return Books(
        session.scalars(entries.order_by(LogEntry.noted_on.desc(), LogEntry.id.desc())).all(),
        session.scalars(
            meetings.order_by(MonthlyMeeting.held_on.desc(), MonthlyMeeting.id.desc())
        ).all(),
    )


def fitting(books: Books, criterion: Criterion | Adjustment, group_key: str = "") -> Books:
    """Return what of the books a criterion may rest on, what speaks of it most first.

    Entries of its own group and those of no group, and the meetings that it is about.
    """
    entries = [each for each in books.entries if each.group_key in {group_key, ""}]
    kinds = meetings_for(criterion)
    return Books(
        by_kinship(entries, criterion, lambda each: each.words),
        [each for each in books.meetings if each.kind in kinds],
    )


def cite(
    session: TenantSession,
    dossier_id: UUID,
    criterion: str,
    *,
    entries: Sequence[UUID] = (),
    meetings: Sequence[UUID] = (),
    actor: Member,
) -> int:
    """Cite lines of the unit's books of this year; what is cited already stays so.

    Returns:
        How many were not cited before.

    Raises:
        GoneError: no such dossier, criterion, entry or meeting for this actor.
        Refusal: ``evidence_closed``, when the dossier was submitted.

    """
    dossier = open_dossier(session, dossier_id, [criterion], actor)
    books = books_of(session, actor, dossier)
    lines: list[Source] = [*books.entries, *books.meetings]
    known = {line.id: line for line in lines}
    wanted = [*entries, *meetings]
    for source_id in wanted:
        if source_id not in known:
            raise GoneError(source_id)
    there = {
        source
        for row in _rows(session, dossier.id)
        if row.criterion == criterion
        for source in (row.entry_id, row.meeting_id)
    }
    new = [known[source_id] for source_id in dict.fromkeys(wanted) if source_id not in there]
    told_of = _told(session, new)
    for source in new:
        on, told = told_of[source.id]
        session.add(
            Citation(
                id=row_id(), dossier_id=dossier.id, criterion=criterion,
                entry_id=source.id if isinstance(source, LogEntry) else None,
                meeting_id=source.id if isinstance(source, MonthlyMeeting) else None,
                told_on=on, told=told, cited_at=clock.now(session), cited_by=actor.name,
            )
        )  # fmt: skip
    session.flush()
    if new:
        _record(
            session, "cite", dossier, actor, criterion, [told for _on, told in told_of.values()]
        )
    return len(new)


def uncite(
    session: TenantSession, dossier_id: UUID, criterion: str, citation_id: UUID, *, actor: Member
) -> bool:
    """Take a citation back; the book keeps its line.

    Returns:
        Whether it was cited.

    Raises:
        GoneError: no such dossier or criterion for this actor.
        Refusal: ``evidence_closed``, when the dossier was submitted.

    """
    dossier = open_dossier(session, dossier_id, [criterion], actor)
    row = next((each for each in _rows(session, dossier.id) if each.id == citation_id), None)
    if row is None or row.criterion != criterion:
        return False
    told = row.told
    session.delete(row)
    session.flush()
    _record(session, "uncite", dossier, actor, criterion, [told])
    return True


def cited_in(session: TenantSession, dossier: Dossier) -> dict[str, list[Cited]]:
    """Return what each criterion cites, by day: frozen where it was submitted.

    Who may read the dossier may read all of it: ask ``reads_contents`` first.
    """
    rows = _rows(session, dossier.id)
    open_rows = [row for row in rows if takes_evidence(dossier, row.criterion)]
    now = _as_of_now(session, open_rows)
    found: dict[str, list[Cited]] = {}
    for row in rows:
        if row not in open_rows:
            found.setdefault(row.criterion, []).append(Cited(row.id, row.told_on, row.told))
        elif row.id in now:
            on, told = now[row.id]
            found.setdefault(row.criterion, []).append(Cited(row.id, on, told))
    return {key: sorted(each, key=lambda one: one.on) for key, each in found.items()}


def cited_sources(session: TenantSession, dossier_id: UUID) -> dict[str, set[UUID]]:
    """Return which entries and meetings each criterion cites."""
    found: dict[str, set[UUID]] = {}
    for row in _rows(session, dossier_id):
        found.setdefault(row.criterion, set()).update(
            each for each in (row.entry_id, row.meeting_id) if each is not None
        )
    return found


def keep_cited(session: TenantSession, dossier: Dossier) -> None:
    """Freeze what the dossier is submitted with; what its book took back is cited no more.

    After a return only what it marked was open, and is read anew.
    """
    rows = [
        row
        for row in _rows(session, dossier.id)
        if not dossier.marked or row.criterion in dossier.marked
    ]
    now = _as_of_now(session, rows)
    for row in rows:
        if row.id in now:
            row.told_on, row.told = now[row.id]
        else:
            session.delete(row)
    session.flush()


def _rows(session: TenantSession, dossier_id: UUID) -> Sequence[Citation]:
    return session.scalars(
        select(Citation).where(Citation.dossier_id == dossier_id).order_by(Citation.id)
    ).all()


def _as_of_now(session: TenantSession, rows: Sequence[Citation]) -> dict[UUID, tuple[date, Json]]:
    """Return what the books say now of citations; what was taken back there is left out."""
    if not rows:
        return {}
    entries = session.scalars(
        select(LogEntry).where(
            LogEntry.id.in_([row.entry_id for row in rows if row.entry_id]),
            LogEntry.withdrawn_at.is_(None),
        )
    )
    meetings = session.scalars(
        select(MonthlyMeeting).where(
            MonthlyMeeting.id.in_([row.meeting_id for row in rows if row.meeting_id]),
            MonthlyMeeting.held_on.is_not(None),
        )
    )
    lines: list[Source] = [*entries, *meetings]
    told_of = _told(session, lines)
    cited = {row.id: row.entry_id or row.meeting_id for row in rows}
    return {row: told_of[source] for row, source in cited.items() if source in told_of}


def _told(session: TenantSession, sources: Sequence[Source]) -> dict[UUID, tuple[date, Json]]:
    """Say in plain facts what each of these lines of the books says, in their order."""
    meetings = [source.id for source in sources if isinstance(source, MonthlyMeeting)]
    resolved: dict[UUID, list[str]] = {}
    for item in items_of(session, meetings) if meetings else []:
        resolved.setdefault(item.meeting_id, []).append(item.what)
    return {source.id: _as_told(source, resolved.get(source.id, [])) for source in sources}


def _as_told(source: Source, resolved: Sequence[str]) -> tuple[date, Json]:
    match source:
        case LogEntry():
            return source.noted_on, plain(
                {
                    "what": source.kind, "words": source.words, "side": source.side,
                    "by": source.written_by, "finding": source.finding,
                    "checked_on": source.checked_on, "due_on": source.due_on,
                }
            )  # fmt: skip
        case MonthlyMeeting():
            attendance = attendance_of(source)
            return source.held_on or source.planned_on, plain(
                {
                    "what": source.kind, "month": source.month, "subject": source.subject,
                    "came": attendance.came, "base": attendance.base,
                    "total": None if source.total is None else f"{source.total:f}",
                    "conclusion": source.conclusion,
                    "resolved": list(resolved),
                }
            )  # fmt: skip
        case _:
            assert_never(source)


def _record(
    session: TenantSession,
    kind: str,
    dossier: Dossier,
    actor: Member,
    criterion: str,
    told: Sequence[Json],
) -> None:
    for_name = dossier.unit.name if enters_for(actor, dossier.unit) else ""
    facts = {"criterion": criterion, "cited": list(told)}
    record_event(session, kind, actor=actor, for_name=for_name, dossier_id=dossier.id, facts=facts)
