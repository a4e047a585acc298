"""A unit's evidence of a year as its store shows it: unattached first, then month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from tenants.members import Member
from tenants.search import matches
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.dossiers.tables import Dossier
from workflows.evidence.seeing import visible_evidence
from workflows.evidence.tables import Evidence, EvidenceLink, Origin


class Which(StrEnum):
    """A part of the store, by its word in addresses."""

    ALL = "tat-ca"
    UNATTACHED = "chua-gan"
    ATTACHED = "da-gan"
    REMOVED = "da-go"


@dataclass(frozen=True, slots=True)
class Month:
    """The files of one month."""

    year: int
    month: int
    files: Sequence[Evidence]


def files_of(
    session: TenantSession,
    viewer: Member,
    unit_id: UUID,
    year: int,
    *,
    which: Which = Which.ALL,
    search: str = "",
    limit: int | None = None,
    offset: int = 0,
) -> list[Evidence]:
    """List a unit's files of a year that the viewer may see, the latest day first."""
    wanted = _wanted(viewer, unit_id, year, which)
    if search:
        wanted = wanted.where(matches(search, Evidence.search_key))
    if which is Which.ALL:
        wanted = wanted.order_by(_is_attached())
    wanted = wanted.order_by(Evidence.taken_on.desc(), Evidence.id.desc())
    return list(session.scalars(wanted.limit(limit).offset(offset)))


def counts_of(session: TenantSession, viewer: Member, unit_id: UUID, year: int) -> dict[Which, int]:
    """Count what stands behind each part of the store."""
    return {
        which: session.scalar(
            select(func.count()).select_from(_wanted(viewer, unit_id, year, which).subquery())
        )
        or 0
        for which in Which
    }


def years_of(session: TenantSession, viewer: Member, unit_id: UUID) -> list[int]:
    """List the years of which the unit has files, the latest first."""
    seen = visible_evidence(viewer).where(Evidence.unit_id == unit_id).subquery()
    return list(session.scalars(select(seen.c.year).distinct().order_by(seen.c.year.desc())))


def by_month(files: Sequence[Evidence]) -> list[Month]:
    """Part files by their month, in the order in which they come."""
    months: dict[tuple[int, int], list[Evidence]] = {}
    for row in files:
        months.setdefault((row.taken_on.year, row.taken_on.month), []).append(row)
    return [Month(year, month, rows) for (year, month), rows in months.items()]


def attached_ids(session: TenantSession, files: Sequence[Evidence]) -> set[UUID]:
    """Return which of the files are attached to anything."""
    return set(
        session.scalars(
            select(EvidenceLink.evidence_id).where(
                EvidenceLink.evidence_id.in_([row.id for row in files])
            )
        )
    )


def evidence_counts(session: TenantSession, dossier_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Count the files of each dossier, each once however often it is attached."""
    rows = session.execute(
        select(EvidenceLink.dossier_id, func.count(EvidenceLink.evidence_id.distinct()))
        .where(EvidenceLink.dossier_id.in_(dossier_ids))
        .group_by(EvidenceLink.dossier_id)
    )
    found = {row[0]: row[1] for row in rows}
    return {dossier_id: found.get(dossier_id, 0) for dossier_id in dossier_ids}


def earlier_versions(session: TenantSession, viewer: Member, row: Evidence) -> list[Evidence]:
    """List what a file took the place of, the latest first."""
    earlier: list[Evidence] = []
    while row.replaces_id is not None:
        found = session.scalar(visible_evidence(viewer).where(Evidence.id == row.replaces_id))
        if found is None:
            break
        earlier.append(found)
        row = found
    return earlier


def dossier_of_year(session: TenantSession, unit_id: UUID, year: int) -> UUID | None:
    """Return the unit's dossier of a year, to which its files may be attached."""
    return session.scalar(
        select(Dossier.id)
        .join(Campaign, Campaign.id == Dossier.campaign_id)
        .where(Dossier.unit_id == unit_id, Campaign.year == year)
        .order_by(Dossier.id.desc())
        .limit(1)
    )


def _wanted(viewer: Member, unit_id: UUID, year: int, which: Which) -> Select[Evidence]:
    wanted = visible_evidence(viewer).where(
        Evidence.unit_id == unit_id, Evidence.year == year, Evidence.replaced_at.is_(None)
    )
    if which is Which.REMOVED:
        return wanted.where(Evidence.removed_at.is_not(None))
    wanted = wanted.where(Evidence.removed_at.is_(None))
    if which is Which.UNATTACHED:
        return wanted.where(~_is_attached(), Evidence.origin == Origin.STORE)
    if which is Which.ATTACHED:
        return wanted.where(_is_attached())
    return wanted


def _is_attached() -> ColumnElement[bool]:
    return select(EvidenceLink.id).where(EvidenceLink.evidence_id == Evidence.id).exists()
