"""A settled dossier that its unit has reopened, after authority has changed in the same year.

Settled dossiers stay where they were decided. Where a cell asks for its result to be looked at
again, and another body decides for cells of its kind by now, the dossier goes over first: what
the ward would not recommend counts there as declined (docs/process.md, section 2).
"""

from __future__ import annotations

from tenants import clock
from tenants.members import Member
from tenants.wall import TenantSession
from workflows.campaigns.routes import route_for, routes_of
from workflows.campaigns.tables import CampaignState
from workflows.dossiers.tables import Dossier
from workflows.engine.locking import lock
from workflows.engine.refusals import Refusal
from workflows.flows.migration import move_settled
from workflows.flows.routes import Route, route

REOPENS = frozenset({"request_reconsideration"})


def follow_authority(
    session: TenantSession, dossier: Dossier, trigger: str, *, actor: Member, seen_version: int
) -> int:
    """Let a dossier go over that is about to be reopened; return the version that then stands.

    A dossier that has changed since it was shown is left alone: the move itself says so.
    """
    if trigger not in REOPENS or dossier.campaign.state is not CampaignState.OPEN:
        return seen_version
    way = _way(session, dossier)
    if way is None:
        return seen_version
    locked = lock(session, [dossier.id], viewer=actor)
    now = locked.get(dossier.id)
    if now is None or now.version != seen_version or now.state not in way.source.states:
        return seen_version
    move_settled(session, now, way)
    return now.version


def _way(session: TenantSession, dossier: Dossier) -> Route | None:
    """Return the route to who decides by now; nothing where that has not changed."""
    today = clock.today(session)
    led = route_for(routes_of(session, dossier.campaign), dossier.unit, on=today)
    here = (dossier.flow, dossier.flow_version)
    if led is None or led.flow == dossier.flow:
        return None
    try:
        return route(here, (led.flow, led.flow_version))
    except Refusal:
        return None
