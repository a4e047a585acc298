"""Dates as Vietnamese offices write them: the day first."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})")  # what a browser's date field sends
_THIS_CENTURY = 2000


class BadDateError(ValueError):
    """Text is not a date."""

    def __init__(self, text: str) -> None:
        super().__init__(f"not a date: {text}")
        self.text = text


class NoSuchDayError(BadDateError):
    """The day does not exist: ``month`` of ``year`` has only ``days`` days."""

    def __init__(self, text: str, *, year: int, month: int) -> None:
        super().__init__(text)
        self.year = year
        self.month = month
        self.days = monthrange(year, month)[1]


def parse_date(text: str) -> date:
    """Read ``5/3/26``, ``05-03-2026``, ``5.3.2026`` or ``2026-03-05``.

    Raises:
        NoSuchDayError: the month does not have that day, as in 31/02.
        BadDateError: anything else that is not a date.

    """
    year, month, day = _parts(text)
    try:
        return date(year, month, day)
    except ValueError:
        if 1 <= month <= 12 and year > 0:
            raise NoSuchDayError(text, year=year, month=month) from None
        raise BadDateError(text) from None


def show_date(day: date) -> str:
    """Show a date as ``05/03/2026``."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def _parts(text: str) -> tuple[int, int, int]:
    written = text.strip()
    if found := _YEAR_FIRST.fullmatch(written):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DAY_FIRST.fullmatch(written):
        century = _THIS_CENTURY if len(found[3]) == 2 else 0
        return century + int(found[3]), int(found[2]), int(found[1])
    raise BadDateError(text)
