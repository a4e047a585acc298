"""What cites a decision follows when its number or day is put right.

A decision on Giấy khen and one that revokes a title rest on the decision that gave it, by number
and day. Where those were misprinted, the draft of the later one is gathered anew, and one that is
numbered is put right by the same paper: its own facts and first print stay, as for any misprint.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from tenants.audit import record_event
from tenants.database import row_id
from tenants.members import Member
from tenants.outbox import leave
from tenants.text.dates import show_date
from tenants.wall import TenantSession
from workflows.decisions.facts import cited, facts_of
from workflows.decisions.locking import locked
from workflows.decisions.reading import corrections_of
from workflows.decisions.tables import Correction, Decision, Misprinted
from workflows.papers.tables import Edition


def follow(
    session: TenantSession,
    decision: Decision,
    made: Correction,
    *,
    number: str,
    signed_on: date,
    actor: Member,
) -> list[Correction]:
    """Put right whatever of the same body cites a decision by what it was called before.

    Args:
        made: the correction of the decision itself.
        number: what it was called before, with its day.

    Returns:
        The corrections of those that are numbered.

    """
    was, becomes = cited(number, signed_on), cited(decision.number, decision.signed_on)
    others = session.scalars(
        select(Decision)
        .where(Decision.body_id == decision.body_id, Decision.id != decision.id)
        .order_by(Decision.id)
    ).all()
    followed = []
    for other in others:
        before = corrections_of(session, other.id)
        says = before[-1].facts if before else other.facts
        if not any(was in line for line in says.get("legal_bases", [])):
            continue
        citing = locked(session, other)
        if citing.frozen_at is None:
            citing.facts = facts_of(session, citing)
            session.flush()
            leave(session, "decision_paper", {"decision": str(citing.id), "edition": Edition.DRAFT})
        else:
            followed.append(_put_right(session, citing, made, was, becomes, actor=actor))
    return followed


def _put_right(
    session: TenantSession,
    citing: Decision,
    made: Correction,
    was: str,
    becomes: str,
    *,
    actor: Member,
) -> Correction:
    """Correct the basis that a numbered decision names."""
    before = corrections_of(session, citing.id)
    facts = before[-1].facts if before else citing.facts
    place = len(before) + 1
    right = Correction(
        id=row_id(), decision_id=citing.id, position=place, field=Misprinted.BASIS, unit_id=None,
        was=was, becomes=becomes, reason=made.reason, paper=made.paper, paper_on=made.paper_on,
        facts=facts
        | {
            "legal_bases": [line.replace(was, becomes) for line in facts["legal_bases"]],
            "corrected": [
                *facts.get("corrected", []),
                (
                    f"(Đính chính lần {place}, theo Văn bản số {made.paper} ngày"
                    f" {show_date(made.paper_on)}: căn cứ đã in “{was}”, nay sửa là “{becomes}”)"
                ),
            ],
        },
        corrected_at=made.corrected_at, corrected_by=made.corrected_by, person_id=made.person_id,
    )  # fmt: skip
    session.add(right)
    citing.corrected += 1
    session.flush()
    record_event(
        session, "decision_corrected", actor=actor,
        facts={
            "decision": citing.code, "field": Misprinted.BASIS, "before": was, "after": becomes,
            "reason": made.reason, "paper": made.paper, "paper_on": made.paper_on, "count": 0,
        },
    )  # fmt: skip
    leave(
        session, "decision_paper",
        {"decision": str(citing.id), "edition": Edition.FINAL, "correction": str(right.id)},
    )  # fmt: skip
    return right
