"""The lock on dossiers: what an act rests on is read anew under it.

It stands apart from firing, so that what a move sets off may lock as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from tenants.members import Member
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import visible


def lock(
    session: TenantSession, dossier_ids: Sequence[UUID], *, viewer: Member
) -> dict[UUID, Dossier]:
    """Lock those of the dossiers that the viewer may see, by id, and read them anew.

    Each comes with its campaign; of many, that is read once and not with every row.
    """
    query = (
        visible(viewer)
        .where(Dossier.id == any_(bindparam("ids", sorted(dossier_ids), ARRAY(Uuid))))
        .order_by(Dossier.id)
        .with_for_update(of=Dossier)
        .execution_options(populate_existing=True)
    )
    if len(dossier_ids) == 1:
        query = query.options(WITH_CAMPAIGN)
    rows = session.scalars(query).all()
    if len(dossier_ids) > 1:
        _join_campaigns(session, rows)
    return {row.id: row for row in rows}


WITH_CAMPAIGN = joinedload(Dossier.campaign, innerjoin=True)


def _join_campaigns(session: TenantSession, dossiers: Sequence[Dossier]) -> None:
    rows = session.scalars(
        select(Campaign)
        .where(Campaign.id.in_({dossier.campaign_id for dossier in dossiers}))
        .execution_options(populate_existing=True)
    )
    campaigns = {row.id: row for row in rows}
    for dossier in dossiers:
        set_committed_value(dossier, "campaign", campaigns[dossier.campaign_id])
