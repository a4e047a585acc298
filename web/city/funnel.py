"""The funnel: how many cells have come how far, each step a way to exactly those."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from web.catalogue import _
from web.lists.chips import work_words
from workflows.dossiers.progress import WardProgress
from workflows.tasks.inbox import REACHED


@dataclass(frozen=True, slots=True)
class Bar:
    """One step: its words, its list's word, how many, and the share of all in percent."""

    words: str
    work: str
    count: int
    percent: int


def funnel_of(wards: Sequence[WardProgress]) -> list[Bar]:
    """Add the wards up, step by step."""
    cells = sum(ward.cells for ward in wards)
    reached = [
        sum(getattr(ward, name) for ward in wards)
        for name in ("registered", "assessed", "recommended", "recognized")
    ]
    mixed = any(ward.committees for ward in wards)
    steps = [(_("Tất cả đơn vị") if mixed else _("Tất cả chi bộ"), "tat-ca", cells)]
    steps += [
        (work_words(work), work.word, count) for work, count in zip(REACHED, reached, strict=True)
    ]
    return [
        Bar(words, work, count, round(100 * count / cells) if cells else 0)
        for words, work, count in steps
    ]
