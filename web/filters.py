"""How templates show days, numbers, phones and names."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from flask import Flask

from tenants.clock import local
from tenants.text.dates import show_date
from tenants.text.numbers import show_number
from tenants.text.phones import BadPhoneError, parse_phone, show_phone

UNBROKEN = "\N{NO-BREAK SPACE}"


def init_app(app: Flask) -> None:
    """Give the filters to every template."""
    app.add_template_filter(day)
    app.add_template_filter(clock_time)
    app.add_template_filter(moment)
    app.add_template_filter(number)
    app.add_template_filter(phone)
    app.add_template_filter(last_digits)
    app.add_template_filter(given_name)
    app.add_template_filter(unbroken)
    app.add_template_filter(local_day)


def day(value: date | datetime | None) -> str:
    """Show a day as ``05/03/2026``, a moment by its day in Viet Nam, nothing as nothing."""
    if value is None:
        return ""
    return show_date(local(value).date() if isinstance(value, datetime) else value)


def local_day(value: datetime) -> date:
    """Return the day of a moment in Viet Nam."""
    return local(value).date()


def clock_time(value: datetime) -> str:
    """Show the time of a moment in Viet Nam as ``14:32``."""
    return f"{local(value):%H:%M}"


def moment(value: datetime | None) -> str:
    """Show a moment as ``14:32 05/03/2026``."""
    return f"{clock_time(value)}{UNBROKEN}{day(value)}" if value else ""


def number(value: Decimal | float | None) -> str:
    """Show a number as ``2.180`` or ``92,5``, nothing as nothing."""
    return "" if value is None else show_number(value)


def phone(number: str) -> str:
    """Show a phone as ``0912 345 678``; what is no phone stays as it was written."""
    try:
        return show_phone(parse_phone(number))
    except BadPhoneError:
        return number


def last_digits(phone: str) -> str:
    """Show as much of a phone as its owner needs to know it: ``… 567``."""
    return f"…{UNBROKEN}{phone[-3:]}"


def given_name(name: str) -> str:
    """Return the word by which a person is greeted: the last one of the name."""
    return name.rsplit(maxsplit=1)[-1] if name.split() else name


def unbroken(name: str) -> str:
    """Keep a number on the line of the word before it: ``Tổ dân phố 6``."""
    words = name.split(" ")
    out = words[:1]
    for word in words[1:]:
        out.append((UNBROKEN if word[:1].isdigit() else " ") + word)
    return "".join(out)
