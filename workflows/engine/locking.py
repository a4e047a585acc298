"""The lock on dossiers: what an act rests on is read anew under it.

It stands apart from firing, so that what a move sets off may lock as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

from sqlalchemy import ARRAY, Select, Uuid, any_, bindparam, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from tenants.database import Json
from tenants.members import Member
from tenants.wall import TenantSession
from tenants.working_days import OWN_DAYS, remember_calendar
from workflows.campaigns.tables import Campaign
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import visible


def lock(
    session: TenantSession, dossier_ids: Sequence[UUID], *, viewer: Member
) -> dict[UUID, Dossier]:
    """Lock those of the dossiers that the viewer may see, by id, and read them anew.

    With them is read what nearly every move needs: the campaign, and the days by which
    deadlines are reckoned. Of many dossiers, neither is read with every row.
    """
    wanted = {"ids": sorted(dossier_ids)}
    if len(dossier_ids) > 1:
        rows = session.scalars(_locking(viewer), wanted).all()
        _join_campaigns(session, rows)
        return {row.id: row for row in rows}
    found = session.execute(_locking_one(viewer), wanted).one_or_none()
    if found is None:
        return {}
    dossier, own_days = found
    remember_calendar(session, own_days)
    return {dossier.id: dossier}


@lru_cache(maxsize=2048)
def _locking(viewer: Member) -> Select[Dossier]:
    """Select what a viewer may see for update; built once for the same person and roles."""
    return (
        visible(viewer)
        .where(Dossier.id == any_(bindparam("ids", type_=ARRAY(Uuid))))
        .order_by(Dossier.id)
        .with_for_update(of=Dossier)
        .execution_options(populate_existing=True)
    )


@lru_cache(maxsize=2048)
def _locking_one(viewer: Member) -> Select[Dossier, Json]:
    """Select one dossier for update, with its campaign and the tenant's own days."""
    with_campaign = joinedload(Dossier.campaign, innerjoin=True)
    return _locking(viewer).add_columns(OWN_DAYS).options(with_campaign)


def _join_campaigns(session: TenantSession, dossiers: Sequence[Dossier]) -> None:
    rows = session.scalars(
        select(Campaign)
        .where(Campaign.id.in_({dossier.campaign_id for dossier in dossiers}))
        .execution_options(populate_existing=True)
    )
    campaigns = {row.id: row for row in rows}
    for dossier in dossiers:
        set_committed_value(dossier, "campaign", campaigns[dossier.campaign_id])
