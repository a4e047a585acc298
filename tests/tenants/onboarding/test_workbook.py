"""A file that cannot be a list is refused in one sentence, before it can do harm."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from tenants.onboarding.looking import MEGABYTE, Limits
from tenants.onboarding.reading import read_list
from tenants.onboarding.unreadable import UnreadableListError
from tenants.onboarding.workbook import open_sheets
from tests.tenants.onboarding.spreadsheets import HEADINGS, Page, a_list, a_row, workbook, zipped

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SHEET = "xl/worksheets/sheet1.xml"


def refusal_of(content: bytes) -> UnreadableListError:
    with pytest.raises(UnreadableListError) as refusal:
        read_list(content)
    return refusal.value


def parts_of(content: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def with_row(row: str) -> bytes:
    """Make a list of one cell with a row of this XML below it."""
    parts = parts_of(a_list(a_row(1)))
    parts[SHEET] = parts[SHEET].replace("</sheetData>", f"{row}</sheetData>")
    return zipped(parts)


def without_declared_size(content: bytes) -> bytes:
    """Make every part declare that it unpacks to one byte."""
    lying = bytearray(content)
    for header, size_at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        for found in re.finditer(re.escape(header), content):
            start = found.start() + size_at
            lying[start : start + 4] = (1).to_bytes(4, "little")
    return bytes(lying)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Tệp không có dữ liệu. Chọn tệp Excel có danh sách chi bộ."),
        (workbook(Page([])), "Tệp không có dữ liệu. Chọn tệp Excel có danh sách chi bộ."),
        (
            workbook(Page([HEADINGS, a_row(1)], state="hidden"), Page([], name="2")),
            "Tệp không có dữ liệu. Chọn tệp Excel có danh sách chi bộ.",
        ),
        (
            a_list(),
            "Danh sách chưa có dòng chi bộ nào. Ghi các chi bộ dưới dòng tiêu đề rồi chọn lại.",
        ),
        (
            "STT;Phường;Chi bộ".encode(),
            "Tệp không phải Excel (.xlsx). Chọn tệp .xlsx có danh sách chi bộ.",
        ),
        (
            zipped({"word/document.xml": "<w/>"}),
            "Tệp không phải Excel (.xlsx). Chọn tệp .xlsx có danh sách chi bộ.",
        ),
        (
            a_list(a_row(1))[:-30],
            "Tệp không phải Excel (.xlsx). Chọn tệp .xlsx có danh sách chi bộ.",
        ),
        (
            OLD_OFFICE,
            "Tệp là Excel kiểu cũ (.xls). Lưu lại thành .xlsx rồi chọn lại.",
        ),
        (
            OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"),
            "Tệp có mật khẩu. Bỏ mật khẩu trong Excel rồi chọn lại.",
        ),
        (
            b"PK" + bytes(Limits().megabytes * MEGABYTE),
            "Tệp lớn quá 10 MB. Bỏ ảnh và các trang tính thừa rồi chọn lại.",
        ),
        (
            workbook(Page([["Thực đơn"], ["Phở", "Bún"]])),
            (
                "Không tìm thấy dòng tiêu đề có các cột “Đảng bộ phường, xã”, “Tên chi bộ”, "
                "“Tổng số đảng viên”. Trong tệp chỉ thấy: không có cột nào. "
                "Sửa tên cột rồi chọn lại."
            ),
        ),
    ],
)
def test_file_that_is_no_list_is_refused_in_one_sentence(content: bytes, message: str) -> None:
    assert refusal_of(content).message == message


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="9"><c r="BA9" s="1"><v>1</v></c></row>',
        '<row r="50000"><c s="1" r="A50000"><v>1</v></c></row>',
        "<row r = '60000'><c r = 'a60000'><v>1</v></c></row>",
        '<row r="60000"><c><v>1</v></c></row>',
        f'<row r="60000"><c r="A60000"{" " * 600}><v>1</v></c></row>',
    ],
)
def test_cell_in_a_far_corner_is_refused_unread(row: str) -> None:
    assert refusal_of(with_row(row)).code == "too_far"


def test_empty_cells_far_below_do_no_harm() -> None:
    content = with_row('<row r="1048576"><c r="A1048576" s="3"/><c r="XFD1048576" s="3"/></row>')

    assert read_list(content).rows == 1


@pytest.mark.parametrize("packed", ["honest", "lying"])
def test_file_that_unpacks_to_far_more_than_it_is_gets_refused(packed: str) -> None:
    bomb = with_row(" " * 5_000_000)
    content = bomb if packed == "honest" else without_declared_size(bomb)

    assert refusal_of(content).code == "suspicious"


def test_row_whose_tag_hides_its_number_is_refused() -> None:
    assert refusal_of(with_row(f'<row {" " * 600} r="60000"><c><v>1</v></c></row>')).code == (
        "suspicious"
    )


def test_damaged_part_is_refused() -> None:
    parts = parts_of(a_list(a_row(1)))

    assert refusal_of(zipped(parts | {SHEET: "<worksheet><sheetData><row"})).code == "not_xlsx"


def test_only_visible_sheets_with_something_in_them_are_opened() -> None:
    content = workbook(
        Page([], name="Trống"),
        Page([["a"]], name="Ẩn", state="veryHidden"),
        Page([["b", 2], [], ["", "c"]], name="Hiện", merged=["A1:A3"]),
    )

    assert [(sheet.name, sheet.rows, sheet.merged) for sheet in open_sheets(content)] == [
        ("Hiện", [["b", 2.0], ["", ""], ["", "c"]], [((0, 0), (2, 0))])
    ]


def test_text_that_a_database_refuses_is_cleaned_while_it_is_read() -> None:
    reading = read_list(a_list(a_row(1, name="Chi bộ _x0000_Thôn\tĐông")))

    assert reading.cells[0].name == "Chi bộ Thôn Đông"
