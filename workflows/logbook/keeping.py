"""Writing in a logbook: noting, planning the remedy, checking it, taking an entry back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tenants import clock
from tenants.audit import record_event
from tenants.database import row_id
from tenants.members import Member
from tenants.text.folding import search_key
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.engine.refusals import GoneError, Refusal
from workflows.logbook.seeing import find_entry, may_check, side_of
from workflows.logbook.tables import EntryKind, Finding, LogEntry, Side

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Remedy:
    """How a weakness is put right: what is done, by whom, until when."""

    plan: str = ""
    responsible: str = ""
    due_on: date | None = None


def note_entry(
    session: TenantSession,
    unit: OrgUnit,
    kind: EntryKind,
    words: str,
    *,
    noted_on: date,
    actor: Member,
    year: int | None = None,
    group_key: str = "",
    remedy: Remedy | None = None,
) -> LogEntry:
    """Note a strength or a weakness of a unit.

    Args:
        year: the unit's year it belongs to; without it that of the day.

    Raises:
        GoneError: no such unit for this actor to write about.
        Refusal: ``missing``; ``future_day``; ``due_before``.

    """
    side = side_of(session, actor, unit)
    if side is None:
        raise GoneError(unit.id)
    if not words.strip():
        raise Refusal("missing", fields=["words"])
    today = clock.today(session)
    if noted_on > today:
        raise Refusal("future_day", fields=["noted_on"], today=today)
    entry = LogEntry(
        id=row_id(), unit_id=unit.id, year=year or noted_on.year, kind=kind, noted_on=noted_on,
        words=words.strip(), search_key=search_key(words), group_key=group_key, side=side,
        written_by=actor.name, written_by_id=actor.person_id, written_at=clock.now(session),
    )  # fmt: skip
    if kind is EntryKind.WEAKNESS and remedy is not None:
        _set(entry, remedy)
    session.add(entry)
    session.flush()
    _note(session, "log_noted", entry, unit, actor, side)
    return entry


def plan_remedy(
    session: TenantSession, entry_id: UUID, remedy: Remedy, *, actor: Member, seen_version: int
) -> LogEntry:
    """Say how a weakness is put right; its unit, its supervisor and its ward's office may.

    Raises:
        GoneError: no such entry for this actor to write.
        Refusal: ``changed_meanwhile``; ``entry_withdrawn``; ``entry_remedied``; ``missing``
            (a plan has all three parts); ``due_before``.

    """
    entry, side = _open(session, entry_id, actor, seen_version)
    given = {"plan": remedy.plan, "responsible": remedy.responsible, "due_on": remedy.due_on}
    empty = [name for name, value in given.items() if not value]
    if empty:
        raise Refusal("missing", fields=empty)
    _set(entry, remedy)
    session.flush()
    _note(session, "log_planned", entry, entry.unit, actor, side)
    return entry


def check_entry(
    session: TenantSession,
    entry_id: UUID,
    finding: Finding,
    words: str,
    *,
    checked_on: date,
    actor: Member,
    seen_version: int,
    due_on: date | None = None,
) -> LogEntry:
    """Write down what a follow-up check found; what is not remedied may get a new date.

    Raises:
        GoneError: no such entry for this actor to write.
        Refusal: ``changed_meanwhile``; ``entry_withdrawn``; ``entry_remedied``;
            ``not_yours_to_check``; ``future_day``; ``due_before``.

    """
    entry, side = _open(session, entry_id, actor, seen_version)
    if not may_check(side, entry):
        raise Refusal("not_yours_to_check")
    today = clock.today(session)
    if checked_on > today:
        raise Refusal("future_day", fields=["checked_on"], today=today)
    if due_on is not None and due_on < checked_on:
        raise Refusal("due_before", fields=["due_on"], on=checked_on)
    entry.finding, entry.check_words, entry.checked_on = finding, words.strip(), checked_on
    entry.checked_by, entry.checked_by_id = actor.name, actor.person_id
    if finding is not Finding.REMEDIED and due_on is not None:
        entry.due_on = due_on
    session.flush()
    _note(session, "log_checked", entry, entry.unit, actor, side)
    return entry


def withdraw_entry(session: TenantSession, entry_id: UUID, *, actor: Member) -> LogEntry:
    """Take back an entry of the own side that nobody has checked.

    Raises:
        GoneError: no such entry for this actor to write.
        Refusal: ``entry_withdrawn``; ``not_yours_to_withdraw``; ``entry_checked``.

    """
    entry = find_entry(session, entry_id, viewer=actor, lock=True)
    side = side_of(session, actor, entry.unit) if entry is not None else None
    if entry is None or side is None:
        raise GoneError(entry_id)
    if entry.withdrawn_at is not None:
        raise Refusal("entry_withdrawn")
    if entry.side is not side:
        raise Refusal("not_yours_to_withdraw")
    if entry.finding is not None:
        raise Refusal("entry_checked")
    entry.withdrawn_at, entry.withdrawn_by = clock.now(session), actor.name
    session.flush()
    _note(session, "log_withdrawn", entry, entry.unit, actor, side)
    return entry


def _open(
    session: TenantSession, entry_id: UUID, actor: Member, seen_version: int
) -> tuple[LogEntry, Side]:
    entry = find_entry(session, entry_id, viewer=actor, lock=True)
    side = side_of(session, actor, entry.unit) if entry is not None else None
    if entry is None or side is None or entry.kind is not EntryKind.WEAKNESS:
        raise GoneError(entry_id)
    if entry.withdrawn_at is not None:
        raise Refusal("entry_withdrawn")
    if entry.version != seen_version:
        raise Refusal("changed_meanwhile", version=entry.version)
    if entry.finding is Finding.REMEDIED:
        raise Refusal("entry_remedied", on=entry.checked_on)
    return entry, side


def _set(entry: LogEntry, remedy: Remedy) -> None:
    if remedy.due_on is not None and remedy.due_on < entry.noted_on:
        raise Refusal("due_before", fields=["due_on"], on=entry.noted_on)
    entry.plan, entry.responsible = remedy.plan.strip(), remedy.responsible.strip()
    entry.due_on = remedy.due_on


def _note(
    session: TenantSession, kind: str, entry: LogEntry, unit: OrgUnit, actor: Member, side: Side
) -> None:
    facts = {
        "entry": entry.id, "unit": unit.id, "what": entry.kind, "side": side, "words": entry.words,
        "due_on": entry.due_on, "finding": entry.finding, "version": entry.version,
    }  # fmt: skip
    for_name = unit.name if side is not Side.CELL else ""
    record_event(session, kind, actor=actor, for_name=for_name, facts=facts)
