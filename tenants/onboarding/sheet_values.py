"""A spreadsheet's values as text and as counts."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from tenants.text.folding import normalise
from tenants.text.numbers import BadNumberError, parse_number

MOST = 100_000
_NONE = frozenset({"", "-", "–", "—", "không", "0"})
# Letters that only appear where text of an old font (TCVN3, VNI) is read as Unicode.
_OLD_FONT = re.compile("[§©®¨µ¸¶¹ªæåäïöøûü]")


class BadCountError(ValueError):
    """A value is no number of members."""


def as_text(value: Any) -> str:
    """Return a value as it stands on the sheet, in the form in which text is kept."""
    if isinstance(value, str):
        return normalise(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (datetime, date, time, timedelta)):
        return str(value)
    return "" if value is None else str(value)


def as_count(value: Any) -> int | None:
    """Return a number of members, or ``None`` for an empty cell.

    Raises:
        BadCountError: it is no whole number from 0 to ``MOST``.

    """
    if isinstance(value, float) and _is_count(value):
        return int(value)
    text = as_text(value)
    if not text:
        return None
    if text.lower() in _NONE:
        return 0
    try:
        number = parse_number(text)
    except BadNumberError as error:
        raise BadCountError(text) from error
    if not _is_count(number):
        raise BadCountError(text)
    return int(number)


def is_old_font(text: str) -> bool:
    """Tell whether text was typed in a font from before Unicode and would be kept as rubbish."""
    return bool(_OLD_FONT.search(text))


def _is_count(number: float | Decimal) -> bool:
    return 0 <= number <= MOST and number % 1 == 0
