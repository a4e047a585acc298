"""Making a decision out of a closed sitting, and entering the clerk's number and date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from tenants import clock
from tenants.audit import record_event
from tenants.bodies import Body, BodyMember, in_office
from tenants.clock import local
from tenants.database import row_id
from tenants.members import Member
from tenants.outbox import leave
from tenants.public_codes import new_public_code
from tenants.wall import TenantSession
from workflows.certificates.issuing import issue_certificates
from workflows.certificates.printing import ask_for_run
from workflows.decisions.facts import facts_of
from workflows.decisions.locking import locked
from workflows.decisions.reading import keeps
from workflows.decisions.tables import (
    MERIT,
    RECOGNITION,
    RESTORATION,
    REVOCATION,
    Decision,
    Recognition,
)
from workflows.dossiers.tables import Dossier
from workflows.engine.refusals import Refusal, StaleError
from workflows.papers.number_books import number_taken, papers_with
from workflows.papers.numbers import term_of
from workflows.papers.tables import Edition
from workflows.sittings.tables import Gate, Result, Sitting, SittingItem, SittingState

KINDS = {
    Gate.RECOGNITION: RECOGNITION,
    Gate.REVOCATION: REVOCATION,
    Gate.RESTORATION: RESTORATION,
}


def make_decision(session: TenantSession, sitting: Sitting) -> Decision | None:
    """Make the unnumbered decision of a sitting, and the titles that a recognition gives.

    A sitting that is closed in parts has one decision: it grows until the last part is closed,
    and is numbered after that.

    Returns:
        The decision, or nothing when the sitting recognised, revoked or restored nothing.

    """
    items = list(
        session.scalars(
            select(SittingItem)
            .where(SittingItem.sitting_id == sitting.id, SittingItem.result == Result.PASSED)
            .order_by(SittingItem.position)
            .options(joinedload(SittingItem.dossier, innerjoin=True))
        )
    )
    if not items:
        return None
    decision = session.scalars(
        select(Decision).where(
            Decision.sitting_id == sitting.id, Decision.kind == KINDS[sitting.gate]
        )
    ).one_or_none()
    if decision is None:
        decision = Decision(
            id=row_id(),
            code=_next_code(session, sitting),
            kind=KINDS[sitting.gate],
            body_id=sitting.body_id,
            campaign_id=sitting.campaign_id,
            sitting_id=sitting.id,
            public_code=new_public_code(session),
        )
        session.add(decision)
        session.flush()
    if decision.kind == RECOGNITION:
        _give_titles(session, sitting, decision, items)
    decision.facts = facts_of(session, decision)
    session.flush()
    leave(session, "decision_paper", {"decision": str(decision.id), "edition": Edition.DRAFT})
    return decision


def _give_titles(
    session: TenantSession, sitting: Sitting, decision: Decision, items: Sequence[SittingItem]
) -> None:
    """Give the titles that have not been given yet, by a part that was closed before."""
    given = set(
        session.scalars(
            select(Recognition.dossier_id).where(Recognition.decision_id == decision.id)
        )
    )
    session.add_all(
        Recognition(
            dossier_id=item.dossier_id,
            unit_id=item.dossier.unit_id,
            year=sitting.campaign.year,
            decision_id=decision.id,
            public_code=new_public_code(session),
            merit=bool(item.merit_passed),
            recognized_at=clock.now(session),
        )
        for item in items
        if item.dossier_id not in given
    )
    session.flush()


def number_decision(
    session: TenantSession,
    decision: Decision,
    *,
    number: str,
    signed_on: date,
    signer_id: UUID,
    actor: Member,
    seen_version: int,
) -> None:
    """Enter the clerk's number and date: from now on the decision's facts are frozen.

    A decision on Giấy khen gives them out with it: numbers in the register, sheets to print.

    Args:
        number: as in the clerk's book, with its symbol: ``125-QĐ/Th.U``.
        signer_id: a person who held office on the body on the day of signing.

    Raises:
        Refusal: not an office that keeps decisions, frozen already, the number taken
            (the code names the paper that has it), a day before the sitting or in the
            future, or a signer who did not hold office.
        StaleError: the decision changed since it was shown.

    """
    decision = locked(session, decision)
    if not keeps(actor, decision):
        raise Refusal("role", parties=["city_org", "city_office", "ward_office"])
    if _still_sits(session, decision):
        raise Refusal("decision_still_grows")
    if decision.frozen_at is not None:
        raise Refusal("already_numbered", number=decision.number, signed_on=decision.signed_on)
    if decision.version != seen_version:
        raise StaleError(name="", trigger="", at=None, state="")
    check_number(session, decision, number.strip(), signed_on)
    signer = signer_on(session, decision, signer_id, signed_on)
    decision.number, decision.signed_on = number.strip(), signed_on
    decision.term = term_of(signed_on)
    decision.signer_id = signer.person_id
    decision.frozen_at, decision.frozen_by = clock.now(session), actor.name
    session.flush()
    decision.facts = facts_of(session, decision)
    session.flush()
    record_event(
        session, "decision_numbered", actor=actor,
        facts={
            "decision": decision.code, "number": decision.number, "signed_on": signed_on,
            "signer": signer.person.name,
        },
    )  # fmt: skip
    leave(session, "decision_paper", {"decision": str(decision.id), "edition": Edition.FINAL})
    if decision.kind == MERIT and issue_certificates(session, decision, actor=actor):
        ask_for_run(session, decision, actor=actor)


def check_number(session: TenantSession, decision: Decision, number: str, signed_on: date) -> None:
    """Ask that a decision may have this number and day.

    Raises:
        Refusal: no number, another paper of the committee has it, a day that is to come or lies
            before the sitting.

    """
    if not number:
        raise Refusal("missing", fields=["number"])
    if signed_on > clock.today(session):
        raise Refusal("future_day", fields=["signed_on"], today=clock.today(session))
    sitting = session.scalars(select(Sitting).where(Sitting.id == decision.sitting_id)).one()
    if sitting.closed_at is not None and signed_on < local(sitting.closed_at).date():
        raise Refusal("before_sitting", fields=["signed_on"], on=local(sitting.closed_at).date())
    unit_id = session.scalars(select(Body.unit_id).where(Body.id == decision.body_id)).one()
    for taken in papers_with(session, unit_id, number, signed_on, but=decision.code):
        raise number_taken(number, taken)


def signer_on(
    session: TenantSession, decision: Decision, signer_id: UUID, signed_on: date
) -> BodyMember:
    """Return who signs, in the post held on the day of signing.

    Raises:
        Refusal: nobody of this id was in office.

    """
    for member in session.scalars(
        in_office(decision.body_id, signed_on).options(joinedload(BodyMember.person))
    ):
        if member.person_id == signer_id:
            return member
    raise Refusal("signer_not_in_office", fields=["signer"])


def _still_sits(session: TenantSession, decision: Decision) -> bool:
    """Whether the sitting was closed in part only: its decision grows still."""
    state = session.scalar(select(Sitting.state).where(Sitting.id == decision.sitting_id))
    return state in {SittingState.OPENED, SittingState.SUSPENDED}


def _next_code(session: TenantSession, sitting: Sitting) -> str:
    count = session.scalar(
        select(func.count())
        .select_from(Decision)
        .where(Decision.campaign_id == sitting.campaign_id, Decision.kind != MERIT)
    )
    return f"{sitting.campaign.year % 100:02}-Q{(count or 0) + 1}"


def dossiers_of(session: TenantSession, decision: Decision) -> list[Dossier]:
    """List the dossiers that a decision recognises, in the order of its list."""
    return list(
        session.scalars(
            select(Dossier)
            .join(SittingItem, SittingItem.dossier_id == Dossier.id)
            .where(
                SittingItem.sitting_id == decision.sitting_id,
                SittingItem.result == Result.PASSED,
            )
            .order_by(SittingItem.position)
            .options(joinedload(Dossier.unit), joinedload(Dossier.committee))
        )
    )
