"""What an address or a form names: whole numbers and rows, if they can be read at all."""

from __future__ import annotations

from uuid import UUID

from flask import request

MOST = 2_147_483_647  # what a whole number of the database holds
LAST_PAGE = 1_000_000


def number_asked(name: str, *, most: int = MOST) -> int | None:
    """Return the whole number that stands in the address; nothing where there is no such one."""
    number = request.args.get(name, type=int)
    return number if number is not None and 0 <= number <= most else None


def page_asked() -> int:
    """Return which page of a list is asked for, from 1."""
    return max(number_asked("trang", most=LAST_PAGE) or 1, 1)


def row_named(text: str | None) -> UUID | None:
    """Return the id of a row that was sent, if it is readable as one."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def rows_named(name: str) -> list[UUID]:
    """Return the ids that a form names; what is no id names none."""
    return [row for sent in request.form.getlist(name) if (row := row_named(sent)) is not None]
