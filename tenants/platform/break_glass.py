"""Break-glass: a tenant's pages opened to somebody of the platform, for a short time.

It is asked for with a reason, opens reading only, as the tenant's auditor reads, ends by
itself, stands in the tenant's own chain, and the tenant's administrators are told until one
of them says to have read it. Each page that was looked at is written down as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, func, select, update

from tenants import clock
from tenants.audit import record_event
from tenants.members import Holding, Member
from tenants.platform.accounts import POST, Operator
from tenants.platform.proposals import ROLE
from tenants.platform.refusals import PlatformRefusedError
from tenants.platform.tables import BreakGlassOpening
from tenants.platform.trail import record
from tenants.roles import Role
from tenants.signing_in.tokens import digest_of, new_token
from tenants.tenant import Tenant
from tenants.units import UnitKind, root_unit
from tenants.wall import TenantSession

MINUTES = (15, 30, 60, 120)


def break_glass(
    session: TenantSession,
    tenant: Tenant,
    *,
    reason: str,
    minutes: int,
    by: Operator,
    request_key: str | None = None,
) -> tuple[BreakGlassOpening, str]:
    """Open a tenant's pages to the operator, and return the opening and its token.

    Raises:
        PlatformRefusedError: the time is none of those offered.

    """
    if minutes not in MINUTES:
        raise PlatformRefusedError("minutes", field="minutes")
    session.enter(tenant.id)
    token, now = new_token(), clock.now(session)
    opening = BreakGlassOpening(
        account_id=by.account_id,
        name=by.name,
        reason=reason,
        digest=digest_of(token),
        began_at=now,
        ends_at=now + timedelta(minutes=minutes),
    )
    session.add(opening)
    session.flush()
    facts = {"opening": opening.id, "reason": reason, "until": opening.ends_at}
    record(
        session, "break_glass", actor=by.as_member(), account_id=by.account_id,
        slug=tenant.slug, request_key=request_key, facts=facts,
    )  # fmt: skip
    record_event(session, "break_glass", actor=by.as_member(), role=ROLE, facts=facts)
    return opening, token


def end_break_glass(
    session: TenantSession, tenant: Tenant, *, by: Operator, request_key: str | None = None
) -> int:
    """End what the operator has open in a tenant; return how many openings that were."""
    session.enter(tenant.id)
    ended = session.scalars(
        update(BreakGlassOpening)
        .where(
            BreakGlassOpening.tenant_id == tenant.id,
            BreakGlassOpening.account_id == by.account_id,
            *_stands(session),
        )
        .values(ended_at=clock.now(session))
        .returning(BreakGlassOpening.id)
    ).all()
    if ended:
        facts = {"openings": list(ended)}
        record(
            session, "break_glass_ended", actor=by.as_member(), account_id=by.account_id,
            slug=tenant.slug, request_key=request_key, facts=facts,
        )  # fmt: skip
        record_event(session, "break_glass_ended", actor=by.as_member(), role=ROLE, facts=facts)
    return len(ended)


def openings_of(session: TenantSession, tenant: Tenant) -> Sequence[BreakGlassOpening]:
    """List the openings of a tenant, the newest first."""
    return session.scalars(
        select(BreakGlassOpening)
        .where(BreakGlassOpening.tenant_id == tenant.id)
        .order_by(BreakGlassOpening.began_at.desc())
    ).all()


def find_opening(session: TenantSession, token: str) -> BreakGlassOpening | None:
    """Return the opening of a token, if its time has not run out and nobody ended it."""
    return session.scalar(
        select(BreakGlassOpening).where(
            BreakGlassOpening.digest == digest_of(token), *_stands(session)
        )
    )


def reader_of(session: TenantSession, opening: BreakGlassOpening) -> Member:
    """Return the member whom an opening lets in: one who reads as the auditor does.

    The opening's id stands for the person's: nobody in the tenant has it, so whoever looks
    takes part in nothing.
    """
    root = root_unit(session)
    return Member(
        person_id=opening.id,
        name=opening.name,
        post=POST,
        holdings=(Holding(Role.AUDITOR, root.id, root.name, UnitKind.UPPER_COMMITTEE),),
    )


def write_down_look(session: TenantSession, opening: BreakGlassOpening, path: str) -> None:
    """Write into the tenant's chain which page was looked at."""
    actor = Member(person_id=None, name=opening.name, post=POST)
    facts = {"opening": opening.id, "page": path}
    record_event(session, "break_glass_look", actor=actor, role=ROLE, facts=facts)


def unseen_openings(session: TenantSession) -> Sequence[BreakGlassOpening]:
    """List the openings that no administrator of the tenant has read of yet."""
    return session.scalars(
        select(BreakGlassOpening)
        .where(BreakGlassOpening.seen_at.is_(None))
        .order_by(BreakGlassOpening.began_at)
    ).all()


def count_unseen(session: TenantSession) -> int:
    """Count the openings that no administrator of the tenant has read of yet."""
    return session.scalars(
        select(func.count())
        .select_from(BreakGlassOpening)
        .where(BreakGlassOpening.seen_at.is_(None))
    ).one()


def mark_seen(session: TenantSession, *, actor: Member) -> int:
    """Say that an administrator has read of every opening so far; return how many were new."""
    now = clock.now(session)
    seen = session.scalars(
        update(BreakGlassOpening)
        .where(BreakGlassOpening.seen_at.is_(None))
        .values(seen_at=now, seen_by=actor.name)
        .returning(BreakGlassOpening.id)
    ).all()
    if seen:
        facts = {"openings": list(seen)}
        record_event(session, "break_glass_seen", actor=actor, role="tenant_admin", facts=facts)
    return len(seen)


def _stands(session: TenantSession) -> tuple[ColumnElement[bool], ...]:
    return (
        BreakGlassOpening.ended_at.is_(None),
        BreakGlassOpening.ends_at > clock.now(session),
    )
