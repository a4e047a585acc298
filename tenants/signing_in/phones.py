"""A lost or another phone: set by an office, with an end to everything the old one opened."""

from __future__ import annotations

from sqlalchemy import select

from tenants.audit import record_event
from tenants.members import Member
from tenants.people import Account
from tenants.signing_in.codes import end_codes
from tenants.signing_in.invitations import end_invitations
from tenants.signing_in.sessions import end_sign_ins
from tenants.wall import TenantSession

DIGITS_TOLD = 3


class PhoneTakenError(Exception):
    """Somebody else of the tenant signs in with this number."""


def change_phone(session: TenantSession, account: Account, phone: str, *, actor: Member) -> None:
    """Give an account another phone (E.164); whoever holds the old one is out.

    Raises:
        PhoneTakenError: the number is another account's.

    """
    other = select(Account.id).where(Account.phone == phone, Account.id != account.id)
    if session.scalar(other) is not None:
        raise PhoneTakenError
    before, account.phone = account.phone, phone
    session.flush()
    shut_out(session, account, actor=actor)
    record_event(
        session,
        "phone_changed",
        actor=actor,
        for_name=account.person.name,
        facts={
            "account_id": account.id,
            "person_id": account.person_id,
            "before": before[-DIGITS_TOLD:],
            "after": phone[-DIGITS_TOLD:],
        },
    )


def report_lost(session: TenantSession, account: Account, *, actor: Member) -> int:
    """End every sign-in, code and link of a person whose phone is lost; return how many devices."""
    ended = shut_out(session, account, actor=actor)
    record_event(
        session,
        "phone_lost",
        actor=actor,
        for_name=account.person.name,
        facts={"account_id": account.id, "person_id": account.person_id, "devices": ended},
    )
    return ended


def shut_out(session: TenantSession, account: Account, *, actor: Member) -> int:
    """End everything that lets this account in but what the actor uses; return how many."""
    end_codes(session, account)
    end_invitations(session, account)
    return end_sign_ins(session, account, keep=actor.sign_in_id)
