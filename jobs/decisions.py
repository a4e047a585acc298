"""The job ``decision_paper``: a decision as PDF and DOCX, made of its facts alone."""

from __future__ import annotations

import json
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from jobs.papers.facts import DecisionFacts
from jobs.papers.kinds import LAYOUTS
from jobs.papers.making import in_word
from jobs.papers.typeset import pdf_of
from jobs.papers.values import decision_values
from jobs.papers.word import docx_of
from tenants import clock
from tenants.database import row_id
from tenants.outbox import OutboxItem
from tenants.wall import TenantSession
from workflows.decisions.tables import (
    MERIT,
    RECOGNITION,
    RESTORATION,
    REVOCATION,
    Correction,
    Decision,
)
from workflows.papers.tables import Edition, Origin, Paper

# Which paper of docs/process.md, section 8, a kind of decision is printed as.
PAPERS = {RECOGNITION: "D14", MERIT: "D15", REVOCATION: "D17", RESTORATION: "D14"}
FORMS = {"docx": docx_of, "pdf": pdf_of}
ONE_COPY = "uq_papers_one_copy"


class NotFrozenError(Exception):
    """A final edition was asked for before the decision had its number and date."""


def decision_paper(session: TenantSession, item: OutboxItem) -> None:
    """Make both forms of an edition: ``{"decision": id, "edition": "draft" | "final"}``.

    A draft replaces the draft before it, and is no longer made once the decision
    is frozen. The final edition is made once, and once more for each ``"correction": id``,
    beside the one before.

    Raises:
        NotFrozenError: the final edition is asked for too early.

    """
    edition = Edition(item.payload["edition"])
    decision = session.scalars(
        select(Decision)
        .where(Decision.id == UUID(item.payload["decision"]))
        .with_for_update(key_share=True)
    ).one()
    correction = _correction(session, item)
    facts = DecisionFacts.from_json(json.dumps((correction or decision).facts))
    frozen = decision.frozen_at is not None
    if edition is Edition.FINAL and (not frozen or facts.draft):
        raise NotFrozenError(f"decision {decision.id} is still a draft")
    if edition is Edition.DRAFT and frozen:
        return
    for form, render in FORMS.items():
        layout = LAYOUTS[PAPERS[decision.kind]]
        values = decision_values(facts)
        content = (
            in_word(session, layout.kind, values) if form == "docx" else render(layout, values)
        )
        _keep(session, decision, edition, form, content, correction.part if correction else "")


def _correction(session: TenantSession, item: OutboxItem) -> Correction | None:
    wanted = item.payload.get("correction")
    return session.get_one(Correction, (session.tenant_id, UUID(wanted))) if wanted else None


def _keep(
    session: TenantSession,
    decision: Decision,
    edition: Edition,
    form: str,
    content: bytes,
    part: str,
) -> None:
    made = {
        "content": content,
        "sha256": sha256(content).hexdigest(),
        "made_at": clock.now(session),
    }
    paper = insert(Paper).values(
        tenant_id=decision.tenant_id,
        id=row_id(),
        decision_id=decision.id,
        kind=PAPERS[decision.kind],
        edition=edition,
        form=form,
        origin=Origin.MADE,
        part=part,
        **made,
    )
    if edition is Edition.FINAL:
        session.execute(paper.on_conflict_do_nothing(constraint=ONE_COPY))
        return
    session.execute(paper.on_conflict_do_update(constraint=ONE_COPY, set_=made))
