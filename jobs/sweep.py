"""The moves that the service makes by itself, when a campaign's day has come.

Every sweep looks at all dossiers anew, so a day missed in an outage is made up.
The guards of the flow have the last word; a dossier that they refuse stays.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Engine, or_, select
from sqlalchemy.exc import SQLAlchemyError

from jobs.relay import open_tenants
from jobs.stopping import Stopping
from tenants import clock
from tenants.members import SYSTEM as SERVICE
from tenants.wall import TenantSession, open_session
from workflows.campaigns.tables import Campaign, CampaignState
from workflows.dossiers.tables import Dossier
from workflows.engine.fire import Happening, fire_many
from workflows.engine.flow import Flow
from workflows.engine.parties import SYSTEM
from workflows.flows import FLOWS

log = logging.getLogger(__name__)

BATCH = 50


@dataclass(frozen=True, slots=True)
class DueMove:
    """A move whose day has come for a campaign's dossiers in one state."""

    campaign_id: UUID
    trigger: str
    state: str


def sweep_once(engine: Engine, stopping: Stopping | None = None) -> int:
    """Make the service's due moves in every open tenant; return how many.

    Two sweeps may run at once: what one has moved, the other finds changed.
    """
    moved = 0
    for tenant_id in open_tenants(engine):
        try:
            for batch in _batches(engine, tenant_id):
                moved += batch
                if stopping is not None and stopping.asked:
                    return moved
        except SQLAlchemyError as error:
            log.warning("Tenant %s is swept next time: %s", tenant_id, type(error).__name__)
    return moved


def moves_due(campaign: Campaign, flows: Sequence[Flow], today: date) -> list[DueMove]:
    """List the service's moves whose day has come, in the order of the flows' tables.

    A campaign's dossiers may travel several flows, and older versions of them.
    """
    due = [
        DueMove(campaign.id, move.trigger, state)
        for flow in flows
        for move in flow.moves
        if SYSTEM in move.by
        for state in move.source
        if today >= first_day(campaign, move.trigger, state)
    ]
    return list(dict.fromkeys(due))


def first_day(campaign: Campaign, trigger: str, state: str) -> date:
    """Return the first day on which the service makes a move by itself.

    Where a campaign takes late registrations, a cell may still register until the
    review opens; only then its unsent registration lapses.
    """
    if trigger == "admit":
        return campaign.pilot_selection_until
    if trigger == "open_review":
        return campaign.review_opens_on
    after_grace = timedelta(days=1 + int(campaign.rules.get("grace_days", 0)))
    if state == "self_assessment":
        return campaign.self_assessment_until + after_grace
    lapses_on = campaign.registration_until + after_grace
    if campaign.rules.get("late_registration", True):
        return max(lapses_on, campaign.review_opens_on)
    return lapses_on


def _batches(engine: Engine, tenant_id: UUID) -> Iterator[int]:
    with open_session(engine, tenant_id) as session:
        today = clock.today(session)
        campaigns = session.scalars(
            select(Campaign)
            .where(Campaign.state == CampaignState.OPEN)
            .order_by(Campaign.year, Campaign.id)
        )
        due = [
            move
            for campaign in campaigns.all()
            for move in moves_due(campaign, _travelled(session, campaign), today)
        ]
    for move in due:
        yield from _moved(engine, tenant_id, move)


def _travelled(session: TenantSession, campaign: Campaign) -> list[Flow]:
    versions = session.execute(
        select(Dossier.flow, Dossier.flow_version)
        .where(Dossier.campaign_id == campaign.id)
        .distinct()
        .order_by(Dossier.flow, Dossier.flow_version)
    )
    return [FLOWS[name, version] for name, version in versions if (name, version) in FLOWS]


def _moved(engine: Engine, tenant_id: UUID, move: DueMove) -> Iterator[int]:
    """Move batch after batch, each in a transaction of its own; refused ones are passed by."""
    last = None
    while True:
        with open_session(engine, tenant_id) as session:
            seen = _next(session, move, after=last)
            if not seen:
                return
            results = fire_many(session, seen, move.trigger, actor=SERVICE)
            session.commit()
        last = seen[-1][0]
        yield sum(isinstance(result, Happening) for result in results)


def _next(session: TenantSession, move: DueMove, *, after: UUID | None) -> list[tuple[UUID, int]]:
    waiting = select(Dossier.id, Dossier.version).where(
        Dossier.campaign_id == move.campaign_id, Dossier.state == move.state
    )
    if move.trigger == "lapse":
        # A returned dossier has a later day of its own.
        today = clock.today(session)
        waiting = waiting.where(or_(Dossier.due_on.is_(None), Dossier.due_on < today))
    if after is not None:
        waiting = waiting.where(Dossier.id > after)
    rows = session.execute(waiting.order_by(Dossier.id).limit(BATCH))
    return [(dossier_id, version) for dossier_id, version in rows]
