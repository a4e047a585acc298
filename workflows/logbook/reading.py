"""Reading logbooks: a unit's year, what is overdue, and the words they give to a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import joinedload

from tenants.asking import asked_once
from tenants.members import Member
from tenants.text.dates import show_date
from tenants.text.folding import search_key
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.logbook.seeing import visible_entries
from workflows.logbook.tables import EntryKind, Finding, LogEntry


class Which(StrEnum):
    """Which entries are asked for, by their words in addresses."""

    ALL = "tat-ca"
    STRENGTHS = "uu-diem"
    WEAKNESSES = "khuyet-diem"
    OPEN = "chua-khac-phuc"
    OVERDUE = "qua-han"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words for a report, and how many entries of the logbook stand behind them."""

    strengths: str
    weaknesses: str
    entries: int


@asked_once
def entries_of(session: TenantSession, unit_id: UUID, year: int) -> list[LogEntry]:
    """List a unit's year, the latest first, for whoever reads its dossier: ask that first."""
    return list(
        session.scalars(
            select(LogEntry)
            .where(
                LogEntry.unit_id == unit_id, LogEntry.year == year, LogEntry.withdrawn_at.is_(None)
            )
            .order_by(LogEntry.noted_on.desc(), LogEntry.id.desc())
        )
    )


def entries_seen(
    session: TenantSession,
    viewer: Member,
    *,
    today: date,
    unit_ids: Sequence[UUID] | None = None,
    year: int | None = None,
    which: Which = Which.ALL,
    search: str = "",
    limit: int = 500,
) -> list[LogEntry]:
    """List the entries that a viewer sees; what is due first comes first where it is asked for."""
    wanted = visible_entries(viewer).where(LogEntry.withdrawn_at.is_(None), _is(which, today))
    if unit_ids is not None:
        wanted = wanted.where(LogEntry.unit_id.in_(unit_ids))
    if year is not None:
        wanted = wanted.where(LogEntry.year == year)
    if search:
        wanted = wanted.where(LogEntry.search_key.contains(search_key(search), autoescape=True))
    if which in {Which.OPEN, Which.OVERDUE}:
        wanted = wanted.order_by(LogEntry.due_on.nulls_last(), LogEntry.id)
    else:
        wanted = wanted.order_by(LogEntry.noted_on.desc(), LogEntry.id.desc())
    options = joinedload(LogEntry.unit).joinedload(OrgUnit.parent)
    return list(session.scalars(wanted.options(options).limit(limit)))


def counts_of(
    session: TenantSession,
    viewer: Member,
    *,
    today: date,
    year: int,
    unit_ids: Sequence[UUID] | None = None,
) -> dict[Which, int]:
    """Count the entries of each sort that a viewer sees."""
    seen = visible_entries(viewer).where(LogEntry.withdrawn_at.is_(None), LogEntry.year == year)
    if unit_ids is not None:
        seen = seen.where(LogEntry.unit_id.in_(unit_ids))
    counted = [func.count().filter(_is(which, today)) for which in Which]
    row = session.execute(seen.with_only_columns(*counted)).one()
    return dict(zip(Which, row, strict=True))


def overdue_by_unit(
    session: TenantSession, viewer: Member, unit_ids: Sequence[UUID], *, today: date
) -> dict[UUID, int]:
    """Count for each unit the weaknesses that should have been remedied by now."""
    rows = session.execute(
        visible_entries(viewer)
        .where(LogEntry.unit_id.in_(unit_ids), LogEntry.withdrawn_at.is_(None))
        .where(_is(Which.OVERDUE, today))
        .with_only_columns(LogEntry.unit_id, func.count())
        .group_by(LogEntry.unit_id)
    )
    return {row[0]: row[1] for row in rows}


def words_for(session: TenantSession, dossier: Dossier, group_key: str = "") -> Suggestion:
    """Return what a dossier's year gives to its report: of one group, or of all of them."""
    entries = [
        entry
        for entry in reversed(entries_of(session, dossier.unit_id, dossier.campaign.year))
        if not group_key or entry.group_key == group_key
    ]
    strengths = [entry.words for entry in entries if entry.kind is EntryKind.STRENGTH]
    weaknesses = [_with_remedy(entry) for entry in entries if entry.kind is EntryKind.WEAKNESS]
    return Suggestion("\n".join(strengths), "\n".join(weaknesses), len(entries))


def _with_remedy(entry: LogEntry) -> str:
    """Say a weakness with what became of it: «…; đã khắc phục ngày 12/05/2026»."""
    words = entry.words.rstrip(" .;")
    match entry.finding:
        case Finding.REMEDIED:
            return f"{words}; đã khắc phục ngày {show_date(entry.checked_on or entry.noted_on)}"
        case Finding.PARTLY:
            return f"{words}; đã khắc phục một phần"
        case _ if entry.due_on is not None:
            return f"{words}; khắc phục trước ngày {show_date(entry.due_on)}"
        case _:
            return words


def _is(which: Which, today: date) -> ColumnElement[bool]:
    weakness = LogEntry.kind == EntryKind.WEAKNESS
    is_open = and_(weakness, or_(LogEntry.finding.is_(None), LogEntry.finding != Finding.REMEDIED))
    match which:
        case Which.STRENGTHS:
            return LogEntry.kind == EntryKind.STRENGTH
        case Which.WEAKNESSES:
            return weakness
        case Which.OPEN:
            return is_open
        case Which.OVERDUE:
            return and_(is_open, LogEntry.due_on < today)
        case _:
            return true()
