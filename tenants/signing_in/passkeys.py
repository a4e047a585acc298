"""Passkeys of an account: made, asked for, checked, removed.

A challenge is kept with the sign-in that it was put to, and good for one answer.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, select

from tenants import clock
from tenants.audit import record_event
from tenants.members import Member
from tenants.people import Account
from tenants.proofs import passkeys
from tenants.proofs.passkeys import NotProvedError, Site
from tenants.signing_in.deciders import decides
from tenants.signing_in.failures import Way, count_failure, forget_failures, may_try
from tenants.signing_in.first_factor import ClosedError
from tenants.signing_in.second_factors import (
    LastFactorError,
    factors_of,
    forget_papers_of_nothing,
)
from tenants.signing_in.tables import Passkey, SignIn
from tenants.wall import TenantSession


def passkeys_of(session: TenantSession, account: Account) -> list[Passkey]:
    """List the passkeys of an account, the oldest first."""
    rows = select(Passkey).where(Passkey.account_id == account.id).order_by(Passkey.id)
    return list(session.scalars(rows))


def ask_for_new(session: TenantSession, sign_in: SignIn, account: Account, *, site: Site) -> str:
    """Return what to ask a browser, as JSON, so that it makes a passkey."""
    question = passkeys.ask_for_new(
        site,
        owner=account.id.bytes,
        name=account.person.name,
        known=[bytes(row.credential_id) for row in passkeys_of(session, account)],
    )
    _put(session, sign_in, question.challenge)
    return question.options


def add_passkey(
    session: TenantSession,
    sign_in: SignIn,
    account: Account,
    answer: str,
    *,
    site: Site,
    device: str,
    actor: Member,
) -> None:
    """Keep the passkey that a browser made.

    Raises:
        NotProvedError: the answer is not one to what was asked.

    """
    made = passkeys.read_new(site, answer, challenge=_taken(session, sign_in))
    known = select(Passkey.id).where(Passkey.credential_id == made.credential_id)
    if session.scalar(known) is not None:
        raise NotProvedError
    session.add(
        Passkey(
            account_id=account.id,
            credential_id=made.credential_id,
            public_key=made.public_key,
            sign_count=made.sign_count,
            device=device,
            added_at=clock.now(session),
        )
    )
    session.flush()
    _record(session, "second_factor_added", account, actor)


def ask_for_proof(session: TenantSession, sign_in: SignIn, account: Account, *, site: Site) -> str:
    """Return what to ask a browser, as JSON, so that it proves to hold a passkey."""
    known = [bytes(row.credential_id) for row in passkeys_of(session, account)]
    question = passkeys.ask_for_proof(site, known=known)
    _put(session, sign_in, question.challenge)
    return question.options


def check_passkey(
    session: TenantSession, sign_in: SignIn, account: Account, answer: str, *, site: Site
) -> bool:
    """Tell whether a browser holds a passkey of this account; a wrong answer is counted.

    Raises:
        ClosedError: too many were wrong.

    """
    if not may_try(session, account.phone, Way.SECOND):
        raise ClosedError(Way.SECOND)
    try:
        _check(session, sign_in, account, answer, site)
    except NotProvedError:
        count_failure(session, account.phone, Way.SECOND)
        return False
    forget_failures(session, account.phone, Way.SECOND)
    return True


def remove_passkey(
    session: TenantSession, account: Account, passkey_id: UUID, *, actor: Member
) -> bool:
    """Do without a passkey; tell whether there was such a one.

    Raises:
        LastFactorError: the person decides, and has nothing else.

    """
    found = factors_of(session, account)
    if decides(actor) and not found.has_app and found.passkeys <= 1:
        raise LastFactorError
    gone = session.scalar(
        delete(Passkey)
        .where(Passkey.id == passkey_id, Passkey.account_id == account.id)
        .returning(Passkey.id)
    )
    if gone is None:
        return False
    forget_papers_of_nothing(session, account)
    _record(session, "second_factor_removed", account, actor)
    return True


def _check(
    session: TenantSession, sign_in: SignIn, account: Account, answer: str, site: Site
) -> None:
    challenge = _taken(session, sign_in)
    row = session.scalar(
        select(Passkey)
        .where(
            Passkey.account_id == account.id,
            Passkey.credential_id == passkeys.named_in(answer),
        )
        .with_for_update()
    )
    if row is None:
        raise NotProvedError
    row.sign_count = passkeys.check_proof(
        site,
        answer,
        challenge=challenge,
        public_key=bytes(row.public_key),
        sign_count=row.sign_count,
    )
    row.used_at = clock.now(session)
    session.flush()


def _put(session: TenantSession, sign_in: SignIn, challenge: bytes) -> None:
    sign_in.challenge = challenge
    session.flush()


def _taken(session: TenantSession, sign_in: SignIn) -> bytes:
    """Return the challenge that was put, and forget it."""
    challenge = session.scalar(
        select(SignIn.challenge).where(SignIn.id == sign_in.id).with_for_update()
    )
    sign_in.challenge = None
    session.flush()
    if not challenge:
        raise NotProvedError
    return bytes(challenge)


def _record(session: TenantSession, kind: str, account: Account, actor: Member) -> None:
    record_event(
        session,
        kind,
        actor=actor,
        for_name=account.person.name,
        facts={"account_id": account.id, "person_id": account.person_id, "factor": "passkey"},
    )
