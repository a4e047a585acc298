"""Working days: weekends and public holidays are left out, a tenant's own days decide.

The library ``holidays`` knows the days off of the Labour Code, Tết by the lunar calendar,
days off in lieu, and the Saturdays that the Government has swapped so far. What it cannot
know, a tenant enters: days off of its own, and working days that make up for one
(docs/process.md, section 6).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

import holidays
from sqlalchemy import UniqueConstraint, cast, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantRow
from tenants.wall import TenantSession

ONE_DAY = timedelta(days=1)
SATURDAY = 5
LONGEST_REST = 120  # more than own_days.MOST_IN_YEAR and Tết together


class DayKind(StrEnum):
    """What a tenant says of a day, whatever the public calendar says."""

    OFF = "off"
    WORKING = "working"


class OwnDay(TenantRow, Base):
    """A day off or a working day of a tenant's own; ``words`` says why, with the document."""

    __tablename__ = "own_days"
    __table_args__ = (UniqueConstraint("tenant_id", "day"),)

    day: Mapped[date]
    kind: Mapped[DayKind]
    words: Mapped[str] = mapped_column(default="")


class NoWorkingDayError(Exception):
    """So many days off stand in a row that no working day was found."""


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days are worked: the public calendar, and a tenant's own days above it."""

    own: Mapping[date, DayKind]

    def is_working(self, day: date) -> bool:
        """Tell whether offices work on a day."""
        said = self.own.get(day)
        if said is not None:
            return said is DayKind.WORKING
        return is_worked_in_viet_nam(day)

    def add(self, day: date, count: int) -> date:
        """Return the day that is so many working days later; the day itself does not count.

        A negative count goes back in time.

        Raises:
            NoWorkingDayError: there is none for months, which own_days does not let happen.

        """
        step = ONE_DAY if count > 0 else -ONE_DAY
        for _counted in range(abs(count)):
            day = self._next(day + step, step)
        return day

    def count(self, since: date, until: date) -> int:
        """Count the working days after a day, up to another day and with it."""
        days = (until - since).days
        return sum(self.is_working(since + n * ONE_DAY) for n in range(1, days + 1))

    def on_or_after(self, day: date) -> date:
        """Return the day itself if it is worked, otherwise the next one that is."""
        return self._next(day, ONE_DAY)

    def on_or_before(self, day: date) -> date:
        """Return the day itself if it is worked, otherwise the last one before it that is."""
        return self._next(day, -ONE_DAY)

    def _next(self, day: date, step: timedelta) -> date:
        for _rest in range(LONGEST_REST):
            if self.is_working(day):
                return day
            day += step
        raise NoWorkingDayError(f"no working day near {day}")


# A tenant's own days as one value, for a statement that reads them along.
OWN_DAYS = (
    select(func.coalesce(func.jsonb_object_agg(OwnDay.day, OwnDay.kind), cast({}, JSONB)))
    .select_from(OwnDay)
    .scalar_subquery()
)
CALENDAR = "working calendar"


def calendar_of(session: TenantSession) -> WorkingCalendar:
    """Return the calendar of the session's tenant, read once in a transaction."""
    known: WorkingCalendar | None = session.remembered.get(CALENDAR)
    if known is not None:
        return known
    return remember_calendar(session, session.scalars(select(OWN_DAYS)).one())


def remember_calendar(session: TenantSession, own: Mapping[str, str]) -> WorkingCalendar:
    """Keep the tenant's own days that were read along, until the transaction ends."""
    calendar = WorkingCalendar(
        {date.fromisoformat(day): DayKind(kind) for day, kind in own.items()}
    )
    session.remembered[CALENDAR] = calendar
    return calendar


def is_working_day(session: TenantSession, day: date) -> bool:
    """Tell whether the tenant works on a day."""
    return calendar_of(session).is_working(day)


def add_working_days(session: TenantSession, day: date, count: int) -> date:
    """Return the day that is so many of the tenant's working days later."""
    return calendar_of(session).add(day, count)


def is_worked_in_viet_nam(day: date) -> bool:
    """Tell whether offices work on a day by the public calendar alone."""
    public = _public(day.year, "vi")
    if day in public.off:
        return False
    return day.weekday() < SATURDAY or day in public.swapped


def is_public_holiday(day: date) -> bool:
    """Tell whether a day is a public holiday, or off in lieu of one."""
    return day in _public(day.year, "vi").off


def public_days(year: int, language: str = "vi") -> Mapping[date, str]:
    """Return the days off of a year and what they are called (``vi`` or ``en``)."""
    return _public(year, language).off


def swapped_days(year: int) -> list[date]:
    """List the days of rest that the Government made working days in a year."""
    return sorted(_public(year, "vi").swapped)


@dataclass(frozen=True, slots=True)
class _Public:
    off: Mapping[date, str]
    swapped: frozenset[date]


@cache
def _public(year: int, language: str) -> _Public:
    words = "en_US" if language == "en" else "vi"
    # The years around are read along: a day off may be made up for across the new year.
    found = holidays.country_holidays("VN", years=(year - 1, year, year + 1), language=words)
    return _Public(
        {day: found[day] for day in sorted(found) if day.year == year},
        frozenset(day for day in found.weekend_workdays if day.year == year),
    )
