"""Six-digit codes: given out, tried, used once.

A code is kept as a keyed digest. It works for ten minutes and five tries; a new one
ends the older ones of the same account.
"""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select, update

from tenants import clock
from tenants.audit import record_event
from tenants.members import Member
from tenants.people import Account
from tenants.settings import settings
from tenants.signing_in.lifetimes import CODE_LIVES, CODE_TRIES
from tenants.signing_in.tables import SignInCode
from tenants.wall import TenantSession


def issue_code(session: TenantSession, account: Account, *, actor: Member) -> str:
    """Give an account a new code, and return it: this is the only time it can be read."""
    now = clock.now(session)
    session.execute(
        update(SignInCode)
        .where(SignInCode.account_id == account.id, SignInCode.used_at.is_(None))
        .values(used_at=now)
    )
    code = made_up_code()
    session.add(
        SignInCode(
            account_id=account.id, digest=_digest(account.id, code), expires_at=now + CODE_LIVES
        )
    )
    session.flush()
    record_event(
        session,
        "code_issued",
        actor=actor,
        for_name=account.person.name,
        facts={"account_id": account.id, "person_id": account.person_id},
    )
    return code


def made_up_code() -> str:
    """Return six random digits; shown in a code's place where there is no account."""
    return f"{secrets.randbelow(1_000_000):06}"


def check_code(session: TenantSession, account: Account, code: str) -> bool:
    """Try a code, and use it up if it is right. A wrong one costs a try; commit it.

    The row is locked, so that tries made at the same time are all counted.
    """
    row = session.scalar(
        select(SignInCode)
        .where(
            SignInCode.account_id == account.id,
            SignInCode.used_at.is_(None),
            SignInCode.expires_at > clock.now(session),
            SignInCode.tries < CODE_TRIES,
        )
        .order_by(SignInCode.expires_at.desc())
        .limit(1)
        .with_for_update()
    )
    if row is None:
        return False
    row.tries += 1
    if not hmac.compare_digest(bytes(row.digest), _digest(account.id, code)):
        return False
    row.used_at = clock.now(session)
    return True


def _digest(account_id: UUID, code: str) -> bytes:
    key = settings().need("secret_key").encode()
    return hmac.new(key, f"code:{account_id}:{code}".encode(), sha256).digest()
