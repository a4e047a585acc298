"""Putting what was asked of titles before the body: a sitting over all of a kind and year."""

from __future__ import annotations

from datetime import date

from tenants.members import Member
from tenants.text.dates import show_date
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.decisions.asking import WISHES, TitleRequest, waiting_requests
from workflows.engine.refusals import Refusal
from workflows.sittings.preparing import candidates, put_on_agenda
from workflows.sittings.tables import Sitting

GATES = {wish: gate for gate, wish in WISHES.items()}


def put_to_sitting(
    session: TenantSession, asked: TitleRequest, *, planned_on: date, actor: Member
) -> Sitting:
    """Put a request, and whatever else waits with it, on the agenda of its body.

    Raises:
        Refusal: as ``put_on_agenda``; all of it is on an agenda already.

    """
    gate, body = GATES[asked.wish], asked.body
    campaign = session.get_one(Campaign, (asked.tenant_id, asked.dossier.campaign_id))
    known = {each.dossier.id: each for each in candidates(session, body, campaign, gate)}
    waiting = waiting_requests(session, asked.body_id, campaign.id, asked.wish)
    wanted = [
        each
        for each in waiting
        if each.dossier_id in known and known[each.dossier_id].left_out is None
    ]
    if not wanted:
        there = known.get(asked.dossier_id)
        raise Refusal("on_opened_sitting", sitting=there.on_sitting if there else "")
    sittings = [
        put_on_agenda(
            session, body, campaign, gate, each.dossier_id, actor=actor, planned_on=planned_on,
            ground=ground_of(each),
        )
        for each in wanted
    ]  # fmt: skip
    return sittings[-1]


def ground_of(asked: TitleRequest) -> str:
    """Return what a decision says of a request: what happened, and the paper it rests on."""
    return f"{asked.words} ({asked.paper} ngày {show_date(asked.paper_on)})"
