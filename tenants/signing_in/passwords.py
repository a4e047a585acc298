"""The password of an account that wants one: set, changed, removed, tried."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from tenants import clock
from tenants.audit import record_event
from tenants.database import row_id
from tenants.members import Member
from tenants.people import Account
from tenants.proofs import passwords
from tenants.proofs.passwords import Fault
from tenants.signing_in.codes import NOBODY
from tenants.signing_in.sessions import end_sign_ins
from tenants.signing_in.tables import Password
from tenants.wall import TenantSession


class BadPasswordError(ValueError):
    """A text may not be a password, because of its ``fault``."""

    def __init__(self, fault: Fault, *, shortest: int) -> None:
        super().__init__(fault)
        self.fault = fault
        self.shortest = shortest


def has_password(session: TenantSession, account: Account) -> bool:
    """Tell whether an account has a password."""
    found = select(Password.id).where(Password.account_id == account.id)
    return session.scalar(found) is not None


def check_password(session: TenantSession, account: Account | None, password: str) -> bool:
    """Try a password. Whether there is an account or a password, one hash is computed."""
    kept = session.scalar(
        select(Password.hash).where(Password.account_id == (account.id if account else NOBODY))
    )
    return passwords.matches(kept, password)


def set_password(
    session: TenantSession, account: Account, password: str, *, shortest: int, actor: Member
) -> None:
    """Give an account a password, its first or another; its other sign-ins end.

    Raises:
        BadPasswordError: the text may not be one.

    """
    fault = passwords.fault_of(
        password,
        shortest=shortest,
        about=(account.person.name, account.phone, account.phone.removeprefix("+84")),
    )
    if fault is not None:
        raise BadPasswordError(fault, shortest=shortest)
    made = {"hash": passwords.hashed(password), "set_at": clock.now(session)}
    session.execute(
        insert(Password)
        .values(tenant_id=session.tenant_id, id=row_id(), account_id=account.id, **made)
        .on_conflict_do_update(index_elements=("tenant_id", "account_id"), set_=made)
    )
    end_sign_ins(session, account, keep=actor.sign_in_id)
    _record(session, "password_set", account, actor)


def remove_password(session: TenantSession, account: Account, *, actor: Member) -> None:
    """Take the password from an account; codes let its person in, its other sign-ins end."""
    session.execute(delete(Password).where(Password.account_id == account.id))
    end_sign_ins(session, account, keep=actor.sign_in_id)
    _record(session, "password_removed", account, actor)


def _record(session: TenantSession, kind: str, account: Account, actor: Member) -> None:
    record_event(
        session,
        kind,
        actor=actor,
        for_name=account.person.name,
        facts={"account_id": account.id, "person_id": account.person_id},
    )
