"""A list of a paper as XLSX: the heads and rows of its first table, and what they are about."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import xlsxwriter

from jobs.papers.layout import Layout
from jobs.papers.resolving import resolve
from jobs.papers.word import cleaned
from tenants.database import Json

MILLIMETRES_A_LETTER = 2.0
# What offices' programs take for a formula when a cell begins with it.
SIGNS = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")


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
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        title = book.add_format({"bold": True, "font_name": "Times New Roman", "font_size": 14})
        head = book.add_format(
            {
                "bold": True, "border": 1, "text_wrap": True, "align": "center",
                "valign": "vcenter", "font_name": "Times New Roman",
            }
        )  # fmt: skip
        cell = book.add_format(
            {"border": 1, "text_wrap": True, "valign": "vcenter", "font_name": "Times New Roman"}
        )
        sheet.write_string(0, 0, safe(f"{layout.title} {' '.join(words['subject'])}"), title)
        sheet.write_string(1, 0, safe(words["head"]["issuing_body"]))
        for place, (name, width) in enumerate(zip(table["heads"], table["widths"], strict=True)):
            sheet.set_column(place, place, width / MILLIMETRES_A_LETTER)
            sheet.write_string(3, place, name, head)
        for line, row in enumerate(table["rows"], start=4):
            for place, text in enumerate(row):
                sheet.write_string(line, place, safe(text), cell)
        sheet.repeat_rows(3)
        sheet.freeze_panes(4, 0)
    return out.getvalue()


def safe(text: str) -> str:
    """Quote what a program might take for a formula."""
    return f"'{text}" if text.startswith(SIGNS) else text


def _tables(blocks: list[Json]) -> Iterator[Json]:
    for block in blocks:
        if block["block"] == "table":
            yield block
        elif block["block"] == "together":
            yield from _tables(block["blocks"])
