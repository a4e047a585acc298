"""No signature stands alone on a sheet, however many rows the list above it has."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
import pytest
from docx.table import Table as WordTable
from pypdf import PdfReader

from jobs.papers.kinds import LAYOUTS
from jobs.papers.samples import sample_of
from jobs.papers.typeset import pdf_of
from jobs.papers.word import docx_of

SIGNED_BY = {"D3": "NGƯỜI LẬP BIỂU", "D11": "T/M BAN THƯỜNG VỤ", "D18": "NGƯỜI LẬP SỔ"}


def facts_with(kind: str, rows: int) -> dict[str, Any]:
    """Take a paper's sample with so many rows; the last names itself, nothing is excepted."""
    facts = sample_of(kind)
    name = "unit" if kind == "D18" else "cell"
    facts["rows"] = [facts["rows"][0] | {name: f"Chi bộ thứ {row}"} for row in range(1, rows + 1)]
    return facts | ({"exceptions": []} if kind == "D11" else {})


def sheets(kind: str, facts: dict[str, Any]) -> list[str]:
    reader = PdfReader(BytesIO(pdf_of(LAYOUTS[kind], facts)))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


@pytest.mark.parametrize("kind", SIGNED_BY)
@pytest.mark.parametrize("rows", [8, 9, 10, 11, 90])
def test_signature_of_a_list_stands_with_its_last_row(kind: str, rows: int) -> None:
    pages = sheets(kind, facts_with(kind, rows))

    assert f"Chi bộ thứ {rows}" in pages[-1]
    assert SIGNED_BY[kind] in pages[-1]
    assert sum(SIGNED_BY[kind] in page for page in pages) == 1


@pytest.mark.parametrize("kind", SIGNED_BY)
@pytest.mark.parametrize("rows", [0, 1])
def test_list_of_nobody_and_of_one_is_a_sheet(kind: str, rows: int) -> None:
    (page,) = sheets(kind, facts_with(kind, rows))

    assert page.count("Chi bộ thứ") == rows
    assert SIGNED_BY[kind] in page


def test_last_exception_stands_with_the_signature() -> None:
    facts = facts_with("D11", 8)
    row = facts["rows"][0]
    for count in (1, 3, 4, 5):
        named = [row | {"cell": f"Chi bộ lệ {n}", "exception": "đủ"} for n in range(1, count + 1)]
        pages = sheets("D11", facts | {"exceptions": named})
        assert f"Chi bộ lệ {count}: xét ngoại lệ, lý do: đủ. T/M BAN THƯỜNG VỤ" in pages[-1]


def test_rows_and_total_of_a_form_in_word_are_tied_to_the_signature() -> None:
    document = docx.Document(BytesIO(docx_of(LAYOUTS["D11"], facts_with("D11", 30))))

    blocks = list(document.iter_inner_content())
    listing, total, signature = blocks[-3:]
    assert isinstance(listing, WordTable)
    assert not isinstance(total, WordTable)
    assert isinstance(signature, WordTable)
    assert all(
        paragraph.paragraph_format.keep_with_next
        for cell in listing.rows[-1].cells
        for paragraph in cell.paragraphs
    )
    assert total.paragraph_format.keep_with_next
    assert "T/M BAN THƯỜNG VỤ" in signature.rows[0].cells[1].text
