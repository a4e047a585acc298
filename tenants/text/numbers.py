"""Numbers as Vietnamese offices write them: ``2.180`` and ``7,5``."""

from __future__ import annotations

import re
from decimal import Decimal

_SWAPPED = str.maketrans(",.", ".,")
_GROUPED = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?")
_PLAIN = re.compile(r"-?\d+([.,]\d+)?")


class BadNumberError(ValueError):
    """Text is not a number."""

    def __init__(self, text: str) -> None:
        super().__init__(f"not a number: {text}")
        self.text = text


def show_number(number: Decimal | float) -> str:
    """Show a number with points between thousands, a decimal comma and no idle zeros."""
    exact = number if isinstance(number, Decimal) else Decimal(str(number))
    written = f"{exact:,f}"
    if "." in written:
        written = written.rstrip("0").removesuffix(".")
    return "0" if written == "-0" else written.translate(_SWAPPED)


def parse_number(text: str) -> Decimal:
    """Read ``7,5``, ``2.180``, ``1.234,5`` and, where no thousands are meant, ``7.5``.

    Raises:
        BadNumberError: it is not a number.

    """
    written = "".join(text.split()).replace("\N{MINUS SIGN}", "-")
    if not (written.isascii() and (_GROUPED.fullmatch(written) or _PLAIN.fullmatch(written))):
        raise BadNumberError(text)
    if _GROUPED.fullmatch(written):
        written = written.replace(".", "")
    return Decimal(written.replace(",", "."))
