"""Which criteria of a committee's set follow from its cells: one line a criterion.

``"4.2": "recognized good 70 met 50 not_met 0"`` says what is counted among the cells, and
from which share of them, in hundredths, each level is given; the last level from nothing on.
A year may say otherwise (``workflows.campaigns.from_cells``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from workflows.criteria.entries import BadCriteriaError
from workflows.criteria.framework import CriteriaSet

RECOGNIZED, RATED_GOOD = "recognized", "rated_good"
COUNTS: Final = (RECOGNIZED, RATED_GOOD)
_LINE: Final = re.compile(rf"({RECOGNIZED}|{RATED_GOOD})((?: \S+ \d{{1,3}})+)")

# By criterion: what is counted, and each level with its share.
Computed = Mapping[str, Mapping[str, Any]]


def computed_by(criteria: CriteriaSet) -> Computed:
    """Return what the set itself says of its criteria; a line nobody can read says nothing."""
    read = {key: _read(line) for key, line in criteria.from_cells.items()}
    return {key: how for key, how in read.items() if how is not None}


def is_in_order(levels: Sequence[Sequence[Any]], known: Sequence[str]) -> bool:
    """Tell whether shares fall from level to level down to 0, of levels that there are."""
    shares = [share for _level, share in levels]
    falling = all(higher > lower for higher, lower in pairwise(shares))
    named = [level for level, _share in levels]
    return (
        len(levels) > 1 and falling and shares[0] <= 100 and shares[-1] == 0
        and set(named) <= set(known) and len(set(named)) == len(named)
    )  # fmt: skip


def unreadable_in(criteria: CriteriaSet) -> Iterator[BadCriteriaError]:
    """List the lines that cannot be followed: no such criterion, level, or order."""
    by_key = {criterion.key: criterion for criterion in criteria.criteria}
    for key, line in criteria.from_cells.items():
        how, criterion = _read(line), by_key.get(key)
        known = [level.key for level in criteria.levels_of(criterion)] if criterion else []
        if how is None or not is_in_order(how["levels"], known):
            yield BadCriteriaError("bad_from_cells", where=f"Criterion {key}")


def _read(line: object) -> Mapping[str, Any] | None:
    found = _LINE.fullmatch(str(line))
    if found is None:
        return None
    words = found[2].split()
    levels = [[level, int(share)] for level, share in zip(words[::2], words[1::2], strict=True)]
    return {"counts": found[1], "levels": levels}
