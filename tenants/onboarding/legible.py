"""Sheets typed in an old font are written anew in Unicode before anything else is read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tenants.onboarding.workbook import Sheet
from tenants.text.folding import normalise
from tenants.text.old_fonts import OldFont, font_of, is_in, written_anew


@dataclass(frozen=True, slots=True)
class Conversion:
    """What was written anew in a sheet: how many cells, and one of them before and after."""

    font: OldFont
    cells: int
    written: str
    meant: str


def legible(sheet: Sheet) -> tuple[Sheet, Conversion | None]:
    """Return the sheet in Unicode, and what had to be written anew for it."""
    texts = (value for row in sheet.rows for value in row if isinstance(value, str))
    font, throughout = font_of(text for text in texts if not text.isascii())
    if font is None:
        return sheet, None
    examples: list[tuple[str, str]] = []

    def anew(value: object) -> object:
        if not isinstance(value, str) or not (throughout or is_in(value, font)):
            return value
        meant = written_anew(value, font)
        if meant != value:
            examples.append((value, meant))
        return meant

    rows = [[anew(value) for value in row] for row in sheet.rows]
    if not examples:
        return sheet, None
    # A person's or a cell's name shows more than the heading above it.
    written, meant = max(examples[:40], key=lambda pair: len(pair[0].split()))
    return replace(sheet, rows=rows), Conversion(
        font, len(examples), normalise(written), normalise(meant)
    )
