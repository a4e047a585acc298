"""Picks the rows of the list out of a sheet: no letterhead, totals, page headings, signatures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any, TypeAlias

from tenants.onboarding.headings import COUNTS, Column, Headings
from tenants.onboarding.names import ward_key
from tenants.onboarding.sheet_values import as_text
from tenants.onboarding.workbook import Sheet

_NUMBERS = (Column.INDEX, *COUNTS, Column.SECRETARY_PHONE, Column.DEPUTY_PHONE)
_NUMBER = re.compile(r"[+(]?\d[\d\s.,()/+-]*")
_TOTAL = re.compile(
    r"(t[oổ]ng )?(c[oộ]ng|s[oố])( chi b[oộ])?( \d.*|:.*)?|t[oổ]ng"
    r"|(t[oổ]ng )?c[oộ]ng (ph[uư][oờ]ng|x[aã]|th[iị] tr[aấ]n|[dđ][aặ]c khu) .*"
    r"|(t[oổ]ng )?c[oộ]ng ([dđ][aả]ng b[oộ]|to[aà]n) .*"
    r"|\d+ (chi b[oộ]|cb)",
    re.IGNORECASE,
)
_COLUMN_NUMBER = re.compile(r"\(?(\d{1,2}|[A-Z])\)?")
_AS_ABOVE = frozenset({'"', "''", "nt", "-nt-", "- nt -", "như trên", "//"})


AnyColumn: TypeAlias = StrEnum
# What a person wrote instead, by the row's number and the column's key.
Fixes: TypeAlias = Mapping[int, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the list: its number in the spreadsheet, its ward, its values and their text."""

    row: int
    ward: str
    values: Mapping[AnyColumn, Any]
    texts: Mapping[AnyColumn, str]
    sheet: str = ""

    def text(self, column: AnyColumn) -> str:
        """Return the text of a column, empty if nothing stands there."""
        return self.texts.get(column, "")


@dataclass(slots=True)
class _Row:
    """A row on its way to become an entry; ``heads`` if it only names the ward of those below."""

    place: int
    values: dict[AnyColumn, Any]
    texts: dict[AnyColumn, str]
    heads: bool = False

    @property
    def ward(self) -> str:
        return self.texts.get(Column.WARD, "")


def entries(sheet: Sheet, headings: Headings, fixes: Fixes | None = None) -> list[Entry]:
    """Return the rows of the list, each with the ward it belongs to.

    A ward is written on each row, or once in a merged cell, or once above rows that
    leave it empty. Where it is written on each row, an empty one is a gap, not a sign.
    What a person wrote into a row instead (``fixes``, by the row's number) counts as written.
    """
    rows = _fixed(_picked(sheet, headings), fixes or {})
    wards = [ward_key(row.ward) for row in rows]
    written_each_time = any(one and one == next_one for one, next_one in pairwise(wards))
    merged = _merged_wards(sheet, headings)
    found: list[Entry] = []
    above = ""
    for row in rows:
        ward = row.ward or merged.get(row.place, "") or headings.ward
        if ward in _AS_ABOVE or not (ward or written_each_time):
            ward = above
        above = ward or above
        if not row.heads:
            found.append(Entry(row.place + 1, ward, row.values, row.texts, sheet.name))
    return found


def _fixed(rows: list[_Row], fixes: Fixes) -> list[_Row]:
    for row in rows:
        for column, text in fixes.get(row.place + 1, {}).items():
            row.values[Column(column)] = row.texts[Column(column)] = as_text(text)
    return rows


def _picked(sheet: Sheet, headings: Headings) -> list[_Row]:
    picked: list[_Row] = []
    after_gap = False
    for place in range(headings.first_row, len(sheet.rows)):
        line = sheet.rows[place]
        values: dict[AnyColumn, Any] = {
            column: line[at] for column, at in headings.columns.items() if line[at] != ""
        }
        texts = {column: text for column, value in values.items() if (text := as_text(value))}
        if not texts:
            after_gap = True
            continue
        if _repeats_headings(texts, headings, place):
            continue
        row = _Row(place, values, texts)
        if _has_number(texts) or (Column.NAME in texts and not after_gap):
            if not _is_total(texts):
                picked.append(row)
                after_gap = False
        elif Column.WARD in texts and texts.keys() <= {Column.WARD, Column.INDEX}:
            row.heads = True
            picked.append(row)
    return picked


def _has_number(texts: Mapping[AnyColumn, str]) -> bool:
    return any(_NUMBER.fullmatch(texts.get(column, "")) for column in _NUMBERS)


def _is_total(texts: Mapping[AnyColumn, str]) -> bool:
    names = (Column.INDEX, Column.WARD, Column.NAME)
    return any(_TOTAL.fullmatch(texts.get(column, "")) for column in names)


def _repeats_headings(texts: Mapping[AnyColumn, str], headings: Headings, place: int) -> bool:
    """Tell whether a row repeats the headings on a new page, or numbers the columns."""
    name = texts.get(Column.NAME)
    if name is None:
        return False
    if name.lower() == headings.label(Column.NAME).lower():
        return True
    return place == headings.first_row and all(map(_COLUMN_NUMBER.fullmatch, texts.values()))


def _merged_wards(sheet: Sheet, headings: Headings) -> dict[int, str]:
    """Return the ward of each row that a merged cell of the ward column covers."""
    column = headings.columns.get(Column.WARD, -1)
    wards: dict[int, str] = {}
    for (top, left), (bottom, right) in sheet.merged:
        if headings.first_row <= top < len(sheet.rows) and left <= column <= right:
            covered = range(top, min(bottom + 1, len(sheet.rows)))
            wards.update(dict.fromkeys(covered, as_text(sheet.rows[top][left])))
    return wards
