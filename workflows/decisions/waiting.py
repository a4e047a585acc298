"""What waits for an office that keeps decisions, once the sitting that made them has closed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, func, select

from tenants.bodies import Body
from tenants.members import Member
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign, CampaignState
from workflows.decisions.asking import PUTS, TitleRequest
from workflows.decisions.publishing import Publication
from workflows.decisions.reading import KEEPERS
from workflows.decisions.tables import RECOGNITION, Decision
from workflows.sittings.tables import Sitting, SittingItem, SittingState


class Stage(StrEnum):
    """What a decision waits for."""

    NUMBER = "number"
    """Number and date of the clerk's book."""
    PUBLICATION = "publication"
    """That its units are told."""


@dataclass(frozen=True, slots=True)
class Waits:
    """How many decisions wait for what, and how many titles are asked to be revoked or restored.

    A request that stands on an agenda waits for its sitting and for no office.
    """

    to_number: int
    to_publish: int
    requests: int

    @property
    def total(self) -> int:
        """How much there is to do."""
        return self.to_number + self.to_publish + self.requests


def waits_for(member: Member) -> dict[Stage, ColumnElement[bool]]:
    """Say in SQL which decisions of the member's offices wait for what.

    Years that are closed were made known in their time, or on paper before the product.
    """
    theirs = Decision.body_id.in_(select(Body.id).where(Body.unit_id.in_(member.units(*KEEPERS))))
    ended = (
        select(Sitting.id)
        .where(Sitting.id == Decision.sitting_id, Sitting.state == SittingState.CLOSED)
        .exists()
    )
    made_known = select(Publication.id).where(Publication.decision_id == Decision.id).exists()
    of_this_year = (
        select(Campaign.id)
        .where(Campaign.id == Decision.campaign_id, Campaign.state == CampaignState.OPEN)
        .exists()
    )
    return {
        Stage.NUMBER: theirs & Decision.frozen_at.is_(None) & ended,
        Stage.PUBLICATION: theirs
        & Decision.frozen_at.is_not(None)
        & (Decision.kind == RECOGNITION)
        & ~made_known
        & of_this_year,
    }


def waits_of(session: TenantSession, member: Member) -> Waits:
    """Count what waits for a member's offices, with one question."""
    waiting = waits_for(member)

    def decisions(stage: Stage) -> Select[int]:
        return select(func.count()).select_from(Decision).where(waiting[stage])

    on_agenda = (
        select(SittingItem.id)
        .where(SittingItem.dossier_id == TitleRequest.dossier_id, SittingItem.active)
        .exists()
    )
    bodies = select(Body.id).where(Body.unit_id.in_(member.units(*PUTS)))
    requests = select(func.count()).select_from(TitleRequest).where(
        TitleRequest.body_id.in_(bodies), TitleRequest.settled_at.is_(None), ~on_agenda
    )  # fmt: skip
    row = session.execute(
        select(
            decisions(Stage.NUMBER).scalar_subquery(),
            decisions(Stage.PUBLICATION).scalar_subquery(),
            requests.scalar_subquery(),
        )
    ).one()
    return Waits(*row)
