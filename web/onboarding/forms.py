"""The forms of handing in a list and of checking it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from zlib import crc32

from wtforms import FileField

from tenants.onboarding.headings import Column
from web.catalogue import _l
from web.forms import Form

FIX = "fix|"
COLUMN = "col|"
SHEET = "sheet"
MEANT = "means|"


class UploadForm(Form):
    """A file to hand in."""

    file = FileField(_l("Tệp Excel (.xlsx)"))


def fix_name(sheet: str, row: int, key: str) -> str:
    """Name the field in which one cell of the list is put right."""
    return f"{FIX}{sheet}|{row}|{key}"


def row_id(sheet: str, row: int) -> str:
    """Name a row in a page: the name of its sheet may hold what no id may."""
    return f"dong-{crc32(sheet.encode()):x}-{row}"


def fixes_in(sent: Mapping[str, str]) -> dict[tuple[str, int, str], str]:
    """Return what was written into cells of the list, by sheet, row and column."""
    return dict(_fixes(sent))


def columns_in(sent: Mapping[str, str]) -> dict[str, dict[Column, int]]:
    """Return what the columns of each sheet are said to hold; the first of two counts."""
    held: dict[str, dict[Column, int]] = {}
    for name, key in sent.items():
        sheet, separator, place = name.removeprefix(COLUMN).rpartition("|")
        if name.startswith(COLUMN) and separator and place.isdecimal() and key in set(Column):
            held.setdefault(sheet, {}).setdefault(Column(key), int(place))
    return held


def meant_in(sent: Mapping[str, str]) -> dict[str, str]:
    """Return which sector each unknown word of the list is said to mean."""
    return {
        name.removeprefix(MEANT): code
        for name, code in sent.items()
        if name.startswith(MEANT) and code
    }


def _fixes(sent: Mapping[str, Any]) -> Iterator[tuple[tuple[str, int, str], str]]:
    for name, text in sent.items():
        parts = name.removeprefix(FIX).rsplit("|", 2)
        if name.startswith(FIX) and len(parts) == 3 and parts[1].isdecimal():
            yield (parts[0], int(parts[1]), parts[2]), str(text)
