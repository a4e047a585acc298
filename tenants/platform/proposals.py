"""Opening a tenant takes two: one person proposes it, another confirms."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants import clock
from tenants.database import Json
from tenants.opening import open_tenant
from tenants.outbox import leave
from tenants.platform.accounts import Operator
from tenants.platform.refusals import PlatformRefusedError
from tenants.platform.tables import Outcome, TenantProposal
from tenants.platform.trail import record
from tenants.signing_in.lifetimes import INVITATION_LIVES
from tenants.signing_in.tokens import digest_of, new_token
from tenants.tenant import RESERVED, Level, Tenant, find_tenant, tenant_of_host
from tenants.wall import TenantSession

ROLE = "platform_admin"
INVITE_JOB = "first_administrator"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The tenant that somebody wants to be opened, and who is to look after it first."""

    slug: str
    name: str
    level: Level
    admin_name: str
    admin_phone: str
    host: str | None = None
    words: Json = field(default_factory=dict)
    limits: Json = field(default_factory=dict)
    valid_from: date | None = None
    valid_to: date | None = None


def propose(
    session: TenantSession, wanted: Wanted, *, by: Operator, request_key: str | None = None
) -> TenantProposal:
    """Propose a tenant; it is opened when somebody else confirms.

    Raises:
        PlatformRefusedError: its name in addresses or its host is taken or kept, or it is
            proposed already.

    """
    _refuse_taken(session, wanted.slug, wanted.host)
    waiting = session.scalar(
        select(TenantProposal).where(
            TenantProposal.slug == wanted.slug, TenantProposal.outcome == Outcome.WAITING
        )
    )
    if waiting is not None:
        raise PlatformRefusedError("proposed_already", field="slug", slug=wanted.slug)
    proposal = TenantProposal(
        slug=wanted.slug,
        name=wanted.name,
        level=wanted.level,
        host=wanted.host,
        words=wanted.words,
        limits=wanted.limits,
        valid_from=wanted.valid_from,
        valid_to=wanted.valid_to,
        admin_name=wanted.admin_name,
        admin_phone=wanted.admin_phone,
        proposed_at=clock.now(session),
        proposed_by_id=by.account_id,
    )
    session.add(proposal)
    session.flush()
    record(
        session, "tenant_proposed", actor=by.as_member(), account_id=by.account_id,
        slug=wanted.slug, request_key=request_key,
        facts={"proposal": proposal.id, "name": wanted.name, "level": wanted.level},
    )  # fmt: skip
    return proposal


def find_proposal(
    session: TenantSession, proposal_id: UUID, *, lock: bool = False
) -> TenantProposal | None:
    """Return a proposal with who made it and who decided on it."""
    wanted = (
        select(TenantProposal)
        .where(TenantProposal.id == proposal_id)
        .options(joinedload(TenantProposal.proposed_by), joinedload(TenantProposal.decided_by))
    )
    return session.scalar(wanted.with_for_update(of=TenantProposal) if lock else wanted)


def waiting_proposals(session: TenantSession) -> list[TenantProposal]:
    """List the proposals that nobody has decided on, the oldest first."""
    return list(
        session.scalars(
            select(TenantProposal)
            .where(TenantProposal.outcome == Outcome.WAITING)
            .order_by(TenantProposal.proposed_at, TenantProposal.id)
            .options(joinedload(TenantProposal.proposed_by))
        )
    )


def confirm(
    session: TenantSession,
    proposal: TenantProposal,
    *,
    by: Operator,
    request_key: str | None = None,
) -> tuple[Tenant, str]:
    """Open the proposed tenant, and return it with the token that lets its administrator in.

    The administrator is entered by a job of the new tenant, because the platform's own
    connection may write no people.

    Raises:
        PlatformRefusedError: whoever confirms proposed it, it was decided on, or its name
            has been taken meanwhile.

    """
    _refuse_settled(proposal)
    if proposal.proposed_by_id == by.account_id:
        raise PlatformRefusedError("own_proposal")
    _refuse_taken(session, proposal.slug, proposal.host)
    token, now = new_token(), clock.now(session)
    proposal.outcome, proposal.decided_at = Outcome.CONFIRMED, now
    proposal.decided_by_id = by.account_id
    session.flush()
    record(
        session, "tenant_opened", actor=by.as_member(), account_id=by.account_id,
        slug=proposal.slug, request_key=request_key, facts={"proposal": proposal.id},
    )  # fmt: skip
    tenant = open_tenant(
        session,
        proposal.slug,
        name=proposal.name,
        level=proposal.level,
        words=proposal.words,
        host=proposal.host,
        limits=proposal.limits,
        valid_from=proposal.valid_from,
        valid_to=proposal.valid_to,
        actor=by.as_member(),
        role=ROLE,
        facts={"proposed_by": proposal.proposed_by.name, "confirmed_by": by.name},
    )
    leave(
        session,
        INVITE_JOB,
        {
            "name": proposal.admin_name,
            "phone": proposal.admin_phone,
            "digest": digest_of(token).hex(),
            "expires_at": (now + INVITATION_LIVES).isoformat(),
            "by": by.name,
        },
    )
    session.flush()
    return tenant, token


def turn_down(
    session: TenantSession,
    proposal: TenantProposal,
    reason: str,
    *,
    by: Operator,
    request_key: str | None = None,
) -> None:
    """Turn a proposal down, one's own as well; the reason is kept.

    Raises:
        PlatformRefusedError: it was decided on already.

    """
    _refuse_settled(proposal)
    proposal.outcome, proposal.decided_at = Outcome.TURNED_DOWN, clock.now(session)
    proposal.decided_by_id, proposal.reason = by.account_id, reason
    session.flush()
    record(
        session, "tenant_turned_down", actor=by.as_member(), account_id=by.account_id,
        slug=proposal.slug, request_key=request_key,
        facts={"proposal": proposal.id, "reason": reason},
    )  # fmt: skip


def _refuse_settled(proposal: TenantProposal) -> None:
    if proposal.outcome is not Outcome.WAITING:
        raise PlatformRefusedError("proposal_settled")


def _refuse_taken(session: TenantSession, slug: str, host: str | None) -> None:
    if slug in RESERVED:
        raise PlatformRefusedError("slug_reserved", field="slug", slug=slug)
    if find_tenant(session, slug) is not None:
        raise PlatformRefusedError("slug_taken", field="slug", slug=slug)
    if host and tenant_of_host(session, host) is not None:
        raise PlatformRefusedError("host_taken", field="host", host=host)
