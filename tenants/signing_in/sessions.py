"""Sign-ins: begun with a code or an invitation, found on every request, ended at once."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from tenants import clock
from tenants.audit import record_event
from tenants.database import row_id
from tenants.members import Member
from tenants.people import Account, Person
from tenants.signing_in.accounts import member_of
from tenants.signing_in.lifetimes import SEEN_EVERY, SIGN_IN_IDLE, SIGN_IN_LIVES
from tenants.signing_in.tables import SignIn
from tenants.signing_in.tokens import digest_of, new_token
from tenants.wall import TenantSession


def begin_sign_in(
    session: TenantSession,
    account: Account,
    *,
    device: str = "",
    address: str = "",
    request_id: str = "",
) -> str:
    """Sign a person in on a device, and return the token that its browser keeps.

    Raises:
        NoMemberError: the person has been disabled.

    """
    token, now = new_token(), clock.now(session)
    row = SignIn(
        id=row_id(),
        account_id=account.id,
        digest=digest_of(token),
        began_at=now,
        seen_at=now,
        device=device,
        address=address,
    )
    session.add(row)
    session.flush()
    actor = replace(
        member_of(session, account), sign_in_id=row.id, request_id=request_id, address=address
    )
    record_event(session, "sign_in", actor=actor, facts={"device": device})
    return token


def find_sign_in(session: TenantSession, token: str) -> SignIn | None:
    """Return the sign-in of a token, if it stands and nobody has disabled its person."""
    now = clock.now(session)
    return session.scalar(
        select(SignIn)
        .join(Account, Account.id == SignIn.account_id)
        .join(Person, Person.id == Account.person_id)
        .where(
            SignIn.digest == digest_of(token),
            SignIn.ended_at.is_(None),
            SignIn.seen_at > now - SIGN_IN_IDLE,
            SignIn.began_at > now - SIGN_IN_LIVES,
            Account.disabled_at.is_(None),
            Person.disabled_at.is_(None),
        )
        .options(joinedload(SignIn.account))
    )


def owner_of(session: TenantSession, token: str) -> UUID | None:
    """Return the account whose sign-in this was, even if it has ended; it opens nothing."""
    return session.scalar(select(SignIn.account_id).where(SignIn.digest == digest_of(token)))


def is_due(session: TenantSession, sign_in: SignIn) -> bool:
    """Tell whether it is time to write down again that the person is there."""
    return sign_in.seen_at < clock.now(session) - SEEN_EVERY


def keep_alive(session: TenantSession, sign_in_id: UUID) -> None:
    """Write down that the person is still there."""
    session.execute(
        update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=clock.now(session))
    )


def standing_sign_ins(session: TenantSession, person_id: UUID) -> list[SignIn]:
    """List the devices on which a person is signed in, the last used first."""
    now = clock.now(session)
    return list(
        session.scalars(
            select(SignIn)
            .join(Account, Account.id == SignIn.account_id)
            .where(
                Account.person_id == person_id,
                SignIn.ended_at.is_(None),
                SignIn.seen_at > now - SIGN_IN_IDLE,
                SignIn.began_at > now - SIGN_IN_LIVES,
            )
            .order_by(SignIn.seen_at.desc(), SignIn.id)
        )
    )


def end_sign_in(session: TenantSession, sign_in_id: UUID, *, actor: Member) -> bool:
    """End one of the actor's own sign-ins; it lets nobody in from the next request on.

    Returns:
        Whether there was such a sign-in that stood.

    """
    row = session.scalar(
        select(SignIn)
        .join(Account, Account.id == SignIn.account_id)
        .where(
            SignIn.id == sign_in_id,
            SignIn.ended_at.is_(None),
            Account.person_id == actor.person_id,
        )
        .with_for_update(of=SignIn)
    )
    if row is None:
        return False
    row.ended_at = clock.now(session)
    session.flush()
    record_event(session, "sign_out", actor=actor, facts={"sign_in_id": row.id})
    return True
