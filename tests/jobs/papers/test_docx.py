"""The DOCX of a decision holds the same words as the PDF."""

from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from jobs.papers.facts import DecisionFacts
from jobs.papers.kinds.recognition_decision import RECOGNITION_DECISION
from jobs.papers.values import decision_values
from jobs.papers.word import docx_of
from tests.jobs.papers import make

RATING = "Hoàn thành tốt nhiệm vụ"


def read(facts: DecisionFacts) -> Document:
    return docx.Document(BytesIO(docx_of(RECOGNITION_DECISION, decision_values(facts))))


def lines(document: Document) -> list[str]:
    """Every paragraph outside the list, from top to bottom."""
    texts: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            texts.append(block.text)
        elif len(block.columns) == 2:
            texts.extend(
                paragraph.text for cell in block.rows[0].cells for paragraph in cell.paragraphs
            )
    return texts


def rows(document: Document) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[-1].rows]


def test_paper_reads_from_letterhead_to_the_end_of_the_list() -> None:
    assert lines(read(make.decision(cells=9))) == [
        "ĐẢNG BỘ TỈNH HÀ TĨNH",
        "THÀNH ỦY HÀ TĨNH",
        "*",
        "Số 125-QĐ/Th.U",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Hà Tĩnh, ngày 05 tháng 4 năm 2024",
        "QUYẾT ĐỊNH",
        "công nhận danh hiệu “Chi bộ 4 tốt” năm 2023",
        "-----",
        "- Căn cứ Điều lệ Đảng Cộng sản Việt Nam;",
        "- Căn cứ Kế hoạch số 98-KH/Th.U, ngày 16 tháng 02 năm 2023;",
        "- Xét Tờ trình số 12-TTr/ĐU của Đảng ủy phường Tân Giang,",
        "BAN THƯỜNG VỤ THÀNH ỦY QUYẾT ĐỊNH",
        (
            "Điều 1. Công nhận 09 chi bộ đạt danh hiệu “Chi bộ 4 tốt” năm 2023"
            " (có danh sách kèm theo)."
        ),
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
        f"Điều 3. {make.IMPLEMENTERS} chịu trách nhiệm thi hành Quyết định này./.",
        "Nơi nhận:",
        "- Như Điều 3,",
        "- Lưu Văn phòng Thành ủy.",
        "T/M BAN THƯỜNG VỤ",
        "PHÓ BÍ THƯ",
        "Nguyễn Trọng Hiếu",
        "DANH SÁCH",
        "các chi bộ đạt danh hiệu “Chi bộ 4 tốt” năm 2023",
        (
            "(Kèm theo Quyết định số 125-QĐ/Th.U, ngày 05 tháng 4 năm 2024"
            " của Ban Thường vụ Thành ủy)"
        ),
        "-----",
        "Danh sách này có 09 chi bộ.",
    ]


def test_square_to_scan_is_a_picture_that_stands_once() -> None:
    address = "https://bontot.example/xac-nhan/HT-7F3K-92QD"
    squared, plain = read(make.decision(check_address=address)), read(make.decision())

    assert (len(squared.inline_shapes), len(plain.inline_shapes)) == (1, 0)
    assert f"Mã xác nhận: HT-7F3K-92QD. Kiểm tra tại {address}" in lines(squared)
    assert not any("Kiểm tra tại" in line for line in lines(plain))


def test_list_keeps_every_cell_in_order_under_its_heads() -> None:
    heads, *cells = rows(read(make.decision(cells=60)))

    assert heads == [
        "TT", "Chi bộ", "Đảng bộ", "Bí thư chi bộ", "Điểm", "Xếp loại chất lượng", "Tán thành",
    ]  # fmt: skip
    assert cells == [
        [str(place), f"Tổ dân phố {place}", "Tân Giang", "Lê Thị Hoa", "92,5", RATING, "11/11"]
        for place in range(1, 61)
    ]


def test_heads_of_the_list_are_repeated_on_each_page() -> None:
    marked = read(make.decision()).element.body.xpath(".//w:tr[w:trPr/w:tblHeader]")

    assert [row.tc_lst[0].xpath("string()") for row in marked] == ["TT"]


def test_draft_leaves_dots_and_says_so_on_first_and_later_pages() -> None:
    document = read(make.decision(number=None, signed_on=None))
    sheet = document.sections[0]

    assert lines(document)[3:6:2] == ["Số ………-QĐ/Th.U", "Hà Tĩnh, ngày … tháng … năm ……"]
    assert sheet.first_page_header.paragraphs[0].text == "DỰ THẢO"
    assert sheet.header.paragraphs[0].text == "DỰ THẢO\t"


def test_later_pages_of_a_signed_decision_bear_only_their_number() -> None:
    sheet = read(make.decision()).sections[0]
    fields = sheet.header.part.element.xpath(".//w:fldSimple")

    assert sheet.different_first_page_header_footer
    assert sheet.first_page_header.paragraphs[0].text == ""
    assert sheet.header.paragraphs[0].text == "\t"
    assert [field.get(qn("w:instr")) for field in fields] == ["PAGE"]


def test_every_page_bears_the_codes() -> None:
    sheet = read(make.decision()).sections[0]

    assert [foot.paragraphs[0].text for foot in (sheet.first_page_footer, sheet.footer)] == [
        "Mã xác nhận: HT-7F3K-92QD\tMã nội dung: 9f86d081884c7d65"
    ] * 2


@pytest.mark.parametrize(
    "name", ["#strong[x]", "{{ 7*7 }}", "{% x %}", "<&>", "&amp;", 'A "B"', "</w:t>", "'x'"]
)
def test_names_are_written_as_they_are(name: str) -> None:
    facts = replace(make.decision(), cells=(make.cell(cell=name),), recipients=(f"{name} x",))
    document = read(facts)

    assert rows(document)[1][1] == name
    assert f"- {name} x." in lines(document)


def test_no_text_acts_as_markup_anywhere() -> None:
    text = " ".join(lines(read(make.hostile("#x {{ 7*7 }} <&>"))))

    assert text.count("#x {{ 7*7 }} <&>") == 16


def test_file_describes_itself_without_escapes() -> None:
    properties = read(make.decision(subject=("công nhận <&>",))).core_properties

    assert properties.title == "Quyết định công nhận <&>"
    assert properties.author == "THÀNH ỦY HÀ TĨNH"
    assert properties.keywords == "HT-7F3K-92QD, 9f86d081884c7d65, cell_title/1"


def test_sheet_is_a4_with_room_for_binding() -> None:
    sheet = read(make.decision()).sections[0]
    margins = (sheet.top_margin, sheet.right_margin, sheet.bottom_margin, sheet.left_margin)

    assert (round(sheet.page_width.mm), round(sheet.page_height.mm)) == (210, 297)
    assert [margin and round(margin.mm) for margin in margins] == [20, 15, 20, 30]


def test_typeface_is_the_one_offices_have() -> None:
    styles = read(make.decision()).styles

    assert styles["Normal"].font.name == "Times New Roman"
    assert styles["Heading 1"].font.name == "Times New Roman"
