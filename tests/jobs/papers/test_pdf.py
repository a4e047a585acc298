"""The PDF of a decision says what the facts say, in the Party's form."""

import re
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from io import BytesIO
from multiprocessing import get_context
from typing import Any
from unicodedata import normalize

import pytest
from pypdf import PdfReader

from jobs.papers.facts import DecisionFacts
from jobs.papers.kinds.recognition_decision import RECOGNITION_DECISION
from jobs.papers.typeset import UnprintableError, pdf_of
from jobs.papers.values import decision_values
from tests.jobs.papers import make

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VOWELS = "aăâeêioôơuưy"
LETTERS = "bcdđghklmnpqrstvx" + "".join(normalize("NFC", v + t) for v in VOWELS for t in TONES)
FOOT = "Mã xác nhận: HT-7F3K-92QD Mã nội dung: 9f86d081884c7d65"
HEADS = "TT Chi bộ Đảng bộ Bí thư chi bộ Điểm Xếp loại chất lượng Tán thành"


def render_pdf(facts: DecisionFacts) -> bytes:
    return pdf_of(RECOGNITION_DECISION, decision_values(facts))


def read(facts: DecisionFacts) -> PdfReader:
    return PdfReader(BytesIO(render_pdf(facts)))


def words(reader: PdfReader, page: int) -> str:
    """Read the page's text, its line breaks as spaces."""
    return " ".join(reader.pages[page].extract_text().split())


def test_square_to_scan_stands_beside_the_code_on_the_first_sheet() -> None:
    address = "https://bontot.example/xac-nhan/HT-7F3K-92QD"
    plain, squared = read(make.decision(cells=9)), read(make.decision(check_address=address))

    assert f"Mã xác nhận: HT-7F3K-92QD Kiểm tra tại {address}" in words(squared, 0)
    assert "Kiểm tra tại" not in words(plain, 0)
    assert len(squared.pages) == len(plain.pages) == 2


def test_decision_reads_from_letterhead_to_signature() -> None:
    assert words(read(make.decision(cells=9)), 0) == " ".join(
        (
            "ĐẢNG BỘ TỈNH HÀ TĨNH THÀNH ỦY HÀ TĨNH Số 125-QĐ/Th.U",
            "ĐẢNG CỘNG SẢN VIỆT NAM Hà Tĩnh, ngày 05 tháng 4 năm 2024",
            "QUYẾT ĐỊNH công nhận danh hiệu “Chi bộ 4 tốt” năm 2023 -----",
            "- Căn cứ Điều lệ Đảng Cộng sản Việt Nam;",
            "- Căn cứ Kế hoạch số 98-KH/Th.U, ngày 16 tháng 02 năm 2023;",
            "- Xét Tờ trình số 12-TTr/ĐU của Đảng ủy phường Tân Giang,",
            "BAN THƯỜNG VỤ THÀNH ỦY QUYẾT ĐỊNH",
            "Điều 1. Công nhận 09 chi bộ đạt danh hiệu “Chi bộ 4 tốt” năm 2023",
            "(có danh sách kèm theo).",
            "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
            f"Điều 3. {make.IMPLEMENTERS} chịu trách nhiệm thi hành Quyết định này./.",
            "Nơi nhận: - Như Điều 3, - Lưu Văn phòng Thành ủy.",
            "T/M BAN THƯỜNG VỤ PHÓ BÍ THƯ Nguyễn Trọng Hiếu",
            FOOT,
        )
    )


def test_list_names_its_decision_and_every_cell() -> None:
    assert words(read(make.decision(cells=1)), 1) == " ".join(
        (
            "2 DANH SÁCH các chi bộ đạt danh hiệu “Chi bộ 4 tốt” năm 2023",
            "(Kèm theo Quyết định số 125-QĐ/Th.U, ngày 05 tháng 4 năm 2024",
            "của Ban Thường vụ Thành ủy) -----",
            HEADS,
            "1 Tổ dân phố 1 Tân Giang Lê Thị Hoa 92,5 Hoàn thành tốt nhiệm vụ 11/11",
            "Danh sách này có 01 chi bộ.",
            FOOT,
        )
    )


@pytest.mark.parametrize(("cells", "pages"), [(1, 2), (60, 5)])
def test_list_takes_as_many_pages_as_it_needs(cells: int, pages: int) -> None:
    assert len(read(make.decision(cells=cells)).pages) == pages


def test_long_list_keeps_its_order_under_repeated_heads_and_page_numbers() -> None:
    reader = read(make.decision(cells=60))
    pages = [words(reader, page) for page in range(1, len(reader.pages))]

    rows = re.findall(r"(\d+) Tổ dân phố (\d+) Tân Giang Lê Thị Hoa 92,5", " ".join(pages))
    assert rows == [(str(place), str(place)) for place in range(1, 61)]
    assert [page.count(HEADS) for page in pages] == [1, 1, 1, 1]
    assert [page.split()[0] for page in pages] == ["2", "3", "4", "5"]


@pytest.mark.parametrize("cells", range(16, 21))
def test_total_never_stands_without_the_last_cell(cells: int) -> None:
    last = words(read(make.decision(cells=cells)), -1)

    assert f"{cells} Tổ dân phố {cells} Tân Giang" in last
    assert f"Danh sách này có {cells} chi bộ." in last


def test_draft_says_so_on_every_page_and_leaves_dots() -> None:
    reader = read(make.decision(number=None, signed_on=None))

    assert [words(reader, page).count("DỰ THẢO") for page in range(2)] == [1, 1]
    assert "Số ………-QĐ/Th.U" in words(reader, 0)
    assert "Hà Tĩnh, ngày … tháng … năm ……" in words(reader, 0)
    assert "số ………-QĐ/Th.U, ngày … tháng … năm …… của" in words(reader, 1)


def test_signed_decision_is_no_draft() -> None:
    assert "DỰ THẢO" not in words(read(make.decision()), 0)


@pytest.mark.parametrize(
    "name",
    [
        "#strong[x]",
        "{{ 7*7 }}",
        "{% x %}",
        "<&>",
        "&amp;",
        'A "B"',
        "*x* _y_",
        "$x^2$",
        "\\ @x `y`",
    ],
)
def test_names_are_printed_as_they_are(name: str) -> None:
    facts = replace(make.decision(cells=1), cells=(make.cell(cell=name),))

    assert f"1 {name} Tân Giang" in words(read(facts), 1)


def test_no_text_acts_as_markup_anywhere() -> None:
    reader = read(make.hostile("#x {{ 7*7 }} <&>"))

    assert words(reader, 0).count("#x {{ 7*7 }} <&>") == 13
    assert words(reader, 1).count("#x {{ 7*7 }} <&>") == 3


@pytest.mark.parametrize("letters", [LETTERS, LETTERS.upper()])
def test_every_vietnamese_letter_is_printed_in_every_face(letters: str) -> None:
    text = " ".join(letters)
    facts = make.decision(subject=(text,), deciding_body=text, recipients=(text,))
    reader = read(facts)

    assert words(reader, 0).count(text) == 2  # bold and upright
    assert text in words(reader, 1)  # italic


def test_typeface_is_tinos_and_travels_inside() -> None:
    fonts = [
        descendant.get_object()
        for page in read(make.decision()).pages
        for font in page["/Resources"]["/Font"].values()
        for descendant in font.get_object()["/DescendantFonts"]
    ]

    assert {re.sub(r"[A-Z]{6}\+", "", font["/BaseFont"]) for font in fonts} == {
        "/Tinos-Regular",
        "/Tinos-Bold",
        "/Tinos-Italic",
    }
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)


def test_sign_without_a_letterform_is_named() -> None:
    facts = make.decision(recipients=("★",))

    with pytest.raises(UnprintableError, match="★"):
        render_pdf(facts)


def test_file_is_tagged_vietnamese_and_made_to_be_kept() -> None:
    root: Any = read(make.decision()).trailer["/Root"]
    description = root["/Metadata"].get_data().decode()

    assert root["/Lang"].startswith("vi")
    assert root["/MarkInfo"]["/Marked"].value
    assert "<pdfaid:part>2</pdfaid:part>" in description
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in description
    assert "<pdfuaid:part>1</pdfuaid:part>" in description


@pytest.mark.parametrize(
    ("changes", "stamp"),
    [({}, "D:20240405000000Z"), ({"signed_on": None}, "D:20230101000000Z")],
)
def test_file_is_dated_like_the_decision(changes: dict[str, None], stamp: str) -> None:
    description = read(make.decision(**changes)).metadata

    assert description is not None
    assert description["/CreationDate"] == stamp
    assert description["/ModDate"] == stamp
    assert description["/Keywords"] == "HT-7F3K-92QD, 9f86d081884c7d65, cell_title/1"


def test_sheet_is_a4() -> None:
    width, height = read(make.decision()).pages[0].mediabox[2:]

    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 297)


def test_equal_facts_give_equal_bytes_in_another_process() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        there = pool.submit(render_pdf, make.decision(cells=60)).result()

    assert render_pdf(make.decision(cells=60)) == there
