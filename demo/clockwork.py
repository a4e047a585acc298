"""When the acts of the demo took place: spread over the days before, one after another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta

from tenants import clock
from tenants.wall import TenantSession

MORNING = time(8, 0)
LONGEST_TODAY = timedelta(hours=4)
ACTS_TODAY = 1_500


class Clockwork:
    """Moves the one clock for each act, forwards only and never past the present.

    What is loaded in a second would otherwise all have happened in that second.
    """

    def __init__(self, session: TenantSession) -> None:
        self._session = session
        self._behind = timedelta(0)
        self._pace = timedelta(0)
        self._acting = False

    def go_to(self, *, days_ago: int, pace: timedelta = timedelta(minutes=2)) -> None:
        """Go on in the morning of an earlier day; ``pace`` is the time from act to act."""
        now = clock.now(self._session)
        day = clock.local(now).date() - timedelta(days=days_ago)
        self._behind = now - datetime.combine(day, MORNING, clock.VIET_NAM)
        self._pace = pace

    def go_to_today(self) -> None:
        """Go on a few hours ago, or at midnight if that was later."""
        now = clock.now(self._session)
        midnight = datetime.combine(clock.local(now).date(), time(0), clock.VIET_NAM)
        self._behind = min(LONGEST_TODAY, now - midnight)
        self._pace = self._behind / ACTS_TODAY

    @contextmanager
    def at_its_time(self) -> Iterator[None]:
        """Let one act happen at its time.

        Raises:
            RuntimeError: within another act; the clock would be moved twice, before a day's start.

        """
        if self._acting:
            raise RuntimeError("one act within another has no time of its own")
        self._acting = True
        try:
            with clock.moved(-self._behind):
                yield
        finally:
            self._acting = False
        self._behind = max(timedelta(0), self._behind - self._pace)
