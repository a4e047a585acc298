"""Units watched as weak: flagged with a reason and a date, until that is lifted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants import clock
from tenants.audit import record_event
from tenants.database import row_id
from tenants.members import Member
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.engine.refusals import GoneError, Refusal
from workflows.review_teams.seeing import sends_to, visible_flags
from workflows.review_teams.tables import WeakFlag


def flag_unit(
    session: TenantSession, unit: OrgUnit, reason: str, *, since: date, actor: Member
) -> WeakFlag:
    """Watch a unit of the actor's committee as weak.

    Raises:
        GoneError: the unit is not under a committee whose office the actor holds.
        Refusal: ``missing``; ``future_day``; ``flagged_already``.

    """
    if not sends_to(actor, unit):
        raise GoneError(unit.id)
    if not reason.strip():
        raise Refusal("missing", fields=["reason"])
    today = clock.today(session)
    if since > today:
        raise Refusal("future_day", fields=["since"], today=today)
    standing = select(WeakFlag.id).where(WeakFlag.unit_id == unit.id, WeakFlag.lifted_on.is_(None))
    if session.scalar(standing) is not None:
        raise Refusal("flagged_already", fields=["unit"])
    flag = WeakFlag(
        id=row_id(), unit_id=unit.id, since=since, reason=reason.strip(), set_by=actor.name,
        set_at=clock.now(session),
    )  # fmt: skip
    session.add(flag)
    session.flush()
    _note(session, "weak_flagged", flag, actor)
    return flag


def lift_flag(session: TenantSession, flag_id: UUID, reason: str, *, actor: Member) -> WeakFlag:
    """Stop watching a unit, with a reason.

    Raises:
        GoneError: no such flag for this actor to lift.
        Refusal: ``missing``; ``flag_lifted``.

    """
    flag = session.scalars(
        visible_flags(actor)
        .where(WeakFlag.id == flag_id)
        .with_for_update(of=WeakFlag)
        .options(joinedload(WeakFlag.unit))
    ).one_or_none()
    if flag is None or not sends_to(actor, flag.unit):
        raise GoneError(flag_id)
    if flag.lifted_on is not None:
        raise Refusal("flag_lifted")
    if not reason.strip():
        raise Refusal("missing", fields=["lifted_reason"])
    flag.lifted_on, flag.lifted_reason = clock.today(session), reason.strip()
    flag.lifted_by = actor.name
    session.flush()
    _note(session, "weak_lifted", flag, actor)
    return flag


def flags_seen(session: TenantSession, viewer: Member) -> list[WeakFlag]:
    """List the flags that a viewer sees: those standing first, then the latest lifted."""
    return list(
        session.scalars(
            visible_flags(viewer)
            .order_by(WeakFlag.lifted_on.desc().nulls_first(), WeakFlag.since.desc(), WeakFlag.id)
            .options(joinedload(WeakFlag.unit).joinedload(OrgUnit.parent))
            .limit(500)
        )
    )


def standing_flags(
    session: TenantSession, viewer: Member, unit_ids: Sequence[UUID]
) -> dict[UUID, WeakFlag]:
    """Return the standing flags that a viewer sees of these units, for lists and appraisals."""
    rows = session.scalars(
        visible_flags(viewer).where(WeakFlag.unit_id.in_(unit_ids), WeakFlag.lifted_on.is_(None))
    )
    return {flag.unit_id: flag for flag in rows}


def _note(session: TenantSession, kind: str, flag: WeakFlag, actor: Member) -> None:
    facts = {
        "flag": flag.id, "unit": flag.unit_id, "since": flag.since, "reason": flag.reason,
        "lifted_on": flag.lifted_on, "lifted_reason": flag.lifted_reason,
    }  # fmt: skip
    record_event(session, kind, actor=actor, facts=facts)
