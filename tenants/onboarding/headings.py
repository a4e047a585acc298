"""Finds the row of headings and what each column holds.

Offices write headings in many ways: with or without accents, shortened, under a
letterhead, in one row or in two with merged cells above.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tenants.onboarding.sheet_values import as_text
from tenants.onboarding.workbook import Sheet, UnreadableListError
from tenants.text.folding import search_forms

LOOKED_THROUGH = 500
_LONGEST = 60


class Column(StrEnum):
    """What a column holds."""

    INDEX = "index"
    WARD = "ward"
    NAME = "name"
    SECTOR = "sector"
    TOTAL = "total"
    OFFICIAL = "official"
    PROBATIONARY = "probationary"
    EXEMPTED = "exempted"
    SECRETARY = "secretary"
    SECRETARY_PHONE = "secretary_phone"
    DEPUTY = "deputy"
    DEPUTY_PHONE = "deputy_phone"


COUNTS = (Column.TOTAL, Column.OFFICIAL, Column.PROBATIONARY, Column.EXEMPTED)
LABELS = {
    Column.WARD: "Đảng bộ phường, xã",
    Column.NAME: "Tên chi bộ",
    Column.TOTAL: "Tổng số đảng viên",
}

_EXACT = {
    "stt": Column.INDEX,
    "tt": Column.INDEX,
    "so tt": Column.INDEX,
    "so thu tu": Column.INDEX,
    "don vi": Column.WARD,
    "ts": Column.TOTAL,
    "tsdv": Column.TOTAL,
    "dang vien": Column.TOTAL,
    "ct": Column.OFFICIAL,
    "db": Column.PROBATIONARY,
    "msh": Column.EXEMPTED,
}
# The first line whose words occur decides: «Phó bí thư chi bộ» is no cell's name.
_WORDS: list[tuple[Column, tuple[str, ...]]] = [
    (Column.DEPUTY, ("pho bi thu",)),
    (Column.SECRETARY, ("bi thu",)),
    (Column.PROBATIONARY, ("du bi",)),
    (Column.EXEMPTED, ("mien",)),
    (Column.OFFICIAL, ("chinh thuc",)),
    (Column.SECTOR, ("loai", "loai hinh", "linh vuc")),
    (Column.TOTAL, ("tong so", "tong dang vien", "so dang vien", "so luong dang vien")),
    (Column.NAME, ("chi bo", "ten don vi", "ten to chuc dang")),
    (Column.WARD, ("dang bo", "dang uy", "phuong", "xa", "thi tran")),
]
_PHONE = ("dien thoai", "di dong", "sdt", "dtdd")
_PHONE_OF = {Column.SECRETARY: Column.SECRETARY_PHONE, Column.DEPUTY: Column.DEPUTY_PHONE}


@dataclass(frozen=True, slots=True)
class Headings:
    """Where each column stands (from 0), how the list calls it, and where the rows begin."""

    columns: dict[Column, int]
    written: dict[Column, str]
    first_row: int

    @property
    def complete(self) -> bool:
        """Whether a list with these columns can be read."""
        return not self.missing

    @property
    def missing(self) -> list[str]:
        """The columns without which a list cannot be read."""
        needed = [Column.WARD, Column.NAME]
        if Column.OFFICIAL not in self.columns:
            needed.append(Column.TOTAL)
        return [LABELS[column] for column in needed if column not in self.columns]

    def label(self, column: Column) -> str:
        """Return the column's heading as the list writes it."""
        return self.written.get(column) or LABELS.get(column, "")


def find_headings(sheets: Iterable[Sheet]) -> tuple[Sheet, Headings]:
    """Return the first sheet that holds a list, and its headings.

    Raises:
        UnreadableListError: no sheet has all the columns that are needed.

    """
    best = Headings({}, {}, 0)
    for sheet in sheets:
        for row in range(min(len(sheet.rows), LOOKED_THROUGH)):
            headings = headings_at(sheet, row)
            if headings.complete:
                return sheet, headings
            best = max(best, headings, key=lambda found: len(found.columns))
    raise UnreadableListError(
        "no_heading",
        missing=", ".join(f"“{label}”" for label in best.missing),
        found=", ".join(f"“{text}”" for text in best.written.values()) or "không có cột nào",
    )


def headings_at(sheet: Sheet, row: int) -> Headings:
    """Read a row as headings, together with the row below where that says more."""
    upper = [as_text(value) for value in sheet.rows[row]]
    alone = _headings(upper, row + 1)
    if len(alone.columns) < 2 or row + 1 == len(sheet.rows):
        return alone
    lower = [as_text(value) for value in sheet.rows[row + 1]]
    if any(text.isdigit() for text in lower):
        return alone
    both = _headings(_joined(_spread(upper, sheet, row), lower), row + 2)
    return both if len(both.columns) > len(alone.columns) else alone


def column_of(heading: str) -> Column | None:
    """Return what a column with this heading holds; a phone's owner may stay open."""
    for form in search_forms(heading):
        words = " ".join(re.findall(r"[a-z0-9]+", form))
        if words in _EXACT:
            return _EXACT[words]
        for column, signs in _WORDS:
            if _says(words, signs):
                return _PHONE_OF.get(column) if _says(words, _PHONE) else column
    return None


def _headings(texts: list[str], first_row: int) -> Headings:
    columns: dict[Column, int] = {}
    owner: Column | None = None
    for place, text in enumerate(texts):
        if not text or len(text) > _LONGEST:
            continue
        column = column_of(text)
        if column is None and owner and _is_phone(text):
            column = _PHONE_OF[owner]
        if column in _PHONE_OF:
            owner = column
        if column is not None:
            columns.setdefault(column, place)
    written = {column: texts[place] for column, place in columns.items()}
    return Headings(columns, written, first_row)


def _is_phone(heading: str) -> bool:
    return any(_says(form, _PHONE) for form in search_forms(heading))


def _says(words: str, signs: tuple[str, ...]) -> bool:
    return any(f" {sign} " in f" {words} " for sign in signs)


def _spread(upper: list[str], sheet: Sheet, row: int) -> list[str]:
    """Repeat a merged heading over the columns that it stands above."""
    spread = list(upper)
    for (top, left), (bottom, right) in sheet.merged:
        if top <= row <= bottom:
            spread[left : right + 1] = [upper[left]] * (min(right + 1, len(upper)) - left)
    return spread


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    return [f"{above} {below}".strip() for above, below in zip(upper, lower, strict=False)]
