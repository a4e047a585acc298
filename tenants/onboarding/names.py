"""When two names in lists mean the same ward or the same cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from tenants.text.folding import spelling_key

_BEFORE_A_WARD = tuple(f"{spelling_key(word)} " for word in ("đảng bộ", "đảng ủy"))
_BEFORE_A_CELL = (f"{spelling_key('chi bộ')} ",)

_SHORT = {"cb": "Chi bộ", "tdp": "Tổ dân phố", "kdc": "Khu dân cư", "kp": "Khu phố"}
_SHORT_WORD = re.compile(rf"(?<!\w)({'|'.join(_SHORT)})(?![^\W\d])\.?\s*(?=\w|$)", re.IGNORECASE)
_ORGANISATION = re.compile(r"(chi|đảng) (bộ|ủy|uỷ)(?!\w)", re.IGNORECASE)
_UNACCENTED = re.compile(r"(chi|dang) (bo|uy)(?!\w)", re.IGNORECASE)
_WARD = re.compile(
    r"(?:đảng (?:bộ|ủy|uỷ) )?((?:phường|xã|thị trấn|đặc khu|p\.|x\.)\s*\S.*)", re.IGNORECASE
)


def full_name(written: str) -> str:
    """Return a cell's name in full: ``CB TDP 6`` and ``Tổ dân phố 6`` are ``Chi bộ Tổ dân phố 6``.

    Papers name the cell by it; other abbreviations (THCS, UBND) stand in official names.
    """
    name = _SHORT_WORD.sub(lambda found: f"{_SHORT[found[1].lower()]} ", written).strip()
    if not name or _ORGANISATION.match(name) or _UNACCENTED.match(name):
        return name
    return f"Chi bộ {name}"


def ward_in(text: str) -> str:
    """Return the ward that a letterhead or the name of a sheet speaks of, or nothing."""
    found = _WARD.fullmatch(text)
    if not found:
        return ""
    name = found[1]
    return name.title() if name.isupper() else name[:1].upper() + name[1:]


@cache
def ward_key(name: str) -> str:
    """Return what tells a ward apart: ``P. Sông trà`` and ``Đảng bộ phường Sông Trà`` are one."""
    return _without(_BEFORE_A_WARD, spelling_key(name))


def cell_key(name: str) -> str:
    """Return what tells a cell apart in its ward: ``CB TDP 6`` is ``Chi bộ Tổ dân phố 6``."""
    return _without(_BEFORE_A_CELL, spelling_key(name))


def _without(beginnings: Iterable[str], key: str) -> str:
    for beginning in beginnings:
        key = key.removeprefix(beginning)
    return key
