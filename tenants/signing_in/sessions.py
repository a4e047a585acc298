"""Sign-ins: begun with a code, a password or a link, found on every request, ended at once.

A sign-in stands on the phone and the roles that its person had when it began: another phone,
another role or a transfer ends it on the next request, whoever changed them and however.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, select, update
from sqlalchemy.orm import joinedload

from tenants import clock
from tenants.audit import record_event
from tenants.database import row_id
from tenants.members import Member
from tenants.people import Account, Person
from tenants.settings import settings
from tenants.signing_in.accounts import member_of
from tenants.signing_in.deciders import decides
from tenants.signing_in.lifetimes import (
    DECIDER_IDLE,
    DECIDER_LIVES,
    SECOND_WITHIN,
    SEEN_EVERY,
    SIGN_IN_LIVES,
)
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
    second_due: bool = False,
) -> str:
    """Sign a person in on a device, and return the token that its browser keeps.

    Args:
        session: of the tenant.
        account: whose.
        device: what the browser calls itself.
        address: where the request came from.
        request_id: the request.
        second_due: the person has yet to prove themselves a second time.

    Raises:
        NoMemberError: the person has been disabled.

    """
    token, now = new_token(), clock.now(session)
    member = member_of(session, account)
    row = SignIn(
        id=row_id(),
        account_id=account.id,
        digest=digest_of(token),
        stands_on=_standing_of(account.phone, member),
        decides=decides(member),
        second_due=second_due,
        proven_at=now,
        began_at=now,
        seen_at=now,
        device=device,
        address=address,
    )
    session.add(row)
    session.flush()
    if not second_due:
        actor = replace(member, sign_in_id=row.id, request_id=request_id, address=address)
        record_event(session, "sign_in", actor=actor, facts={"device": device})
    return token


def find_sign_in(session: TenantSession, token: str) -> SignIn | None:
    """Return the sign-in of a token, if it stands and nobody has disabled its person."""
    return _found(session, token, _in_time(session), ~SignIn.second_due)


def find_half(session: TenantSession, token: str) -> SignIn | None:
    """Return the sign-in of a token whose person has yet to prove themselves a second time."""
    in_time = SignIn.began_at > clock.now(session) - SECOND_WITHIN
    return _found(session, token, _in_time(session), SignIn.second_due.is_(True), in_time)


def complete(session: TenantSession, half: SignIn, *, request_id: str = "") -> str:
    """Let somebody in who has proved themselves a second time; return the browser's new token."""
    token, now = new_token(), clock.now(session)
    half.digest, half.second_due = digest_of(token), False
    half.proven_at = half.began_at = half.seen_at = now
    session.flush()
    actor = replace(
        member_of(session, half.account),
        sign_in_id=half.id,
        request_id=request_id,
        address=half.address,
    )
    record_event(session, "sign_in", actor=actor, facts={"device": half.device, "second": True})
    return token


def is_fresh(session: TenantSession, sign_in_id: UUID) -> bool:
    """Tell whether a person has proved who they are recently enough for a decision."""
    since = clock.now(session) - timedelta(minutes=settings().fresh_minutes)
    found = select(SignIn.id).where(SignIn.id == sign_in_id, SignIn.proven_at > since)
    return session.scalar(found) is not None


def prove_again(session: TenantSession, sign_in_id: UUID, *, actor: Member) -> str:
    """Write down that a person has just proved who they are; return the browser's new token."""
    token = new_token()
    session.execute(
        update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None))
        .values(digest=digest_of(token), proven_at=clock.now(session))
    )
    record_event(session, "proved_again", actor=actor)
    return token


def _found(session: TenantSession, token: str, *conditions: ColumnElement[bool]) -> SignIn | None:
    return session.scalar(
        select(SignIn)
        .join(Account, Account.id == SignIn.account_id)
        .join(Person, Person.id == Account.person_id)
        .where(
            SignIn.digest == digest_of(token),
            Account.disabled_at.is_(None),
            Person.disabled_at.is_(None),
            *conditions,
        )
        .options(joinedload(SignIn.account).joinedload(Account.person))
    )


def still_stands(sign_in: SignIn, member: Member) -> bool:
    """Tell whether the phone and the roles are those with which the sign-in began."""
    return bytes(sign_in.stands_on) == _standing_of(sign_in.account.phone, member)


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
    return list(
        session.scalars(
            select(SignIn)
            .join(Account, Account.id == SignIn.account_id)
            .where(Account.person_id == person_id, _in_time(session), ~SignIn.second_due)
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


def end_others(session: TenantSession, account: Account, *, actor: Member) -> int:
    """End all of the actor's own sign-ins but this one; return how many."""
    ended = end_sign_ins(session, account, keep=actor.sign_in_id)
    record_event(session, "sign_out_elsewhere", actor=actor, facts={"devices": ended})
    return ended


def end_sign_ins(session: TenantSession, account: Account, *, keep: UUID | None = None) -> int:
    """End the sign-ins of an account, all but one if said; return how many stood."""
    ended = session.scalars(
        update(SignIn)
        .where(
            SignIn.account_id == account.id,
            SignIn.ended_at.is_(None),
            SignIn.id.is_distinct_from(keep),
        )
        .values(ended_at=clock.now(session))
        .returning(SignIn.id)
    )
    return len(ended.all())


def end_overtaken(session: TenantSession, sign_in_id: UUID) -> None:
    """Write down that a sign-in no longer stands on what it began with."""
    session.execute(
        update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None))
        .values(ended_at=clock.now(session))
    )


def _in_time(session: TenantSession) -> ColumnElement[bool]:
    """Say in SQL that a sign-in has not ended, rested too long, or lasted too long."""
    now = clock.now(session)
    idle = timedelta(minutes=settings().idle_minutes)
    return and_(
        SignIn.ended_at.is_(None),
        SignIn.seen_at > case((SignIn.decides, now - min(idle, DECIDER_IDLE)), else_=now - idle),
        SignIn.began_at > case((SignIn.decides, now - DECIDER_LIVES), else_=now - SIGN_IN_LIVES),
    )


def _standing_of(phone: str, member: Member) -> bytes:
    held = sorted(f"{held.role}:{held.unit_id}:{held.desk}" for held in member.holdings)
    return sha256("\n".join([phone, *held]).encode()).digest()
