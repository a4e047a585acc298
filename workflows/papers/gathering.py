"""Which papers a move of a dossier produces, and what each says.

The flow table names the papers of a move; those that hang on a sitting or a decision are
asked for where the sitting closes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants.audit import AuditEvent
from tenants.database import Json
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.dossiers.tables import Dossier
from workflows.flows import flow_of
from workflows.papers.appraisals import city_appraisal_facts, ward_appraisal_facts
from workflows.papers.bundles import bundle_facts
from workflows.papers.cells import (
    assessment_facts,
    assessment_minutes_facts,
    registration_facts,
    registration_minutes_facts,
    result_facts,
)
from workflows.papers.keeping import ask_for
from workflows.papers.of_sittings import papers_of_submission
from workflows.papers.receipts import receipt_facts

Gather: TypeAlias = "Callable[[TenantSession, Dossier, AuditEvent], Json]"

OF_DOSSIER: dict[str, Gather] = {
    "D1": registration_facts,
    "D2": registration_minutes_facts,
    "D6": assessment_facts,
    "D7": assessment_minutes_facts,
    "D8": ward_appraisal_facts,
    "D13": city_appraisal_facts,
    "D16": result_facts,
    "D19": receipt_facts,
}
# An opinion is part of the report, which is made when the appraisal is concluded.
PARTS_OF_A_REPORT = frozenset({"give_opinion"})
# With the first dossier of a sitting that is sent up, the sitting's submission is final.
SENT_UP = frozenset({"send_to_city"})
MADE_HERE = frozenset({*OF_DOSSIER, "D10", "D11", "D20"})


def has_papers(session: TenantSession, seq: int) -> bool:
    """Tell whether the move of an event produces papers of its dossier."""
    event, dossier = _read(session, seq)
    return bool(papers_of_move(dossier, event))


def papers_of_event(session: TenantSession, seq: int) -> None:
    """Keep the papers that an event's move produces.

    Each event has papers of its own: a second return has a second slip.
    """
    event, dossier = _read(session, seq)
    for kind in papers_of_move(dossier, event):
        if kind in OF_DOSSIER:
            facts = OF_DOSSIER[kind](session, dossier, event)
            ask_for(session, kind, facts, dossier_id=dossier.id, part=str(seq))
    if event.kind in SENT_UP:
        inputs = event.facts["inputs"]
        papers_of_submission(
            session, dossier,
            number=inputs["number"], signed_on=date.fromisoformat(inputs["signed_on"]),
        )  # fmt: skip
        ask_for(
            session, "D20", bundle_facts(session, dossier, event), dossier_id=dossier.id,
            part=str(seq),
        )  # fmt: skip


def papers_of_move(dossier: Dossier, event: AuditEvent) -> list[str]:
    """List the papers that the flow table names for the move, and that are made here."""
    if event.kind in PARTS_OF_A_REPORT:
        return []
    move = flow_of(dossier).move(event.kind, event.source or "")
    return [kind for kind in (move.papers if move else ()) if kind in MADE_HERE]


def _read(session: TenantSession, seq: int) -> tuple[AuditEvent, Dossier]:
    event = session.scalars(select(AuditEvent).where(AuditEvent.seq == seq)).one()
    dossier = session.scalars(
        select(Dossier)
        .where(Dossier.id == event.dossier_id)
        .options(
            joinedload(Dossier.campaign, innerjoin=True).joinedload(Campaign.criteria_set),
            joinedload(Dossier.unit, innerjoin=True),
            joinedload(Dossier.committee, innerjoin=True),
        )
    ).one()
    return event, dossier
