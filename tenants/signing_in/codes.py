"""Six-digit codes: given out or sent, tried, used once.

A code is kept as a keyed digest, which the phone is part of: a code that went to a phone
does not outlive a change of it. It works for ten minutes and a few tries. A new one that an
office reads out ends the older ones of the same account; one that is sent ends only those
that the same browser had asked for.
"""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256
from uuid import UUID

from sqlalchemy import func, or_, select, update

from tenants import clock
from tenants.audit import record_event
from tenants.members import Member
from tenants.people import Account
from tenants.settings import settings
from tenants.signing_in.failures import Way, forget_failures
from tenants.signing_in.lifetimes import (
    CODE_EVERY,
    CODE_LIVES,
    CODE_TRIES,
    CODES_AN_HOUR,
    SPOKEN_CODE_TRIES,
)
from tenants.signing_in.tables import SignInCode
from tenants.wall import TenantSession

NOBODY = UUID(int=0)


def issue_code(
    session: TenantSession, account: Account, *, actor: Member, browser: bytes | None = None
) -> str:
    """Give an account a new code to be read out, and return it: it can be read only now.

    Whoever gives it has made sure who is on the phone, so earlier wrong tries are forgotten.
    """
    _end_standing(session, account, browser=browser)
    code = _add(session, account, browser=browser)
    forget_failures(session, account.phone, Way.CODE, Way.PASSWORD)
    record_event(
        session,
        "code_issued",
        actor=actor,
        for_name=account.person.name,
        facts={"account_id": account.id, "person_id": account.person_id},
    )
    return code


def code_to_send(
    session: TenantSession, account: Account, *, browser: bytes, actor: Member
) -> str | None:
    """Make a code that works only in the browser that asked for it.

    Nothing is made within a minute of the last one of that browser, nor more than ten an
    hour for one account: a message costs money and patience.
    """
    now = clock.now(session)
    made = SignInCode.expires_at - CODE_LIVES
    lately = session.scalar(
        select(func.count()).where(
            SignInCode.account_id == account.id,
            SignInCode.browser.is_not(None),
            made > now - CODE_EVERY * 60,
        )
    )
    again = session.scalar(
        select(SignInCode.id)
        .where(
            SignInCode.account_id == account.id,
            SignInCode.browser == browser,
            made > now - CODE_EVERY,
        )
        .limit(1)
    )
    if again is not None or (lately or 0) >= CODES_AN_HOUR:
        return None
    _end_standing(session, account, browser=browser)
    code = _add(session, account, browser=browser)
    record_event(
        session,
        "code_sent",
        actor=actor,
        for_name=account.person.name,
        facts={"account_id": account.id, "person_id": account.person_id},
    )
    return code


def made_up_code() -> str:
    """Return six random digits; shown in a code's place where there is no account."""
    return f"{secrets.randbelow(1_000_000):06}"


def check_code(
    session: TenantSession, account: Account | None, code: str, *, browser: bytes | None = None
) -> bool:
    """Try a code, and use it up if it is right. A wrong one costs a try; commit it.

    The rows are locked, so that tries made at the same time are all counted. Where there is
    no account the same question is asked of the database, and finds nothing.
    """
    rows = session.scalars(
        select(SignInCode)
        .where(
            SignInCode.account_id == (account.id if account else NOBODY),
            or_(SignInCode.browser.is_(None), SignInCode.browser == browser),
            SignInCode.used_at.is_(None),
            SignInCode.expires_at > clock.now(session),
        )
        .order_by(SignInCode.expires_at.desc(), SignInCode.id)
        .with_for_update()
    ).all()
    digest = _digest(account.id if account else NOBODY, account.phone if account else "", code)
    standing = [row for row in rows if row.tries < _most_tries(row)]
    for row in standing:
        row.tries += 1
    found = [row for row in standing if hmac.compare_digest(bytes(row.digest), digest)]
    for row in found:
        row.used_at = clock.now(session)
    return bool(found)


def end_codes(session: TenantSession, account: Account) -> None:
    """End every code that an account still has."""
    session.execute(
        update(SignInCode)
        .where(SignInCode.account_id == account.id, SignInCode.used_at.is_(None))
        .values(used_at=clock.now(session))
    )


def _end_standing(
    session: TenantSession, account: Account, *, browser: bytes | None = None
) -> None:
    same = SignInCode.browser == browser if browser else SignInCode.browser.is_(None)
    session.execute(
        update(SignInCode)
        .where(SignInCode.account_id == account.id, SignInCode.used_at.is_(None), same)
        .values(used_at=clock.now(session))
    )


def _add(session: TenantSession, account: Account, *, browser: bytes | None) -> str:
    code = made_up_code()
    session.add(
        SignInCode(
            account_id=account.id,
            digest=_digest(account.id, account.phone, code),
            browser=browser,
            expires_at=clock.now(session) + CODE_LIVES,
        )
    )
    session.flush()
    return code


def _most_tries(row: SignInCode) -> int:
    return CODE_TRIES if row.browser else SPOKEN_CODE_TRIES


def _digest(account_id: UUID, phone: str, code: str) -> bytes:
    key = settings().need("secret_key").encode()
    return hmac.new(key, f"code:{account_id}:{phone}:{code}".encode(), sha256).digest()
