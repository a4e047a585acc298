"""When two names in lists mean the same ward or the same cell."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from tenants.text.folding import spelling_key

_BEFORE_A_WARD = tuple(f"{spelling_key(word)} " for word in ("đảng bộ", "đảng ủy"))
_BEFORE_A_CELL = (f"{spelling_key('chi bộ')} ",)


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
