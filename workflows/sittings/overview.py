"""Sittings as a list shows them, and what waits to be put on an agenda."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import func, or_, select, tuple_
from sqlalchemy.orm import joinedload

from tenants.bodies import Body
from tenants.members import Member
from tenants.people import Person
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign, CampaignState
from workflows.decisions.awards import UNITS, award_of
from workflows.dossiers.tables import Dossier
from workflows.sittings.gates import ON_REQUEST, rules_at
from workflows.sittings.preparing import bodies_of, gates_of
from workflows.sittings.tables import Gate, Result, Sitting, SittingItem

# A body, a campaign, a kind of sitting, a title.
Counted: TypeAlias = "tuple[UUID, UUID, Gate, str]"


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many dossiers a body could put on an agenda of this kind and title today."""

    body: Body
    campaign: Campaign
    gate: Gate
    award: str
    dossiers: int


def waiting_for_sitting(session: TenantSession, member: Member) -> list[Waiting]:
    """List what waits for the bodies whose sittings the member prepares; none counts as none.

    The numbers are those of the candidates that are on no other agenda.
    """
    bodies = bodies_of(session, member)
    if not bodies:
        return []
    counts = _counts(session, [body.unit_id for body in bodies])
    campaigns = session.scalars(
        select(Campaign)
        .where(Campaign.state == CampaignState.OPEN)
        .order_by(Campaign.year.desc(), Campaign.id)
        .options(joinedload(Campaign.programme, innerjoin=True))
    ).all()
    found = [
        Waiting(
            body, campaign, gate, award, counts.get((body.unit_id, campaign.id, gate, award), 0)
        )
        for body in bodies
        for campaign in campaigns
        for gate in gates_of(session, body)
        for award in UNITS
    ]
    return [each for each in found if each.dossiers]


def agenda_sizes(session: TenantSession, sittings: Sequence[Sitting]) -> dict[UUID, int]:
    """Count the dossiers on each agenda, struck ones left out."""
    rows = session.execute(
        select(SittingItem.sitting_id, func.count())
        .where(
            SittingItem.sitting_id.in_([sitting.id for sitting in sittings]),
            or_(SittingItem.result.is_(None), SittingItem.result != Result.STRUCK),
        )
        .group_by(SittingItem.sitting_id)
    )
    sizes = dict(rows.all())
    return {sitting.id: sizes.get(sitting.id, 0) for sitting in sittings}


def chair_names(session: TenantSession, sittings: Sequence[Sitting]) -> dict[UUID, str]:
    """Return who chairs each sitting, by its id."""
    rows = session.execute(
        select(Sitting.id, Person.name)
        .join(Person, Person.id == Sitting.chair_id)
        .where(Sitting.id.in_([sitting.id for sitting in sittings]))
    )
    return dict(rows.all())


def _counts(session: TenantSession, unit_ids: Sequence[UUID]) -> dict[Counted, int]:
    counts: dict[Counted, int] = defaultdict(int)
    for upper in (False, True):
        level = Dossier.upper_committee_id if upper else Dossier.committee_id
        gates = {
            (rule.flow, state): rule.gate
            for rule in rules_at(upper=upper)
            if rule.gate not in ON_REQUEST
            for state in rule.states
        }
        rows = session.execute(
            select(level, Dossier.campaign_id, Dossier.flow, Dossier.state, func.count())
            .outerjoin(SittingItem, (SittingItem.dossier_id == Dossier.id) & SittingItem.active)
            .where(
                level.in_(unit_ids),
                tuple_(Dossier.flow, Dossier.state).in_(list(gates)),
                SittingItem.id.is_(None),
            )
            .group_by(level, Dossier.campaign_id, Dossier.flow, Dossier.state)
        )
        for unit_id, campaign_id, flow, state, number in rows.all():
            counts[unit_id, campaign_id, gates[flow, state], award_of(flow)] += number
    return counts
