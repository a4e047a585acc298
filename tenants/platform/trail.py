"""The platform's own trail: a keyed chain, as each tenant has one.

What touches a tenant is written into that tenant's chain as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import func, insert, select

from tenants.audit import FIRST, canonical, chained, plain
from tenants.clock import now
from tenants.database import Json
from tenants.members import Member
from tenants.platform.tables import PlatformEvent
from tenants.wall import TenantSession

ONE_AT_A_TIME = 4_204_700_002  # any number that nothing else in this database locks


def record(
    session: TenantSession,
    kind: str,
    *,
    actor: Member,
    account_id: UUID | None = None,
    slug: str = "",
    request_key: str | None = None,
    facts: Json | None = None,
) -> int:
    """Append an event to the platform's chain, and return its number."""
    session.execute(select(func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
    last = session.execute(
        select(PlatformEvent.seq, PlatformEvent.hash).order_by(PlatformEvent.seq.desc()).limit(1)
    ).one_or_none()
    seq, previous = (1, FIRST) if last is None else (last.seq + 1, bytes(last.hash))
    columns: Json = {
        "at": now(session),
        "kind": kind,
        "account_id": account_id,
        "name": actor.name,
        "slug": slug,
        "request_key": request_key,
        "facts": plain(facts or {}),
    }
    text = canonical(
        columns
        | {
            "seq": seq,
            "sign_in": actor.sign_in_id,
            "request": actor.request_id,
            "address": actor.address,
        }
    )
    session.execute(
        insert(PlatformEvent).values(
            seq=seq,
            record=text,
            previous_hash=previous,
            hash=chained(previous, text),
            **columns,
        )
    )
    return seq


def done_before(session: TenantSession, request_key: str | None) -> PlatformEvent | None:
    """Return what a form with this key did when it was sent the first time."""
    if not request_key:
        return None
    return session.scalar(select(PlatformEvent).where(PlatformEvent.request_key == request_key))


def verify_platform(session: TenantSession) -> Iterator[tuple[int, str]]:
    """Walk the platform's chain and name each event that is not as it was written."""
    previous, expected = FIRST, 1
    for event in session.scalars(select(PlatformEvent).order_by(PlatformEvent.seq)):
        if event.seq != expected:
            yield expected, "gap"
        if bytes(event.previous_hash) != previous:
            yield event.seq, "link"
        if bytes(event.hash) != chained(bytes(event.previous_hash), event.record):
            yield event.seq, "hash"
        previous, expected = bytes(event.hash), event.seq + 1
