"""How the platform's people get in: codes, invitations, and sign-ins on the server.

The same lifetimes and tokens as for a tenant's people, on rows that no tenant reaches.
"""

from __future__ import annotations

import hmac
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Select, select, update
from sqlalchemy.orm import joinedload

from tenants import clock
from tenants.members import Member
from tenants.platform.accounts import Operator
from tenants.platform.tables import (
    PlatformAccount,
    PlatformCode,
    PlatformInvitation,
    PlatformSignIn,
)
from tenants.platform.trail import record
from tenants.settings import settings
from tenants.signing_in.codes import made_up_code
from tenants.signing_in.lifetimes import (
    CODE_LIVES,
    CODE_TRIES,
    INVITATION_LIVES,
    SECOND_WITHIN,
)
from tenants.signing_in.tokens import digest_of, new_token
from tenants.wall import TenantSession

# Shorter than a cell secretary's: whoever opens and closes tenants signs in anew each day.
IDLE = timedelta(minutes=30)
LIVES = timedelta(hours=12)


def issue_code(
    session: TenantSession, account: PlatformAccount, *, actor: Member, by: UUID | None = None
) -> str:
    """Give an account a new code, and return it: this is the only time it can be read."""
    now = clock.now(session)
    session.execute(
        update(PlatformCode)
        .where(PlatformCode.account_id == account.id, PlatformCode.used_at.is_(None))
        .values(used_at=now)
    )
    code = made_up_code()
    session.add(
        PlatformCode(
            account_id=account.id, digest=_digest(account.id, code), expires_at=now + CODE_LIVES
        )
    )
    session.flush()
    record(
        session, "code_issued", actor=actor, account_id=by,
        facts={"account": account.id, "name": account.name},
    )  # fmt: skip
    return code


def check_code(session: TenantSession, account: PlatformAccount, code: str) -> bool:
    """Try a code, and use it up if it is right. A wrong one costs a try; commit it."""
    row = session.scalar(
        select(PlatformCode)
        .where(
            PlatformCode.account_id == account.id,
            PlatformCode.used_at.is_(None),
            PlatformCode.expires_at > clock.now(session),
            PlatformCode.tries < CODE_TRIES,
        )
        .order_by(PlatformCode.expires_at.desc())
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


def invite(
    session: TenantSession, account: PlatformAccount, *, actor: Member, by: UUID | None = None
) -> str:
    """Make a one-time link's token for an account; older ones of it end."""
    token, now = new_token(), clock.now(session)
    session.execute(
        update(PlatformInvitation)
        .where(PlatformInvitation.account_id == account.id, PlatformInvitation.used_at.is_(None))
        .values(used_at=now)
    )
    session.add(
        PlatformInvitation(
            account_id=account.id, digest=digest_of(token), expires_at=now + INVITATION_LIVES
        )
    )
    session.flush()
    record(
        session, "invited", actor=actor, account_id=by,
        facts={"account": account.id, "name": account.name},
    )  # fmt: skip
    return token


def invited(session: TenantSession, token: str) -> PlatformAccount | None:
    """Return whom a link that still stands invites; nothing is used up."""
    row = session.execute(_standing(session, token)).one_or_none()
    return row[1] if row else None


def redeem(session: TenantSession, token: str) -> PlatformAccount | None:
    """Use a link up, and return whom it lets in."""
    row = session.execute(
        _standing(session, token).with_for_update(of=PlatformInvitation)
    ).one_or_none()
    if row is None:
        return None
    invitation, account = row
    invitation.used_at = clock.now(session)
    session.flush()
    return account


def begin_sign_in(
    session: TenantSession,
    account: PlatformAccount,
    *,
    device: str = "",
    address: str = "",
    request_id: str = "",
    second_due: bool = False,
) -> str:
    """Sign somebody in on a device, and return the token that its browser keeps.

    While the second proof is due the token opens nothing.
    """
    token, now = new_token(), clock.now(session)
    row = PlatformSignIn(
        account_id=account.id,
        digest=digest_of(token),
        began_at=now,
        seen_at=now,
        second_due=second_due,
        proven_at=now,
        device=device,
        address=address,
    )
    session.add(row)
    session.flush()
    if second_due:
        return token
    operator = Operator(account.id, account.name, row.id, request_id, address)
    record(
        session, "sign_in", actor=operator.as_member(), account_id=account.id,
        facts={"device": device},
    )  # fmt: skip
    return token


def find_sign_in(session: TenantSession, token: str) -> PlatformSignIn | None:
    """Return the sign-in of a token, if it stands and its account has not been disabled."""
    return _found(session, token, second_due=False)


def find_half(session: TenantSession, token: str) -> PlatformSignIn | None:
    """Return the sign-in of a token whose person has yet to prove themselves a second time."""
    half = _found(session, token, second_due=True)
    waits = half is not None and half.began_at > clock.now(session) - SECOND_WITHIN
    return half if waits else None


def complete(session: TenantSession, half: PlatformSignIn, *, request_id: str = "") -> str:
    """Let somebody in who has proved themselves a second time; return the browser's new token."""
    token, now = new_token(), clock.now(session)
    half.digest, half.second_due = digest_of(token), False
    half.began_at = half.seen_at = half.proven_at = now
    session.flush()
    operator = Operator(half.account_id, half.account.name, half.id, request_id, half.address)
    record(
        session, "sign_in", actor=operator.as_member(), account_id=half.account_id,
        facts={"device": half.device, "second": True},
    )  # fmt: skip
    return token


def is_fresh(session: TenantSession, operator: Operator) -> bool:
    """Tell whether somebody has proved who they are recently enough for an emergency."""
    since = clock.now(session) - timedelta(minutes=settings().fresh_minutes)
    found = select(PlatformSignIn.id).where(
        PlatformSignIn.id == operator.sign_in_id, PlatformSignIn.proven_at > since
    )
    return session.scalar(found) is not None


def prove_again(session: TenantSession, operator: Operator) -> None:
    """Write down that somebody has just proved who they are."""
    session.execute(
        update(PlatformSignIn)
        .where(PlatformSignIn.id == operator.sign_in_id)
        .values(proven_at=clock.now(session))
    )


def _found(session: TenantSession, token: str, *, second_due: bool) -> PlatformSignIn | None:
    now = clock.now(session)
    return session.scalar(
        select(PlatformSignIn)
        .join(PlatformAccount, PlatformAccount.id == PlatformSignIn.account_id)
        .where(
            PlatformSignIn.digest == digest_of(token),
            PlatformSignIn.ended_at.is_(None),
            PlatformSignIn.second_due.is_(second_due),
            PlatformSignIn.seen_at > now - IDLE,
            PlatformSignIn.began_at > now - LIVES,
            PlatformAccount.disabled_at.is_(None),
        )
        .options(joinedload(PlatformSignIn.account))
    )


def keep_alive(session: TenantSession, sign_in_id: UUID) -> None:
    """Write down that the person is still there."""
    session.execute(
        update(PlatformSignIn)
        .where(PlatformSignIn.id == sign_in_id)
        .values(seen_at=clock.now(session))
    )


def end_sign_in(session: TenantSession, operator: Operator) -> None:
    """End the operator's own sign-in; it lets nobody in from the next request on."""
    session.execute(
        update(PlatformSignIn)
        .where(PlatformSignIn.id == operator.sign_in_id, PlatformSignIn.ended_at.is_(None))
        .values(ended_at=clock.now(session))
    )
    record(session, "sign_out", actor=operator.as_member(), account_id=operator.account_id)


def _standing(session: TenantSession, token: str) -> Select[PlatformInvitation, PlatformAccount]:
    return (
        select(PlatformInvitation, PlatformAccount)
        .join(PlatformAccount, PlatformAccount.id == PlatformInvitation.account_id)
        .where(
            PlatformInvitation.digest == digest_of(token),
            PlatformInvitation.used_at.is_(None),
            PlatformInvitation.expires_at > clock.now(session),
            PlatformAccount.disabled_at.is_(None),
        )
    )


def _digest(account_id: UUID, code: str) -> bytes:
    key = settings().need("secret_key").encode()
    return hmac.new(key, f"platform:{account_id}:{code}".encode(), sha256).digest()
