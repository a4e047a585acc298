"""The second factor of the platform's people: an authenticator app, with ten codes on paper.

The same rules as for a tenant's deciders (tenants.signing_in.second_factors), on rows that no
tenant reaches.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from tenants import clock
from tenants.members import Member
from tenants.platform.tables import PlatformAccount, PlatformSecondFactor, PlatformSignIn
from tenants.platform.trail import record
from tenants.proofs import authenticator, recovery, sealing
from tenants.signing_in.failures import Way, wait_after
from tenants.signing_in.first_factor import ClosedError
from tenants.signing_in.lifetimes import MOST_FAILURES
from tenants.wall import TenantSession


def has_app(session: TenantSession, account: PlatformAccount) -> bool:
    """Tell whether an account's app is in use."""
    row = _row(session, account.id)
    return row is not None and row.confirmed_at is not None


def start_app(session: TenantSession, account: PlatformAccount) -> None:
    """Make a secret for an app that is still to be confirmed, unless one is in use."""
    row = _row(session, account.id)
    if row is not None and (row.confirmed_at is not None or _secret(row) is not None):
        return
    secret = _new_secret(account.id)
    session.execute(
        insert(PlatformSecondFactor)
        .values(account_id=account.id, secret=secret)
        .on_conflict_do_update(
            index_elements=("account_id",),
            set_={"secret": secret},
            where=PlatformSecondFactor.confirmed_at.is_(None),
        )
    )
    if row is not None:
        session.expire(row)


def secret_to_confirm(session: TenantSession, account: PlatformAccount) -> str | None:
    """Return the secret that an app is being given, until it has shown a code."""
    row = _row(session, account.id)
    return _secret(row) if row is not None and row.confirmed_at is None else None


def confirm_app(
    session: TenantSession, account: PlatformAccount, code: str, *, actor: Member
) -> list[str]:
    """Take an app into use once it shows a right code; return the paper codes, this once.

    Nothing is returned where the code was wrong.
    """
    row = _row(session, account.id, lock=True)
    if row is None or row.confirmed_at is not None or not _use_step(session, row, code):
        return []
    codes = recovery.new_codes()
    row.confirmed_at = clock.now(session)
    row.papers = [_digest(account.id, paper) for paper in codes]
    session.flush()
    record(
        session, "second_factor_added", actor=actor, account_id=account.id,
        facts={"account": account.id, "name": account.name},
    )  # fmt: skip
    return codes


def check_second(session: TenantSession, account: PlatformAccount, code: str) -> bool:
    """Try an app's code or a paper one, and use it up; a wrong one is counted, so commit it.

    Raises:
        ClosedError: too many were wrong.

    """
    row = _row(session, account.id, lock=True)
    if row is None or row.confirmed_at is None:
        return False
    now = clock.now(session)
    if row.failures >= MOST_FAILURES or (row.waits_until is not None and row.waits_until > now):
        raise ClosedError(Way.SECOND)
    if _use_step(session, row, code) or _use_paper(row, code):
        row.failures, row.waits_until = 0, None
        session.flush()
        return True
    row.failures += 1
    row.waits_until = now + wait_after(Way.SECOND, row.failures)
    session.flush()
    return False


def reset_app(session: TenantSession, account: PlatformAccount, *, actor: Member) -> None:
    """Take an app that was lost from an account, and end its sign-ins."""
    row = _row(session, account.id, lock=True)
    if row is not None:
        row.secret, row.last_step, row.confirmed_at = _new_secret(account.id), 0, None
        row.papers, row.failures, row.waits_until = [], 0, None
        session.flush()
    session.execute(
        update(PlatformSignIn)
        .where(PlatformSignIn.account_id == account.id, PlatformSignIn.ended_at.is_(None))
        .values(ended_at=clock.now(session))
    )
    record(
        session, "second_factors_reset", actor=actor,
        facts={"account": account.id, "name": account.name},
    )  # fmt: skip


def code_for_demonstration(session: TenantSession, account: PlatformAccount) -> str | None:
    """Return a code of the app that would be taken now; only a demonstration shows it."""
    row = _row(session, account.id)
    if row is None:
        return None
    step, secret = (
        authenticator.usable_step(at=clock.now(session), after=row.last_step),
        _secret(row),
    )
    return authenticator.code_of(secret, step) if step and secret else None


def _use_step(session: TenantSession, row: PlatformSecondFactor, code: str) -> bool:
    secret = _secret(row)
    if secret is None:
        return False
    step = authenticator.step_of(secret, code, at=clock.now(session), after=row.last_step)
    if step is None:
        return False
    row.last_step = step
    return True


def _use_paper(row: PlatformSecondFactor, code: str) -> bool:
    digest = _digest(row.account_id, code)
    if digest not in row.papers:
        return False
    row.papers = [paper for paper in row.papers if paper != digest]
    return True


def _row(
    session: TenantSession, account_id: UUID, *, lock: bool = False
) -> PlatformSecondFactor | None:
    found = select(PlatformSecondFactor).where(PlatformSecondFactor.account_id == account_id)
    if lock:
        found = found.with_for_update().execution_options(populate_existing=True)
    return session.scalar(found)


def _about(account_id: UUID) -> str:
    return f"platform:{account_id}"


def _new_secret(account_id: UUID) -> bytes:
    return sealing.sealed(authenticator.new_secret().encode(), about=_about(account_id))


def _secret(row: PlatformSecondFactor) -> str | None:
    return sealing.opened_if_ours(bytes(row.secret), about=_about(row.account_id))


def _digest(account_id: UUID, code: str) -> str:
    return recovery.digest_of(code, about=_about(account_id)).hex()
