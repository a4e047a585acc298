"""A contender's own process: JSON lines in, JSON lines out. Standard library only.

    {"prepare": 40}  ->  {"ready": true}
    {"run": 40}      ->  {"operations": 240, "seconds": 0.31, "each": [...]}

Peers run it in a virtual environment of their own, so nothing of the product is imported here.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from time import perf_counter
from typing import Any

Deed = Callable[[], object]


def serve(prepare: Callable[[int], object], deeds: Callable[[], Iterable[Deed]], size: int) -> None:
    """Answer until the input ends.

    Args:
        prepare: make ready so many dossiers; this is not timed.
        deeds: give what is to be timed, one call for each transaction.
        size: how many moves one call makes.

    """
    _say({"ready": True})
    for line in sys.stdin:
        asked = json.loads(line)
        if "prepare" in asked:
            prepare(asked["prepare"])
            _say({"ready": True})
        else:
            _say(_timed(list(deeds()), size))


def _timed(deeds: Sequence[Deed], size: int) -> dict[str, Any]:
    each: list[float] = []
    began = last = perf_counter()
    for deed in deeds:
        deed()
        now = perf_counter()
        each.append(now - last)
        last = now
    return {"operations": len(deeds) * size, "seconds": last - began, "each": each}


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
