"""Finds the row of headings and what each column holds.

Offices write headings in many ways: with or without accents, shortened, under a
letterhead, in one row or in two with merged cells above.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from tenants.onboarding.sheet_values import as_text
from tenants.onboarding.unreadable import UnreadableListError
from tenants.onboarding.workbook import Sheet
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
    Column.INDEX: "Số thứ tự",
    Column.WARD: "Đảng bộ phường, xã",
    Column.NAME: "Tên chi bộ",
    Column.SECTOR: "Loại hình",
    Column.TOTAL: "Tổng số đảng viên",
    Column.OFFICIAL: "Chính thức",
    Column.PROBATIONARY: "Dự bị",
    Column.EXEMPTED: "Miễn sinh hoạt",
    Column.SECRETARY: "Bí thư chi bộ",
    Column.SECRETARY_PHONE: "Số điện thoại bí thư",
    Column.DEPUTY: "Phó bí thư",
    Column.DEPUTY_PHONE: "Số điện thoại phó bí thư",
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
# Columns of a summary: numbers of cells, no cells.
_NONE = frozenset({"so chi bo", "so luong chi bo", "tong so chi bo", "so cb", "so tcd"})
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
    """Where each column stands (from 0), how the list calls it, and where the rows begin.

    A list of one ward may have no column for it: ``ward`` is then what ``ward_said``, its
    letterhead or the name of its sheet, says.
    """

    columns: dict[Column, int]
    written: dict[Column, str]
    first_row: int
    texts: list[str] = field(default_factory=list, compare=False)
    ward: str = ""
    ward_said: str = ""

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
        given = self.columns.keys() | ({Column.WARD} if self.ward else set())
        return [LABELS[column] for column in needed if column not in given]

    def label(self, column: StrEnum) -> str:
        """Return the column's heading as the list writes it."""
        return self.written.get(Column(column)) or LABELS[Column(column)]

    def has(self, column: StrEnum) -> bool:
        """Tell whether the list has the column."""
        return column in self.columns


def find_headings(sheet: Sheet) -> Headings:
    """Return the headings of a sheet's list, or the row that comes nearest to being them."""
    best = Headings({}, {}, 0)
    for row in range(min(len(sheet.rows), LOOKED_THROUGH)):
        headings = headings_at(sheet, row)
        if headings.complete:
            return headings
        best = max(best, headings, key=lambda found: len(found.columns))
    return best


def refuse_without(best: Headings) -> UnreadableListError:
    """Return the refusal of a file in which no sheet has the needed columns."""
    return UnreadableListError(
        "no_heading",
        missing=", ".join(f"“{label}”" for label in best.missing),
        found=", ".join(f"“{text}”" for text in best.written.values()) or "không có cột nào",
    )


def chosen(headings: Headings, columns: Mapping[Column, int]) -> Headings:
    """Return the headings with the columns that a person says they are."""
    width = len(headings.texts)
    placed = {column: place for column, place in columns.items() if 0 <= place < width}
    written = {column: headings.texts[place] for column, place in placed.items()}
    return replace(headings, columns=placed, written=written)


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
        if words in _NONE:
            return None
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
    return Headings(columns, written, first_row, texts)


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
