"""Accounts: finding the one that signs in, and the member behind it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants import clock
from tenants.members import Member, find_member
from tenants.people import Account, Person
from tenants.wall import TenantSession


class NoMemberError(Exception):
    """The account's person has been disabled."""


def find_account(session: TenantSession, phone: str) -> Account | None:
    """Return the enabled account with this phone (E.164) of an enabled person."""
    return session.scalar(
        select(Account)
        .join(Person, Person.id == Account.person_id)
        .where(Account.phone == phone, Account.disabled_at.is_(None), Person.disabled_at.is_(None))
        .options(joinedload(Account.person))
    )


def member_of(session: TenantSession, account: Account) -> Member:
    """Return the account's person with the roles they hold today.

    Raises:
        NoMemberError: the person has been disabled.

    """
    member = find_member(session, account.person_id, on=clock.today(session))
    if member is None:
        raise NoMemberError(account.person_id)
    return member
