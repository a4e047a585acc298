"""Closing a sitting: every item has an outcome, and the outcomes move the dossiers.

A closed sitting is corrected only by a new one (docs/process.md, section 4).
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from tenants import clock
from tenants.audit import record_event
from tenants.members import Member
from tenants.outbox import leave
from tenants.wall import TenantSession
from workflows.decisions.asking import WISHES, settle
from workflows.decisions.making import KINDS, make_decision
from workflows.engine.act import Closing
from workflows.engine.fire import Happening, fire, lock
from workflows.engine.refusals import Refusal
from workflows.sittings.opening import lock_campaign, lock_sitting
from workflows.sittings.outcomes import ClosingCheck, ItemOutcome, check_closing, part_of
from workflows.sittings.quota import lock_quotas
from workflows.sittings.reading import chairs, items_of, may_record
from workflows.sittings.recording import touch
from workflows.sittings.tables import Gate, Sitting, SittingState


def close_sitting(
    session: TenantSession,
    sitting: Sitting,
    *,
    actor: Member,
    seen_version: int,
    key: str | None = None,
    no_pilot_reason: str = "",
) -> list[Happening]:
    """Close a sitting and fire the moves of its outcomes; return what happened.

    The chair closes on the own device; where the tenant's rule allows it, the recorder
    closes on the chair's order, and both are recorded.

    Raises:
        Refusal: not the chair (or the rule does not let the recorder), not open, no
            quorum, or an item that is not settled (``items_unsettled`` names them).
        StaleError: the sitting changed since it was shown.

    """
    sitting = lock_sitting(session, sitting, seen_version=seen_version)
    on_order = _who_closes(actor, sitting)
    if sitting.state is not SittingState.OPENED:
        raise Refusal("sitting_not_open", sitting=sitting.code)
    if no_pilot_reason:
        sitting.no_pilot_reason = no_pilot_reason
    _lock_what_it_decides(session, sitting, actor)
    check = check_closing(session, sitting)
    _refuse_problems(check)
    unsettled = [o.item.dossier.code for o in check.outcomes if o.problem]
    if unsettled:
        raise Refusal("items_unsettled", dossiers=unsettled)
    sitting.state = SittingState.CLOSED
    sitting.closed_at = clock.now(session)
    sitting.closed_by = actor.name
    sitting.closed_on_order = on_order
    happenings = _settle(session, sitting, check.outcomes, actor=actor, key=key)
    leave(session, "papers_of_sitting", {"sitting": str(sitting.id)})
    record_event(
        session, "sitting_closed", actor=actor,
        facts={
            "sitting": sitting.code, "on_order": on_order, "present": check.present,
            "roll": check.roll,
            "results": {o.item.dossier.code: o.result for o in check.outcomes},
        },
    )  # fmt: skip
    session.flush()
    return happenings


def close_part(
    session: TenantSession,
    sitting: Sitting,
    *,
    actor: Member,
    seen_version: int,
    key: str | None = None,
) -> list[Happening]:
    """Close what is settled and leave the rest open; return what happened.

    Raises:
        Refusal: as ``close_sitting``; a sitting over pilots (their number is one question),
            or nothing is settled (``nothing_settled``).
        StaleError: the sitting changed since it was shown.

    """
    sitting = lock_sitting(session, sitting, seen_version=seen_version)
    on_order = _who_closes(actor, sitting)
    if sitting.state is not SittingState.OPENED:
        raise Refusal("sitting_not_open", sitting=sitting.code)
    _lock_what_it_decides(session, sitting, actor)
    check = check_closing(session, sitting)
    _refuse_problems(check)
    settled = part_of(check)
    if not settled:
        raise Refusal("nothing_settled", sitting=sitting.code)
    happenings = _settle(session, sitting, settled, actor=actor, key=key)
    touch(sitting)
    record_event(
        session, "sitting_part_closed", actor=actor,
        facts={
            "sitting": sitting.code, "on_order": on_order, "present": check.present,
            "roll": check.roll, "results": {o.item.dossier.code: o.result for o in settled},
        },
    )  # fmt: skip
    session.flush()
    return happenings


def _lock_what_it_decides(session: TenantSession, sitting: Sitting, actor: Member) -> None:
    """Lock the dossiers, then the campaign and its places, always in this order."""
    lock(
        session,
        [item.dossier_id for item in items_of(session, sitting.id) if item.active],
        viewer=actor,
    )
    if sitting.gate is Gate.RECOGNITION:
        lock_campaign(session, sitting.campaign_id)
        lock_quotas(session, sitting.campaign_id, sitting.body.unit_id)


def _refuse_problems(check: ClosingCheck) -> None:
    if check.problems:
        raise Refusal(
            check.problems[0], present=check.present, roll=check.roll, needed=check.quorum_needed
        )


def _settle(
    session: TenantSession,
    sitting: Sitting,
    outcomes: Sequence[ItemOutcome],
    *,
    actor: Member,
    key: str | None,
) -> list[Happening]:
    """Write outcomes down, fire their moves together, and make the decision that follows."""
    for outcome in outcomes:
        outcome.item.result = outcome.result
        outcome.item.explained = outcome.explained
        outcome.item.merit_passed = outcome.merit
    session.flush()
    happenings = _fire_outcomes(session, sitting, outcomes, actor=actor, key=key)
    for outcome in outcomes:
        outcome.item.active = False
    if sitting.gate in KINDS:
        session.flush()
        make_decision(session, sitting)
    if sitting.gate in WISHES:
        settle(session, {each.item.dossier_id: each.result for each in outcomes})
    return happenings


def suspend_sitting(
    session: TenantSession, sitting: Sitting, *, actor: Member, seen_version: int
) -> None:
    """Suspend an opened sitting, or resume a suspended one."""
    sitting = lock_sitting(session, sitting, seen_version=seen_version)
    if not (chairs(actor, sitting) or may_record(actor, sitting)):
        raise Refusal("role", parties=["ward_body", "city_body"])
    turned = {
        SittingState.OPENED: SittingState.SUSPENDED,
        SittingState.SUSPENDED: SittingState.OPENED,
    }
    if sitting.state not in turned:
        raise Refusal("sitting_not_open", sitting=sitting.code)
    sitting.state = turned[sitting.state]
    record_event(
        session, f"sitting_{'suspended' if sitting.state is SittingState.SUSPENDED else 'resumed'}",
        actor=actor, facts={"sitting": sitting.code},
    )  # fmt: skip


def break_off_sitting(
    session: TenantSession, sitting: Sitting, *, reason: str, actor: Member, seen_version: int
) -> None:
    """Break an opened sitting off: nothing is fired, its dossiers are free for another."""
    sitting = lock_sitting(session, sitting, seen_version=seen_version)
    if not (chairs(actor, sitting) or may_record(actor, sitting)):
        raise Refusal("role", parties=["ward_body", "city_body"])
    if sitting.state not in {SittingState.OPENED, SittingState.SUSPENDED}:
        raise Refusal("sitting_not_open", sitting=sitting.code)
    if not reason:
        raise Refusal("missing", fields=["reason"])
    sitting.state = SittingState.BROKEN_OFF
    sitting.ended_reason = reason
    for item in items_of(session, sitting.id):
        item.active = False
    record_event(
        session, "sitting_broken_off", actor=actor,
        facts={"sitting": sitting.code, "reason": reason},
    )  # fmt: skip
    session.flush()


def may_close(member: Member, sitting: Sitting) -> str | None:
    """Return the code of why the member may not close this sitting, or nothing."""
    try:
        _who_closes(member, sitting)
    except Refusal as refusal:
        return refusal.code
    return None


def _who_closes(actor: Member, sitting: Sitting) -> bool:
    """Tell whether the sitting is closed on the chair's order; refuse everybody else."""
    if chairs(actor, sitting):
        return False
    if not may_record(actor, sitting):
        raise Refusal("role", parties=["ward_body", "city_body"])
    if not sitting.campaign.rules.get("recorder_may_close", False):
        raise Refusal("chair_closes")
    return True


def _fire_outcomes(
    session: TenantSession,
    sitting: Sitting,
    outcomes: Sequence[ItemOutcome],
    *,
    actor: Member,
    key: str | None,
) -> list[Happening]:
    moves: list[tuple[UUID, ItemOutcome]] = sorted(
        ((outcome.item.dossier_id, outcome) for outcome in outcomes if outcome.trigger),
        key=lambda pair: pair[0],
    )
    return [
        fire(
            session, dossier_id, str(outcome.trigger), actor=actor,
            seen_version=outcome.item.dossier.version, key=key,
            closing=Closing(sitting, outcome.item),
            inputs={
                "sitting": sitting.code, "votes": outcome.explained,
                **({"ground": outcome.item.ground} if outcome.item.ground else {}),
            },
        )
        for dossier_id, outcome in moves
    ]  # fmt: skip
