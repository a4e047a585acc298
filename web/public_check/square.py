"""The square beside a code: what a phone's camera takes to the public check."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from tenants.public_codes import check_address
from web.squares import Picture, picture_of


@dataclass(frozen=True, slots=True)
class Square:
    """Where a code is asked about, and the picture that leads there."""

    code: str
    address: str
    picture: Picture


def square_of(code: str) -> Square:
    """Draw the square of a code; without an address of the service it leads to this host."""
    address = check_address(code) or url_for("public_check.answer", code=code, _external=True)
    return Square(code, address, picture_of(address))
