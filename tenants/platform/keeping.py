"""Looking after the tenants there are: what they are called, whether they may be used.

Each act is written into the tenant's own chain and into the platform's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tenants import clock
from tenants.audit import record_event
from tenants.database import Json
from tenants.platform.accounts import Operator
from tenants.platform.proposals import ROLE
from tenants.platform.refusals import PlatformRefusedError
from tenants.platform.tables import PlatformEvent, TenantCount
from tenants.platform.trail import record
from tenants.tenant import Level, Standing, Tenant, tenant_of_host
from tenants.text.folding import search_key
from tenants.text.sorting import sort_key
from tenants.wall import TenantSession


@dataclass(frozen=True, slots=True)
class Description:
    """What a tenant is called, where it is reached, how long it stands, what it may hold."""

    name: str
    level: Level
    host: str | None
    words: Json
    limits: Json
    valid_from: date | None
    valid_to: date | None


def list_tenants(
    session: TenantSession, *, search: str = "", standing: Standing | None = None
) -> list[Tenant]:
    """List the tenants by name, those whose name or address holds what was typed."""
    wanted = select(Tenant)
    if standing is not None:
        wanted = wanted.where(Tenant.standing == standing)
    key = search_key(search)
    found = [
        tenant
        for tenant in session.scalars(wanted)
        if key in search_key(tenant.name) or key in tenant.slug
    ]
    return sorted(found, key=lambda tenant: (sort_key(tenant.name), tenant.slug))


def counts_of(session: TenantSession) -> dict[object, TenantCount]:
    """Return what each tenant held when it was last counted, by the tenant's id."""
    return {count.tenant_id: count for count in session.scalars(select(TenantCount))}


def events_about(session: TenantSession, slug: str, *, limit: int = 50) -> list[PlatformEvent]:
    """List what the platform did with a tenant, the newest first; nothing of what is in it."""
    return list(
        session.scalars(
            select(PlatformEvent)
            .where(PlatformEvent.slug == slug)
            .order_by(PlatformEvent.seq.desc())
            .limit(limit)
        )
    )


def describe(
    session: TenantSession,
    tenant: Tenant,
    said: Description,
    *,
    by: Operator,
    request_key: str | None = None,
) -> None:
    """Change what a tenant is called and where it is reached; what changed is written down.

    Its address and what it has decided under another name stay as they are.

    Raises:
        PlatformRefusedError: the host is another tenant's, or nothing would change.

    """
    other = tenant_of_host(session, said.host) if said.host else None
    if other is not None and other.id != tenant.id:
        raise PlatformRefusedError("host_taken", field="host", host=said.host)
    parts = ("name", "level", "host", "words", "limits", "valid_from", "valid_to")
    changed = {
        part: {"from": getattr(tenant, part), "to": getattr(said, part)}
        for part in parts
        if getattr(tenant, part) != getattr(said, part)
    }
    if not changed:
        raise PlatformRefusedError("nothing_changed")
    for part in changed:
        setattr(tenant, part, getattr(said, part))
    _write(session, tenant, "tenant_described", {"changed": changed}, by, request_key)


def set_standing(
    session: TenantSession,
    tenant: Tenant,
    standing: Standing,
    reason: str,
    *,
    by: Operator,
    request_key: str | None = None,
) -> None:
    """Suspend, close or reopen a tenant, with the reason.

    Raises:
        PlatformRefusedError: it stands so already.

    """
    if tenant.standing is standing:
        raise PlatformRefusedError("stands_so_already")
    before, tenant.standing = tenant.standing, standing
    if standing is Standing.CLOSED:
        tenant.valid_to = max(clock.today(session), tenant.valid_from or clock.today(session))
    elif before is Standing.CLOSED:
        tenant.valid_to = None
    facts: Json = {"from": before, "to": standing, "reason": reason}
    _write(session, tenant, "tenant_standing", facts, by, request_key)


def _write(
    session: TenantSession,
    tenant: Tenant,
    kind: str,
    facts: Json,
    by: Operator,
    request_key: str | None,
) -> None:
    session.flush()
    record(
        session, kind, actor=by.as_member(), account_id=by.account_id, slug=tenant.slug,
        request_key=request_key, facts=facts,
    )  # fmt: skip
    session.enter(tenant.id)
    record_event(session, kind, actor=by.as_member(), role=ROLE, facts=facts)
