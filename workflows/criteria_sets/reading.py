"""Which sets a tenant has, in which versions, and where each is used."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign, CampaignRoute, CriteriaSet
from workflows.criteria_sets.tables import CriteriaDraft
from workflows.dossiers.tables import Dossier


@dataclass(frozen=True, slots=True)
class Use:
    """Where a version is used: the years that send units by it, the dossiers opened with it."""

    years: list[int] = field(default_factory=list)
    dossiers: int = 0

    @property
    def frozen(self) -> bool:
        """Whether a year or a dossier holds on to it."""
        return bool(self.years or self.dossiers)


@dataclass(frozen=True, slots=True)
class Versions:
    """A set with its versions, the newest first."""

    key: str
    versions: list[CriteriaSet]

    @property
    def newest(self) -> CriteriaSet:
        """The version that new years take."""
        return self.versions[0]


def sets_of(session: TenantSession) -> list[Versions]:
    """List the sets of the tenant by their title."""
    rows = session.scalars(
        select(CriteriaSet).order_by(CriteriaSet.key, CriteriaSet.version.desc())
    )
    found = [Versions(key, list(rows)) for key, rows in groupby(rows, key=lambda row: row.key)]
    return sorted(found, key=lambda each: (each.newest.title, each.key))


def the_version(session: TenantSession, set_id: UUID) -> CriteriaSet | None:
    """Return one version, if the tenant has it."""
    return session.get(CriteriaSet, (session.tenant_id, set_id))


def version_before(session: TenantSession, kept: CriteriaSet) -> CriteriaSet | None:
    """Return the version that one replaced."""
    return session.scalar(
        select(CriteriaSet)
        .where(CriteriaSet.key == kept.key, CriteriaSet.version < kept.version)
        .order_by(CriteriaSet.version.desc())
        .limit(1)
    )


def drafts_of(session: TenantSession) -> list[CriteriaDraft]:
    """List the drafts, the last changed first."""
    return list(
        session.scalars(
            select(CriteriaDraft)
            .options(joinedload(CriteriaDraft.based_on))
            .order_by(CriteriaDraft.changed_at.desc(), CriteriaDraft.id)
        )
    )


def the_draft(session: TenantSession, draft_id: UUID) -> CriteriaDraft | None:
    """Return one draft, if the tenant has it."""
    return session.scalar(
        select(CriteriaDraft)
        .options(joinedload(CriteriaDraft.based_on))
        .where(CriteriaDraft.id == draft_id)
    )


def uses_of(session: TenantSession) -> dict[UUID, Use]:
    """Return where each version is used."""
    years = session.execute(
        select(Campaign.criteria_set_id, Campaign.year).union(
            select(CampaignRoute.criteria_set_id, Campaign.year).join(
                Campaign, Campaign.id == CampaignRoute.campaign_id
            )
        )
    )
    dossiers = session.execute(
        select(Dossier.criteria_set_id, func.count())
        .where(Dossier.criteria_set_id.is_not(None))
        .group_by(Dossier.criteria_set_id)
    )
    found: dict[UUID, tuple[list[int], int]] = {}
    for set_id, year in years:
        found.setdefault(set_id, ([], 0))[0].append(year)
    for used, count in dossiers:
        if used is None:
            continue
        found[used] = (found.get(used, ([], 0))[0], count)
    return {set_id: Use(sorted(years), count) for set_id, (years, count) in found.items()}
