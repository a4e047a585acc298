"""What signing in leaves behind, swept up once nobody can need it any more."""

from __future__ import annotations

from sqlalchemy import delete, or_

from tenants import clock
from tenants.signing_in.lifetimes import CODES_KEPT, FAILURES_KEPT, MOST_FAILURES
from tenants.signing_in.tables import SignInCode, SignInFailures
from tenants.wall import TenantSession


def forget_what_is_over(session: TenantSession) -> int:
    """Delete codes long past their time, and counts of wrong tries that hold nobody back.

    A way in that was closed by a hundred wrong tries stays closed until an office opens it,
    and codes are kept while the limit for each hour counts them.
    """
    now = clock.now(session)
    codes = delete(SignInCode).where(SignInCode.expires_at < now - CODES_KEPT)
    failures = delete(SignInFailures).where(
        SignInFailures.in_a_row < MOST_FAILURES,
        SignInFailures.last_at < now - FAILURES_KEPT,
        or_(SignInFailures.waits_until.is_(None), SignInFailures.waits_until < now),
    )
    gone = 0
    for statement in (codes, failures):
        rows = session.execute(statement.execution_options(synchronize_session=False))
        gone += max(rows.rowcount, 0)  # type: ignore[attr-defined]  # a statement that deletes has one
    return gone
