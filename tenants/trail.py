"""Reading the audit trail: filtered, a page at a time, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, false, func, select

from tenants.audit import AuditEvent
from tenants.clock import VIET_NAM
from tenants.text.folding import normalise
from tenants.wall import TenantSession

PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What part of a trail is asked for; an empty part asks for all."""

    kinds: tuple[str, ...] = ()
    name: str = ""
    dossier_code: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None


def find_events(
    session: TenantSession, asked: Asked, *, dossier_id: object = None, limit: int = PAGE + 1
) -> Sequence[AuditEvent]:
    """List the events that were asked for, the newest first.

    Args:
        dossier_id: the dossier of ``asked.dossier_code``, looked up where its rules are.
        limit: one more than is shown tells that there are older ones.

    """
    return session.scalars(
        _filtered(asked, dossier_id).order_by(AuditEvent.seq.desc()).limit(limit)
    ).all()


def count_events(session: TenantSession, *, since: datetime) -> dict[str, int]:
    """Count the events since a moment, by their kind."""
    rows = session.execute(
        select(AuditEvent.kind, func.count().label("held"))
        .where(AuditEvent.at >= since)
        .group_by(AuditEvent.kind)
    )
    return {row.kind: row.held for row in rows}


def kinds_in(session: TenantSession) -> list[str]:
    """List the kinds that the tenant's trail holds."""
    return list(session.scalars(select(AuditEvent.kind).distinct().order_by(AuditEvent.kind)))


def _filtered(asked: Asked, dossier_id: object) -> Select[AuditEvent]:
    wanted = select(AuditEvent)
    if asked.kinds:
        wanted = wanted.where(AuditEvent.kind.in_(asked.kinds))
    if asked.name:
        said = normalise(asked.name)
        by_name = AuditEvent.name.icontains(said, autoescape=True)
        for_name = AuditEvent.for_name.icontains(said, autoescape=True)
        wanted = wanted.where(by_name | for_name)
    if asked.dossier_code:
        same = AuditEvent.dossier_id == dossier_id if dossier_id else false()
        wanted = wanted.where(same)
    if asked.since:
        wanted = wanted.where(AuditEvent.at >= datetime.combine(asked.since, time(), VIET_NAM))
    if asked.until and asked.until < date.max:
        end = datetime.combine(asked.until + timedelta(days=1), time(), VIET_NAM)
        wanted = wanted.where(AuditEvent.at < end)
    if asked.before is not None:
        wanted = wanted.where(AuditEvent.seq < asked.before)
    return wanted
