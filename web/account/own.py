"""The visitor's own account."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants.people import Account
from web import current


def own_account() -> Account | None:
    """Return the account that the visitor signs in with."""
    return current.session().scalar(
        select(Account)
        .where(Account.person_id == current.member().person_id)
        .options(joinedload(Account.person))
    )
