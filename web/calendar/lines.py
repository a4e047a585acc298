"""The lines of a year's calendar: every day that is not what its weekday would say."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date  # type: ignore[import-untyped]

from tenants.own_days import own_days_of
from tenants.wall import TenantSession
from tenants.working_days import DayKind, calendar_of, public_days, swapped_days
from web.catalogue import _
from web.preferences import chosen


@dataclass(frozen=True, slots=True)
class Line:
    """A day: whether it is worked, what it is called, and whether the tenant said so."""

    day: date
    weekday: str
    worked: bool
    words: str
    own: bool


def lines_of(session: TenantSession, year: int) -> list[Line]:
    """List the days off and the swapped days of a year; the tenant's own word stands last."""
    said: dict[date, Line] = {}
    for day, words in public_days(year, chosen("lang")).items():
        said[day] = _line(day, words, worked=False)
    for day in swapped_days(year):
        said[day] = _line(day, _("Làm bù theo lịch của Chính phủ"), worked=True)
    for row in own_days_of(session, year):
        said[row.day] = _line(row.day, row.words, worked=row.kind == DayKind.WORKING, own=True)
    return [said[day] for day in sorted(said)]


def working_days_by_month(session: TenantSession, year: int) -> list[int]:
    """Count the working days of each month."""
    calendar = calendar_of(session)
    return [
        sum(
            calendar.is_working(date(year, month, day))
            for day in range(1, monthrange(year, month)[1] + 1)
        )
        for month in range(1, 13)
    ]


def _line(day: date, words: str, *, worked: bool, own: bool = False) -> Line:
    weekday = format_date(day, "EEEE")
    return Line(day, weekday[:1].upper() + weekday[1:].lower(), worked, words, own)
