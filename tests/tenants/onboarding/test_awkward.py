"""Lists as offices really hand them in, made with the programs that make them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from xlsxwriter import Workbook as Writer

from tenants.onboarding.headings import Column
from tenants.onboarding.listed import Reading
from tenants.onboarding.looking import Limits
from tenants.onboarding.reading import Choices, read_list
from tenants.onboarding.unreadable import UnreadableListError
from tenants.settings import Settings
from tenants.text.old_fonts import OldFont
from tests.tenants.onboarding.spreadsheets import HEADINGS, Page, Row, a_list, a_row, workbook
from tests.tenants.text.test_old_fonts import as_typed_in

PLAIN = read_list(a_list(*map(a_row, (1, 2, 3))))


def cells_of(reading: Reading) -> list[object]:
    """Return the cells without the numbers of their rows."""
    return [replace(cell, row=0) for cell in reading.cells]


def written(fill: Callable[[Workbook], None]) -> bytes:
    book, file = Workbook(), BytesIO()
    fill(book)
    book.save(file)
    return file.getvalue()


def test_office_letter_with_merged_cells_totals_and_signatures_is_read_whole() -> None:
    def fill(book: Workbook) -> None:
        sheet = book.active
        sheet.append(["THÀNH ỦY BÌNH AN", *[None] * 7, "ĐẢNG CỘNG SẢN VIỆT NAM"])
        sheet.append(["VĂN PHÒNG", *[None] * 7, "Bình An, ngày 05 tháng 3 năm 2026"])
        sheet.merge_cells("A1:E1")
        sheet.merge_cells("A2:E2")
        sheet.append([])
        sheet.append(["DANH SÁCH CHI BỘ TRỰC THUỘC NĂM 2026"])
        sheet.merge_cells("A4:L4")
        sheet.append([*HEADINGS[:4], "Số lượng đảng viên", None, None, None, *HEADINGS[8:]])
        sheet.append([None] * 4 + ["Tổng số", "Chính thức", "Dự bị", "Miễn SH"])
        sheet.merge_cells("E5:H5")
        for number in (1, 2, 3):
            sheet.append(list(a_row(number)))
        sheet.merge_cells("B7:B9")
        sheet.append(["", "Cộng phường Hoa Mai", "3 chi bộ", "", 90, 84, 6, 9])
        sheet.append(["", "TỔNG CỘNG", "", "", 90, 84, 6, 9])
        sheet.append([])
        sheet.append([None] * 8 + ["T/M BAN THƯỜNG VỤ"])
        sheet.append([None] * 8 + ["PHÓ BÍ THƯ"])
        sheet.append([None] * 8 + ["Nguyễn Văn Ký"])

    reading = read_list(written(fill))

    assert cells_of(reading) == cells_of(PLAIN)
    assert (reading.rejected, reading.warnings) == ([], [])


@pytest.mark.parametrize("font", OldFont)
def test_list_of_an_old_font_is_converted_with_a_warning(font: OldFont) -> None:
    rows = [
        [as_typed_in(font, value) if isinstance(value, str) else value for value in row]
        for row in (HEADINGS, *map(a_row, (1, 2, 3)))
    ]

    reading = read_list(workbook(Page(rows)))

    assert cells_of(reading) == cells_of(PLAIN)
    assert reading.rejected == []
    assert [(fault.code, fault.blanks["font"]) for fault in reading.warnings] == [
        ("font_converted", font)
    ]
    assert "Xem lại tên trước khi tạo" in reading.warnings[0].message


def test_one_name_of_an_old_font_in_a_list_of_today_is_converted() -> None:
    reading = read_list(
        a_list(a_row(1), a_row(2, secretary="NguyÔn ThÞ HuÖ"), a_row(3, deputy="Hà Tú"))
    )

    assert [cell.secretary and cell.secretary.name for cell in reading.cells] == [
        "Lê Thị Bí Thư 1", "Nguyễn Thị Huệ", "Lê Thị Bí Thư 3",
    ]  # fmt: skip
    assert reading.cells[2].deputy
    assert reading.cells[2].deputy.name == "Hà Tú"
    assert [fault.message for fault in reading.warnings] == [
        (
            "Chữ gõ bằng phông TCVN3 đã được chuyển sang Unicode (1 ô). Ví dụ “NguyÔn ThÞ HuÖ” "
            "thành “Nguyễn Thị Huệ”. Xem lại tên trước khi tạo."
        )
    ]


def test_letters_with_marks_apart_are_the_same_letters() -> None:
    rows = [
        [unicodedata.normalize("NFD", value) if isinstance(value, str) else value for value in row]
        for row in (HEADINGS, *map(a_row, (1, 2, 3)))
    ]

    assert read_list(workbook(Page(rows))) == PLAIN


@pytest.mark.parametrize(
    "phone",
    [912345001, 912345001.0, "0912.345.001", "+84 912 345 001", "84912345001", "'0912345001"],
)
def test_phone_may_stand_as_a_number_or_in_any_spelling(phone: str | float) -> None:
    reading = read_list(a_list(a_row(1, secretary_phone=phone), a_row(2), a_row(3)))

    assert reading == PLAIN


def test_value_that_the_spreadsheet_keeps_with_a_formula_is_read() -> None:
    file = BytesIO()
    with Writer(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        for number in (1, 2, 3):
            sheet.write_row(number, 0, a_row(number))
            sheet.write_formula(number, 4, f"=F{number + 1}+G{number + 1}", None, 30)
            sheet.write_formula(number, 1, '="Phường "&"Hoa Mai"', None, "Phường Hoa Mai")

    assert read_list(file.getvalue()) == PLAIN


def test_hidden_rows_are_read_and_told() -> None:
    def fill(book: Workbook) -> None:
        sheet = book.active
        sheet.title = "Số 1 & 2"
        for row in (HEADINGS, *map(a_row, (1, 2, 3))):
            sheet.append(list(row))
        sheet.row_dimensions[3].hidden = True
        sheet.row_dimensions[4].hidden = True

    reading = read_list(written(fill))

    assert cells_of(reading) == cells_of(PLAIN)
    assert [fault.message for fault in reading.warnings] == [
        (
            "Trang tính có 2 dòng đang ẩn, từ dòng 3. Các dòng này vẫn được đọc; "
            "xóa trong tệp nếu không dùng."
        )
    ]


def test_every_sheet_with_other_cells_is_read_and_a_copy_is_left_out() -> None:
    content = workbook(
        Page([HEADINGS, a_row(1), a_row(2)], name="Trang 1"),
        Page([["STT", "Phường, xã", "Số chi bộ", "Tổng số ĐV"], [1, "Phường Hoa Mai", 3, 90]],
             name="Tổng hợp"),
        Page([HEADINGS, a_row(3)], name="Trang 2"),
        Page([HEADINGS, a_row(2)], name="Bản cũ"),
    )  # fmt: skip

    reading = read_list(content)

    assert [(cell.sheet, cell.row, cell.name[-1]) for cell in reading.cells] == [
        ("Trang 1", 2, "1"), ("Trang 1", 3, "2"), ("Trang 2", 2, "3"),
    ]  # fmt: skip
    assert [(fault.code, fault.blanks) for fault in reading.warnings] == [
        ("other_sheet", {"sheet": "Bản cũ"})
    ]
    chosen = read_list(content, Choices(sheets=frozenset({"Bản cũ"})))
    assert [cell.sheet for cell in chosen.cells] == ["Bản cũ"]


def test_faults_across_sheets_name_the_other_sheet() -> None:
    content = workbook(
        Page([HEADINGS, a_row(1)], name="A"),
        Page([HEADINGS, a_row(2, deputy_phone="0912 345 001")], name="B"),
    )

    assert [fault.message for fault in read_list(content).rejected] == [
        "Trùng số với dòng 2 trang tính “A” (Lê Thị Bí Thư 1). Ghi số riêng của mỗi đồng chí."
    ]


@pytest.mark.parametrize(
    ("title", "above"),
    [("Phường Hoa Mai", "Danh sách"), ("Sheet1", "ĐẢNG ỦY PHƯỜNG HOA MAI")],
)
def test_list_of_one_ward_has_its_ward_from_letterhead_or_sheet(title: str, above: str) -> None:
    headings = [heading for heading in HEADINGS if heading != HEADINGS[1]]
    rows = [[value for place, value in enumerate(a_row(n)) if place != 1] for n in (1, 2, 3)]

    reading = read_list(workbook(Page([[above], headings, *rows], name=title)))

    assert cells_of(reading) == cells_of(PLAIN)
    assert [fault.code for fault in reading.warnings] == ["ward_elsewhere"]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("CB TDP 6", "Chi bộ Tổ dân phố 6"),
        ("cb. tdp6", "Chi bộ Tổ dân phố 6"),
        ("Tổ dân phố 6", "Chi bộ Tổ dân phố 6"),
        ("Chi bộ TDP 6", "Chi bộ Tổ dân phố 6"),
        ("Trường THCS Hoa Mai", "Chi bộ Trường THCS Hoa Mai"),
        ("Đảng bộ Công an phường", "Đảng bộ Công an phường"),
        ("CHI BỘ KDC số 2", "CHI BỘ Khu dân cư số 2"),
    ],
)
def test_name_is_kept_in_full_and_the_short_one_told(written: str, name: str) -> None:
    reading = read_list(a_list(a_row(1, name=written)))

    assert [cell.name for cell in reading.cells] == [name]
    told = [(said.written, said.meant, said.rows) for said in reading.understood]
    assert told == ([(written, name, 1)] if written != name else [])


def test_columns_may_be_said_otherwise_and_rows_put_right() -> None:
    headings: Row = ["TT", "Đơn vị", "Nơi sinh hoạt", *HEADINGS[3:]]
    content = a_list(
        *map(a_row, (1, 2)), a_row(3, secretary_phone="0912 345 00"), headings=headings
    )
    with pytest.raises(UnreadableListError) as refusal:
        read_list(content)
    assert refusal.value.code == "no_heading"
    assert "“Đơn vị”" in refusal.value.message

    columns = {column: place for place, column in enumerate(Column)}
    fixes = {"DS chi bộ": {4: {"secretary_phone": "0912 345 003"}}}
    reading = read_list(content, Choices(columns={"DS chi bộ": columns}, fixes=fixes))

    assert reading == PLAIN


def test_summary_of_wards_alone_is_no_list() -> None:
    with pytest.raises(UnreadableListError):
        read_list(workbook(Page([["TT", "Phường", "Số chi bộ", "Tổng số"], [1, "A", 12, 300]])))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (a_list(a_row(1)).replace(b"xl/workbook.xml", b"xl/workbook.bin"), "not_xlsx"),
        (b"STT,Ten chi bo\n1,Chi bo 1\n", "not_xlsx"),
    ],
)
def test_other_kinds_of_files_are_refused(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableListError) as refusal:
        read_list(content)
    assert refusal.value.code == code


def test_file_with_macros_is_refused() -> None:
    file = BytesIO(a_list(a_row(1)))
    with ZipFile(file, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf")
    with pytest.raises(UnreadableListError) as refusal:
        read_list(file.getvalue())
    assert refusal.value.message == (
        "Tệp có macro (.xlsm). Lưu lại thành .xlsx (không có macro) rồi chọn lại."
    )


def test_hundred_thousand_rows_are_refused_before_they_are_read() -> None:
    file = BytesIO()
    with Writer(file, {"constant_memory": True, "in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number in range(100_000):
            sheet.write_number(number, 0, number)
    with pytest.raises(UnreadableListError) as refusal:
        read_list(file.getvalue())
    assert refusal.value.code == "too_far"


def test_limits_are_those_of_the_installation() -> None:
    limits = Limits.of(Settings(list_rows=2, list_megabytes=3))
    with pytest.raises(UnreadableListError) as refusal:
        read_list(a_list(*map(a_row, (1, 2, 3))), limits=limits)
    assert limits == Limits(rows=2, megabytes=3)
    assert refusal.value.message == (
        "Danh sách có 3 dòng, nhiều hơn 2 dòng được nhận một lần. "
        "Chia thành nhiều tệp rồi chọn lại."
    )
