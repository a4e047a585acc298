"""A list of a paper as XLSX: the heads and rows of its first table, and what they are about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter

from jobs.papers.layout import Layout
from jobs.papers.resolving import resolve
from jobs.papers.word import cleaned
from tenants.database import Json
from tenants.text.dates import parse_date

MILLIMETRES_A_LETTER = 2.0
FIRST_ROW = 4  # below the title, the committee and the heads
# What offices' programs take for a formula when a cell begins with it.
SIGNS = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")
# No sign, no nought in front: what is counted, and no code or number of a paper.
_NUMBER, _DAY = re.compile(r"(?:0|[1-9]\d{0,8})(?:,\d{1,4})?"), re.compile(r"\d\d/\d\d/\d{4}")
LETTERS = {"font_name": "Times New Roman", "font_size": 12}
CELL = LETTERS | {"border": 1, "text_wrap": True, "valign": "vcenter"}
FORMATS = {
    "title": LETTERS | {"bold": True, "font_size": 14},
    "plain": LETTERS,
    "total": LETTERS | {"italic": True},
    "head": CELL | {"bold": True, "align": "center"},
    "text": CELL,
    "quoted": CELL | {"quote_prefix": True},
    "number": CELL | {"align": "center"},
    "day": CELL | {"align": "center", "num_format": "dd/mm/yyyy"},
}


def xlsx_of(layout: Layout, facts: Json) -> bytes:
    """Write the first table of a paper as a list that Excel opens.

    Raises:
        StopIteration: the layout has no table.

    """
    words = cleaned(facts)
    table = next(_tables(resolve(layout.blocks, words)))
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet(layout.kind)
        formats = {name: book.add_format(look) for name, look in FORMATS.items()}
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P/&N")
        title = f"{layout.title} {' '.join(words['subject'])}"
        sheet.write_string(0, 0, title, formats["title"])
        sheet.write_string(1, 0, words["head"]["issuing_body"], formats["plain"])
        for place, (name, width) in enumerate(zip(table["heads"], table["widths"], strict=True)):
            sheet.set_column(place, place, width / MILLIMETRES_A_LETTER)
            sheet.write_string(FIRST_ROW - 1, place, name, formats["head"])
        for line, row in enumerate(table["rows"], start=FIRST_ROW):
            for place, text in enumerate(row):
                _write(sheet, line, place, text, formats)
        after = FIRST_ROW + len(table["rows"])
        sheet.write_string(after, 0, table["total"], formats["total"])
        sheet.repeat_rows(FIRST_ROW - 1)
        sheet.freeze_panes(FIRST_ROW, 0)
    return out.getvalue()


def _write(sheet: Any, line: int, place: int, text: str, formats: Json) -> None:
    """Write a cell as what it is: a number that adds up, a day that sorts, or a text."""
    if _NUMBER.fullmatch(text):
        sheet.write_number(line, place, float(text.replace(",", ".")), formats["number"])
    elif day := _day(text):
        sheet.write_datetime(line, place, day, formats["day"])
    else:
        look = formats["quoted" if text.startswith(SIGNS) else "text"]
        sheet.write_string(line, place, text, look)


def _day(text: str) -> date | None:
    try:
        return parse_date(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _tables(blocks: list[Json]) -> Iterator[Json]:
    for block in blocks:
        if block["block"] == "table":
            yield block
        elif block["block"] == "together":
            yield from _tables(block["blocks"])
