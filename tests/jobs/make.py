"""A decision to print, as a closed sitting leaves it."""

from __future__ import annotations

import json
from datetime import date

from jobs.papers.facts import DecisionFacts
from tenants import clock
from tenants.database import Json, row_id
from tests.jobs.papers.make import decision as facts_of
from tests.make import Town
from workflows.decisions.making import RECOGNITION
from workflows.decisions.tables import Decision
from workflows.sittings.tables import Gate, Sitting, SittingState


def decision(town: Town) -> Decision:
    """Make a decision without number and date, over one cell."""
    now = clock.now(town.session)
    sitting = Sitting(
        id=row_id(), code="26-P1", body_id=town.body.id, campaign_id=town.campaign.id,
        gate=Gate.RECOGNITION, state=SittingState.CLOSED, roll=3, chair_id=town.chair.id,
        planned_on=now.date(), opened_at=now, closed_at=now, closed_by=town.chair.name,
    )  # fmt: skip
    town.session.add(sitting)
    town.session.flush()
    made = Decision(
        id=row_id(), code="26-Q1", kind=RECOGNITION, body_id=town.body.id,
        campaign_id=town.campaign.id, sitting_id=sitting.id, public_code="HT-7F3K-92QD",
        facts=plain(facts_of(number=None, signed_on=None)),
    )  # fmt: skip
    town.session.add(made)
    town.session.commit()
    return made


def number(town: Town, made: Decision) -> None:
    """Enter number and date, which freezes the decision."""
    facts = facts_of()
    made.number, made.signed_on = facts.number, facts.signed_on or date(2024, 4, 5)
    made.frozen_at, made.frozen_by = clock.now(town.session), town.city_office.name
    made.facts = plain(facts)
    town.session.commit()


def plain(facts: DecisionFacts) -> Json:
    """Return facts as the decision's row holds them."""
    tree: Json = json.loads(facts.to_json())
    return tree
