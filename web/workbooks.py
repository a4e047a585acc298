"""A list as a spreadsheet. What people typed is text there and never a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from flask import Response
from xlsxwriter import Workbook

from tenants.clock import local

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a spreadsheet might take for a formula, their full-width twins included.
LOOKS_LIKE_A_FORMULA = re.compile("^[=+@\\-\t\r\0＝＋＠－]")

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
NARROWEST, WIDEST = 10, 60
Cell = str | int | float | Decimal | date | datetime | None


def workbook_of(
    title: str, headings: Sequence[tuple[str, int]], rows: Iterable[Sequence[Cell]]
) -> bytes:
    """Write a list as XLSX.

    Args:
        title: the sheet's name.
        headings: what stands above each column, and how wide the column is.
        rows: the cells of each line; moments are shown on Viet Nam's clocks.

    """
    file = BytesIO()
    with Workbook(file, OPTIONS) as workbook:
        sheet = workbook.add_worksheet(title[:31])
        formats = _formats(workbook)
        for column, (heading, width) in enumerate(headings):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, formats["heading"])
        _to_print(sheet)
        for row, cells in enumerate(rows, start=1):
            _write_row(sheet, row, cells, formats)
    return file.getvalue()


def sheets_workbook(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    """Write several sheets as one XLSX; the first row of each holds its headings."""
    file = BytesIO()
    with Workbook(file, OPTIONS) as workbook:
        formats = _formats(workbook)
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name[:31])
            for column, heading in enumerate(rows[0] if rows else ()):
                longest = max(len(str(row[column] or "")) for row in rows)
                sheet.set_column(column, column, min(WIDEST, max(NARROWEST, longest + 2)))
                sheet.write_string(0, column, str(heading), formats["heading"])
            _to_print(sheet)
            for place, cells in enumerate(rows[1:], start=1):
                _write_row(sheet, place, cells, formats)
    return file.getvalue()


def _to_print(sheet: Any) -> None:
    """Keep the headings in sight, and on each lying A4 sheet that a printer gives."""
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&C&P/&N")


def _formats(workbook: Workbook) -> dict[str, Any]:
    return {
        "heading": workbook.add_format({"bold": True, "bottom": 1}),
        "day": workbook.add_format({"num_format": "dd/mm/yyyy"}),
        "moment": workbook.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
        "quoted": workbook.add_format({"quote_prefix": True}),
    }


def _write_row(sheet: Any, row: int, cells: Sequence[Cell], formats: Mapping[str, Any]) -> None:
    for column, cell in enumerate(cells):
        match cell:
            case None:
                pass
            case str():
                marked = LOOKS_LIKE_A_FORMULA.match(cell)
                sheet.write_string(row, column, cell, formats["quoted"] if marked else None)
            case datetime():
                shown = local(cell).replace(tzinfo=None)
                sheet.write_datetime(row, column, shown, formats["moment"])
            case date():
                sheet.write_datetime(row, column, cell, formats["day"])
            case _:
                sheet.write_number(row, column, float(cell))


def handed_out(content: bytes, name: str) -> Response:
    """Hand a spreadsheet to the visitor as a file of this name."""
    return Response(
        content,
        mimetype=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'},
    )
