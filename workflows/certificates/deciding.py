"""The decision that grants the Giấy khen of a sitting: drafted apart from that on the titles.

Some committees grant both with one paper; so the office asks for this one, and nothing is
granted until the clerk has numbered it.
"""

from __future__ import annotations

from sqlalchemy import select

from tenants.audit import record_event
from tenants.database import row_id
from tenants.members import Member
from tenants.outbox import leave
from tenants.public_codes import new_public_code
from tenants.wall import TenantSession
from workflows.decisions.facts import facts_of, items_decided
from workflows.decisions.reading import keeps
from workflows.decisions.tables import MERIT, RECOGNITION, Decision
from workflows.engine.refusals import Refusal
from workflows.papers.tables import Edition


def draft_merit_decision(session: TenantSession, decision: Decision, *, actor: Member) -> Decision:
    """Draft the decision on the Giấy khen of the sitting that made ``decision``.

    Asked for twice, it is the same one.

    Raises:
        Refusal: not an office that keeps decisions, another kind of decision, or the
            sitting granted no Giấy khen.

    """
    if not keeps(actor, decision):
        raise Refusal("role", parties=["city_org", "city_office", "ward_office"])
    session.execute(select(Decision.id).where(Decision.id == decision.id).with_for_update())
    standing = merit_decision_of(session, decision)
    if standing is not None:
        return standing
    if decision.kind != RECOGNITION:
        raise Refusal("no_merit_here")
    drafted = Decision(
        id=row_id(),
        code=f"{decision.code}-GK",
        kind=MERIT,
        body_id=decision.body_id,
        campaign_id=decision.campaign_id,
        sitting_id=decision.sitting_id,
        public_code=new_public_code(session),
    )
    if not items_decided(session, drafted):
        raise Refusal("no_merit_here")
    session.add(drafted)
    session.flush()
    drafted.facts = facts_of(session, drafted)
    record_event(
        session, "merit_decision_drafted", actor=actor, facts={"decision": drafted.code}
    )  # fmt: skip
    leave(session, "decision_paper", {"decision": str(drafted.id), "edition": Edition.DRAFT})
    session.flush()
    return drafted


def merit_decision_of(session: TenantSession, decision: Decision) -> Decision | None:
    """Return the decision on the Giấy khen of the same sitting, if it has been drafted."""
    return session.scalars(
        select(Decision).where(Decision.sitting_id == decision.sitting_id, Decision.kind == MERIT)
    ).one_or_none()
