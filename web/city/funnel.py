"""The funnel: how many cells have come how far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from web.catalogue import _
from web.words import in_own_words
from workflows.dossiers.progress import WardProgress


@dataclass(frozen=True, slots=True)
class Bar:
    """One step: its words, how many, and the share of all in percent."""

    words: str
    count: int
    percent: int


def funnel_of(wards: Sequence[WardProgress]) -> list[Bar]:
    """Add the wards up, step by step."""
    cells = sum(ward.cells for ward in wards)
    steps = (
        (_("Tất cả chi bộ"), cells),
        (_("Đã đăng ký"), sum(ward.registered for ward in wards)),
        (_("Đã nộp tự đánh giá"), sum(ward.assessed for ward in wards)),
        (in_own_words(_("{Ward} đề nghị")), sum(ward.recommended for ward in wards)),
        (_("Được công nhận"), sum(ward.recognized for ward in wards)),
    )
    return [Bar(words, count, round(100 * count / cells) if cells else 0) for words, count in steps]
