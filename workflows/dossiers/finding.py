"""Finding dossiers by their code or by words of their unit, among those one may see."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from tenants.members import Member
from tenants.search import matches, written_as_asked
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import sees, visible


def find_dossiers(
    session: TenantSession, member: Member, asked: str, *, limit: int
) -> list[Dossier]:
    """Find dossiers, those of the latest year first and in it the nearest."""
    unit, committee = aliased(OrgUnit), aliased(OrgUnit)
    return list(
        session.scalars(
            visible(member)
            .join(unit, unit.id == Dossier.unit_id)
            .join(committee, committee.id == Dossier.committee_id)
            .join(Campaign, Campaign.id == Dossier.campaign_id)
            .where(
                or_(
                    matches(asked, unit.search_key, committee.search_key),
                    Dossier.code == asked.strip(),
                )
            )
            .order_by(
                Campaign.year.desc(),
                written_as_asked(asked, unit.name, committee.name).desc(),
                committee.sort_key,
                unit.sort_key,
                Dossier.id,
            )
            .options(
                contains_eager(Dossier.campaign),
                joinedload(Dossier.unit),
                joinedload(Dossier.committee),
            )
            .limit(limit)
        )
    )


def latest_codes(session: TenantSession, member: Member, units: Iterable[UUID]) -> dict[UUID, str]:
    """Return for each unit the code of its latest dossier that the member may see."""
    rows = session.execute(
        select(Dossier.unit_id, Dossier.code)
        .join(Campaign, Campaign.id == Dossier.campaign_id)
        .where(sees(member), Dossier.unit_id.in_(list(units)))
        .order_by(Campaign.year, Dossier.id)
    )
    return {row.unit_id: row.code for row in rows}
