"""A layout is declared once: its PDF and its form in Word say the same."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
import pytest
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError
from pypdf import PdfReader

from jobs.papers.layout import (
    Align,
    Column,
    Each,
    Layout,
    Lead,
    NewSheet,
    Signatures,
    Signer,
    Style,
    Table,
    Text,
    When,
    opening,
)
from jobs.papers.typeset import pdf_of
from jobs.papers.word import docx_of

CELLS = Table(
    "cell", "cells",
    (Column("TT", 12, "{{ cell.place }}", Align.CENTRE), Column("Chi bộ", 60, "{{ cell.name }}")),
    total="Có {{ cells | length }} chi bộ.",
)  # fmt: skip
MINUTES = Layout(
    kind="D9",
    title="Biên bản",
    blocks=(
        *opening("BIÊN BẢN"),
        Lead("1. Thành phần:", "{{ present }}/{{ roll }} đồng chí"),
        Each("one", "absent", (Text("- Đồng chí {{ one.name }}: {{ one.reason }}", Style.ITEM),)),
        When("reserved", (Text("Ý kiến bảo lưu: {{ reserved }}"),)),
        CELLS,
        Signatures(Signer("", "THƯ KÝ", "Lê Hoa"), Signer("", "CHỦ TRÌ", "Trần Nam")),
        NewSheet(landscape=True),
        CELLS,
    ),
)


def facts(**changes: Any) -> dict[str, Any]:
    said: dict[str, Any] = {
        "head": {
            "upper_body": "ĐẢNG BỘ THÀNH PHỐ", "issuing_body": "ĐẢNG ỦY PHƯỜNG",
            "number": "Số 12-BB/ĐU", "place_and_date": "Tân Giang, ngày 08 tháng 12 năm 2023",
        },
        "draft": False, "verification": "Mã xác nhận: A", "seen": "Mã nội dung: B",
        "keywords": ["A", "B"], "document_date": "2023-12-08", "subject": ["họp xét, đề nghị"],
        "present": 8, "roll": 9, "absent": [{"name": "Hoa & Mai", "reason": "đi công tác"}],
        "reserved": "", "cells": [{"place": 1, "name": "Tổ dân phố 1"}],
    }  # fmt: skip
    return {**said, **changes}


def printed(**changes: Any) -> list[str]:
    reader = PdfReader(BytesIO(pdf_of(MINUTES, facts(**changes))))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def written(**changes: Any) -> list[str]:
    document = docx.Document(BytesIO(docx_of(MINUTES, facts(**changes))))
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def test_paper_says_what_its_facts_say() -> None:
    first, second = printed()

    assert first == (
        "ĐẢNG BỘ THÀNH PHỐ ĐẢNG ỦY PHƯỜNG Số 12-BB/ĐU ĐẢNG CỘNG SẢN VIỆT NAM"
        " Tân Giang, ngày 08 tháng 12 năm 2023 BIÊN BẢN họp xét, đề nghị -----"
        " 1. Thành phần: 8/9 đồng chí - Đồng chí Hoa & Mai: đi công tác"
        " TT Chi bộ 1 Tổ dân phố 1 Có 1 chi bộ. THƯ KÝ Lê Hoa CHỦ TRÌ Trần Nam"
        " Mã xác nhận: A Mã nội dung: B"
    )
    assert second.startswith("2 TT Chi bộ 1 Tổ dân phố 1 Có 1 chi bộ.")


def test_form_in_word_says_the_same() -> None:
    assert written() == [
        "BIÊN BẢN", "họp xét, đề nghị", "-----", "1. Thành phần: 8/9 đồng chí",
        "- Đồng chí Hoa & Mai: đi công tác", "Có 1 chi bộ.", "Có 1 chi bộ.",
    ]  # fmt: skip


def test_what_stands_only_on_a_condition_is_left_out_or_said() -> None:
    assert "bảo lưu" not in printed()[0]
    assert "Ý kiến bảo lưu: không đồng ý" in printed(reserved="không đồng ý")[0]
    assert "Ý kiến bảo lưu: không đồng ý" in written(reserved="không đồng ý")


@pytest.mark.parametrize("rows", [0, 1, 40])
def test_table_has_a_row_for_each_value(rows: int) -> None:
    cells = [{"place": place, "name": f"Ấp {place}"} for place in range(1, rows + 1)]

    document = docx.Document(BytesIO(docx_of(MINUTES, facts(cells=cells))))
    pages = " ".join(printed(cells=cells))

    assert [row.cells[1].text for row in document.tables[1].rows[1:]] == [
        f"Ấp {place}" for place in range(1, rows + 1)
    ]
    assert pages.count("Ấp ") == 2 * rows


def test_sheet_that_lies_is_a_section_of_its_own() -> None:
    document = docx.Document(BytesIO(docx_of(MINUTES, facts())))
    reader = PdfReader(BytesIO(pdf_of(MINUTES, facts())))

    widths = [round(section.page_width.mm) for section in document.sections if section.page_width]
    assert widths == [210, 297]
    assert [page.mediabox.width > page.mediabox.height for page in reader.pages] == [False, True]


@pytest.mark.parametrize("text", ["#strong[x]", "{{ 7*7 }}", "{% x %}", "<&>", "*x* _y_"])
def test_no_fact_acts_as_markup(text: str) -> None:
    assert f"- Đồng chí {text}: x" in printed(absent=[{"name": text, "reason": "x"}])[0]
    assert f"- Đồng chí {text}: x" in written(absent=[{"name": text, "reason": "x"}])


def test_text_that_names_what_is_not_there_is_refused() -> None:
    layout = Layout("D9", "Biên bản", (Text("{{ missing }}"),))

    with pytest.raises(UndefinedError):
        pdf_of(layout, facts())
    with pytest.raises(UndefinedError):
        docx_of(layout, facts())


def test_form_of_an_office_reaches_nothing_but_the_facts() -> None:
    form = docx.Document()
    form.add_paragraph("{{ ''.__class__.__mro__ }}")
    file = BytesIO()
    form.save(file)

    with pytest.raises(SecurityError):
        docx_of(MINUTES, facts(), form=file.getvalue())


def test_equal_facts_give_equal_papers() -> None:
    assert pdf_of(MINUTES, facts()) == pdf_of(MINUTES, facts())
