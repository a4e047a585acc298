"""The sets that come with the product, to begin from; every one is to be adapted.

No official table of points was found for the title (docs/decisions.md): points and thresholds
are proposals, the wording of the reference set and the legal bases are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workflows.criteria.framework import CriteriaSet
from workflows.criteria.reading import read_criteria

FOLDER = Path(__file__).parent / "templates"
NAMES = (
    "chi-bo-4-tot-khu-dan-cu", "chi-bo-4-tot-100-diem", "dang-bo-co-so-4-tot",
    "chat-luong-sinh-hoat-chi-bo", "chi-bo-4-tot-dat-chua-dat",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shipped:
    """A template: the name by which it is chosen, and the set."""

    name: str
    criteria: CriteriaSet


@cache
def shipped_sets() -> tuple[Shipped, ...]:
    """Return the templates in the order in which they are offered."""
    return tuple(
        Shipped(name, read_criteria((FOLDER / f"{name}.yaml").read_text(encoding="utf-8")))
        for name in NAMES
    )


def shipped_set(name: str) -> Shipped | None:
    """Return the template of that name."""
    return next((each for each in shipped_sets() if each.name == name), None)
