"""The one clock: the database's time, read once for each transaction.

Deadlines end at 23:59:59 in Viet Nam and are kept on the server
(docs/process.md, section 6).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tenants.wall import TenantSession

VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")
_shift = [timedelta(0)]


def now(session: TenantSession) -> datetime:
    """Return the moment this transaction began, in UTC."""
    began: datetime | None = session.info.get("transaction_time")
    if began is None:
        session.connection()
        began = session.info["transaction_time"]
    return began.astimezone(UTC) + _shift[-1]


def today(session: TenantSession) -> date:
    """Return the present day in Viet Nam."""
    return local(now(session)).date()


def local(moment: datetime) -> datetime:
    """Show a moment on Viet Nam's clocks."""
    return moment.astimezone(VIET_NAM)


def end_of(day: date) -> datetime:
    """Return the last second of a day in Viet Nam, when its deadlines end."""
    return datetime.combine(day, time(23, 59, 59), VIET_NAM).astimezone(UTC)


@contextmanager
def moved(by: timedelta) -> Iterator[None]:
    """Move the clock for a while; tests travel with it."""
    _shift.append(_shift[-1] + by)
    try:
        yield
    finally:
        _shift.pop()
