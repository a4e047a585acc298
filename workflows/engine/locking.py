"""The lock on dossiers: what an act rests on is read anew under it.

It stands apart from firing, so that what a move sets off may lock as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select
from sqlalchemy.orm.attributes import set_committed_value

from tenants.journeys import Written, written
from tenants.members import SYSTEM, Holding, Member
from tenants.placing import Placing
from tenants.wall import TenantSession
from tenants.working_days import OWN_DAYS, remember_calendar
from workflows.campaigns.tables import Campaign
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import sees

DOSSIERS, CAMPAIGNS = Placing(Dossier), Placing(Campaign)
WIDTH = len(DOSSIERS.columns)


def lock(
    session: TenantSession, dossier_ids: Sequence[UUID], *, viewer: Member
) -> dict[UUID, Dossier]:
    """Lock those of the dossiers that the viewer may see, by id, and read them anew.

    With them is read what nearly every move needs: the campaign, and the days by which
    deadlines are reckoned. Of many dossiers, neither is read with every row.
    """
    if session.new or session.dirty or session.deleted:
        session.flush()
    one = len(dossier_ids) == 1
    asked = _locking(viewer, with_campaign=one)
    rows = session.ask(asked.words, {**asked.facts, "ids": sorted(dossier_ids)})
    dossiers = [DOSSIERS.place(session, row[:WIDTH]) for row in rows]
    if one:
        for dossier, row in zip(dossiers, rows, strict=True):
            campaign = CAMPAIGNS.place(session, row[WIDTH:-1])
            set_committed_value(dossier, "campaign", campaign)
            remember_calendar(session, row[-1])
    else:
        _join_campaigns(session, dossiers)
    return {dossier.id: dossier for dossier in dossiers}


@lru_cache(maxsize=2048)
def _locking(viewer: Member, *, with_campaign: bool) -> Written:
    """Say in SQL what to lock of what a viewer may see, and the facts that it names.

    The text is the same for all who hold the same roles: only the units are others.
    """
    lent = (each for standing in viewer.stands_in_for for each in standing.principal.holdings)
    held = tuple(dict.fromkeys([*viewer.holdings, *lent]))
    numbered = tuple(
        Holding(each.role, UUID(int=number), "", each.unit_kind, each.desk)
        for number, each in enumerate(held)
    )
    somebody = replace(SYSTEM, person_id=viewer.person_id and UUID(int=0), holdings=numbered)
    found = _written(somebody, with_campaign=with_campaign)
    units = {UUID(int=number): each.unit_id for number, each in enumerate(held)}
    return Written(
        found.words,
        {
            name: units.get(value, value) if isinstance(value, UUID) else value
            for name, value in found.facts.items()
        },
    )


@lru_cache(maxsize=512)
def _written(viewer: Member, *, with_campaign: bool) -> Written:
    query = (
        select(*DOSSIERS.columns)
        .where(sees(viewer), Dossier.id == any_(bindparam("ids", type_=ARRAY(Uuid))))
        .order_by(Dossier.id)
        .with_for_update(of=Dossier)
    )
    if with_campaign:
        query = query.join(Campaign, Dossier.campaign_id == Campaign.id)
        query = query.add_columns(*CAMPAIGNS.columns, OWN_DAYS)
    return written(query)


def _join_campaigns(session: TenantSession, dossiers: Sequence[Dossier]) -> None:
    rows = session.scalars(
        select(Campaign)
        .where(Campaign.id.in_({dossier.campaign_id for dossier in dossiers}))
        .execution_options(populate_existing=True)
    )
    campaigns = {row.id: row for row in rows}
    for dossier in dossiers:
        set_committed_value(dossier, "campaign", campaigns[dossier.campaign_id])
