"""The sets that come with the product, to begin from; every one is to be adapted.

No official table of points was found for the title (docs/decisions.md): points and thresholds
are proposals, the wording of the reference set and the legal bases are not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from workflows.criteria.framework import CriteriaSet
from workflows.criteria.reading import read_criteria
from workflows.criteria.reference import reference_criteria

FOLDER = Path(__file__).parent / "templates"
NAMES = (
    "chi-bo-4-tot-100-diem", "dang-bo-co-so-4-tot",
    "chat-luong-sinh-hoat-chi-bo", "chi-bo-4-tot-dat-chua-dat",
)  # fmt: skip


REFERENCE_NOTE = (
    "Mẫu để địa phương điều chỉnh. Điểm và ngưỡng là gợi ý, chưa có bảng điểm chính thức;"
    " lời văn theo Kế hoạch số 98-KH/Th.U."
)


@dataclass(frozen=True, slots=True)
class Shipped:
    """A template: the name by which it is chosen, and the set."""

    name: str
    criteria: CriteriaSet


@cache
def shipped_sets() -> tuple[Shipped, ...]:
    """Return the templates in the order in which they are offered."""
    reference = replace(reference_criteria(), note=REFERENCE_NOTE)
    return (
        Shipped(reference.key, reference),
        *(
            Shipped(name, read_criteria((FOLDER / f"{name}.yaml").read_text(encoding="utf-8")))
            for name in NAMES
        ),
    )


def shipped_set(name: str) -> Shipped | None:
    """Return the template of that name."""
    return next((each for each in shipped_sets() if each.name == name), None)
