"""The fields of which the forms of a criteria set are made."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from wtforms import StringField

from web.catalogue import _l
from web.fields import DecimalField
from web.forms import AtMost, Between, Required

LONG, SHORT = 1000, 200


def line_field(label: str, *, most: int = SHORT, required: bool = False) -> StringField:
    """Make a field of one line."""
    return StringField(label, validators=[*([Required()] if required else []), AtMost(most)])


def key_field(label: str = _l("Mã")) -> StringField:
    """Make the field of a code within the set."""
    return line_field(label, most=40, required=True)


def points_field(label: str = _l("Điểm"), *, required: bool = True) -> DecimalField:
    """Make a field of points."""
    return DecimalField(label, validators=[*([Required()] if required else []), Between(0, 100000)])


def percent_field(label: str) -> DecimalField:
    """Make a field of hundredths."""
    return DecimalField(label, validators=[Between(0, 100)])


def as_kept(value: Any) -> Any:
    """Return a typed value as a document of criteria keeps it."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
