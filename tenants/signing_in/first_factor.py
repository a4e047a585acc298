"""The first proof: a six-digit code or a password, tried in the name of a phone number.

Whatever is known of the number, the same questions are asked of the database and the same
number of hashes is computed.
"""

from __future__ import annotations

from tenants.people import Account
from tenants.signing_in.accounts import find_account
from tenants.signing_in.codes import check_code
from tenants.signing_in.failures import Way, count_failure, forget_failures, may_try
from tenants.signing_in.passwords import check_password
from tenants.wall import TenantSession


class ClosedError(Exception):
    """There were too many wrong tries in this number's name; this way is closed for a while."""


def by_code(
    session: TenantSession, phone: str, code: str, *, browser: bytes | None
) -> Account | None:
    """Return whom a code lets in; a wrong one is counted, so commit it.

    Raises:
        ClosedError: too many were wrong.

    """
    _ask_whether_open(session, phone, Way.CODE)
    account = find_account(session, phone)
    proved = check_code(session, account, code, browser=browser)
    return _counted(session, phone, Way.CODE, account if proved else None)


def by_password(session: TenantSession, phone: str, password: str) -> Account | None:
    """Return whom a password lets in; a wrong one is counted, so commit it.

    Raises:
        ClosedError: too many were wrong.

    """
    _ask_whether_open(session, phone, Way.PASSWORD)
    account = find_account(session, phone)
    proved = check_password(session, account, password)
    return _counted(session, phone, Way.PASSWORD, account if proved else None)


def _ask_whether_open(session: TenantSession, phone: str, way: Way) -> None:
    if not may_try(session, phone, way):
        raise ClosedError(way)


def _counted(
    session: TenantSession, phone: str, way: Way, account: Account | None
) -> Account | None:
    if account is None:
        count_failure(session, phone, way)
    else:
        forget_failures(session, phone, Way.CODE, Way.PASSWORD)
    return account
