"""Wrong tries in a row, counted for each phone number, whether anybody has it or not.

A number that nobody has is counted like any other, so that neither the answer nor its
time tells them apart. Waits are short, and another way in stays open: nobody can shut
somebody else out for long by failing in their name.
"""

from __future__ import annotations

import hmac
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from tenants import clock
from tenants.database import row_id
from tenants.settings import settings
from tenants.signing_in.lifetimes import (
    FIRST_WAIT,
    FREE_FAILURES,
    LONGEST_WAIT,
    MOST_FAILURES,
)
from tenants.signing_in.tables import SignInFailures
from tenants.wall import TenantSession


class Way(StrEnum):
    """A way of proving oneself; each has a count of its own."""

    CODE = "code"
    PASSWORD = "password"  # noqa: S105  # the name of a way, not a password
    SECOND = "second"


def may_try(session: TenantSession, phone: str, way: Way) -> bool:
    """Tell whether this way is open for a phone number now.

    The row is locked, so that tries made at the same time are all counted.
    """
    row = session.execute(
        select(SignInFailures.in_a_row, SignInFailures.waits_until)
        .where(SignInFailures.subject == _subject(phone, way))
        .with_for_update()
    ).one_or_none()
    if row is None:
        return True
    waits = row.waits_until is not None and row.waits_until > clock.now(session)
    return row.in_a_row < MOST_FAILURES and not waits


def count_failure(session: TenantSession, phone: str, way: Way) -> None:
    """Count a wrong try; commit it."""
    now = clock.now(session)
    count = session.scalar(
        insert(SignInFailures)
        .values(
            tenant_id=session.tenant_id, id=row_id(), subject=_subject(phone, way),
            in_a_row=1, last_at=now,
        )
        .on_conflict_do_update(
            index_elements=("tenant_id", "subject"),
            set_={
                "in_a_row": func.least(SignInFailures.in_a_row + 1, MOST_FAILURES),
                "last_at": now,
            },
        )
        .returning(SignInFailures.in_a_row)
    )  # fmt: skip
    session.execute(
        update(SignInFailures)
        .where(SignInFailures.subject == _subject(phone, way))
        .values(waits_until=now + wait_after(way, count or 1))
    )


def forget_failures(session: TenantSession, phone: str, *ways: Way) -> None:
    """Start again from nothing: the person has proved who they are, or an office has."""
    session.execute(
        update(SignInFailures)
        .where(SignInFailures.subject.in_([_subject(phone, way) for way in ways]))
        .values(in_a_row=0, waits_until=None)
    )


def wait_after(way: Way, count: int) -> timedelta:
    """Return how long to wait after so many wrong tries in a row: nothing, then ever longer.

    Codes have few tries of their own and never wait: they are the way in that stays open.
    """
    if way is Way.CODE or count < FREE_FAILURES:
        return timedelta(0)
    doublings = min(count - FREE_FAILURES, 10)
    return min(LONGEST_WAIT, FIRST_WAIT * (1 << doublings))


def _subject(phone: str, way: Way) -> bytes:
    key = settings().need("secret_key").encode()
    return hmac.new(key, f"failures:{way}:{phone}".encode(), sha256).digest()
