"""Opens a spreadsheet that somebody uploaded, having looked at it first."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from tenants.onboarding.looking import Limits, look_at
from tenants.onboarding.unreadable import UnreadableListError


@dataclass(frozen=True, slots=True)
class Sheet:
    """A visible sheet: values by row and column from the top left corner, and merged ranges.

    A range is ``((top, left), (bottom, right))``, counted from 0, both corners inside;
    ``hidden`` holds the rows that the spreadsheet does not show, counted from 0.
    """

    name: str
    rows: list[list[Any]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]]
    hidden: frozenset[int] = field(default=frozenset(), compare=False)


def open_sheets(content: bytes, limits: Limits | None = None) -> list[Sheet]:
    """Return the visible sheets of an XLSX file that have anything in them.

    Of a formula the value is taken that the spreadsheet kept with it.

    Raises:
        UnreadableListError: it is no XLSX, encrypted, empty or suspicious.

    """
    hidden = look_at(content, limits or Limits())
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = [
            _sheet(workbook.get_sheet_by_name(about.name), hidden.get(about.name, frozenset()))
            for about in workbook.sheets_metadata
            if about.typ is SheetTypeEnum.WorkSheet and about.visible is SheetVisibleEnum.Visible
        ]
    except PasswordError as error:
        raise UnreadableListError("encrypted") from error
    except CalamineError as error:
        raise UnreadableListError("not_xlsx") from error
    if not any(sheet.rows for sheet in sheets):
        raise UnreadableListError("empty")
    return [sheet for sheet in sheets if sheet.rows]


def _sheet(sheet: CalamineSheet, hidden: frozenset[int]) -> Sheet:
    rows = sheet.to_python(skip_empty_area=False)
    return Sheet(sheet.name, rows, sheet.merged_cell_ranges or [], hidden)
