"""Invitations: a one-time link that lets a person in for the first time."""

from __future__ import annotations

from sqlalchemy import Select, select, update
from sqlalchemy.orm import joinedload

from tenants import clock
from tenants.audit import record_event
from tenants.members import Member
from tenants.people import Account, Person
from tenants.signing_in.accounts import member_of
from tenants.signing_in.lifetimes import INVITATION_LIVES
from tenants.signing_in.tables import Invitation
from tenants.signing_in.tokens import digest_of, new_token
from tenants.wall import TenantSession


def create_invitation(session: TenantSession, account: Account, *, actor: Member) -> str:
    """Invite an account, and return the link's token; older invitations of it end."""
    token = new_token()
    end_invitations(session, account)
    session.add(
        Invitation(
            account_id=account.id,
            digest=digest_of(token),
            phone=account.phone,
            expires_at=clock.now(session) + INVITATION_LIVES,
        )
    )
    session.flush()
    record_event(
        session,
        "invited",
        actor=actor,
        for_name=account.person.name,
        facts={"account_id": account.id, "person_id": account.person_id},
    )
    return token


def end_invitations(session: TenantSession, account: Account) -> None:
    """End the links that an account has not used."""
    session.execute(
        update(Invitation)
        .where(Invitation.account_id == account.id, Invitation.used_at.is_(None))
        .values(used_at=clock.now(session))
    )


def invited_account(session: TenantSession, token: str) -> Account | None:
    """Return whom a link that still stands invites; nothing is used up."""
    invitation = session.scalar(_standing(session, token))
    if invitation is None:
        return None
    return session.scalar(
        select(Account)
        .join(Person, Person.id == Account.person_id)
        .where(
            Account.id == invitation.account_id,
            Account.phone == invitation.phone,
            Account.disabled_at.is_(None),
            Person.disabled_at.is_(None),
        )
        .options(joinedload(Account.person))
    )


def redeem(session: TenantSession, token: str) -> Account | None:
    """Use a link up, and return whom it lets in; a used or late one gives nobody."""
    invitation = session.scalar(_standing(session, token).with_for_update())
    account = invited_account(session, token) if invitation else None
    if invitation is None or account is None:
        return None
    invitation.used_at = clock.now(session)
    session.flush()
    record_event(session, "invitation_redeemed", actor=member_of(session, account))
    return account


def _standing(session: TenantSession, token: str) -> Select[Invitation]:
    return select(Invitation).where(
        Invitation.digest == digest_of(token),
        Invitation.used_at.is_(None),
        Invitation.expires_at > clock.now(session),
    )
