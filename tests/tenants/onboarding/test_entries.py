"""The rows of a list are told from what stands around and between them."""

import pytest

from tenants.onboarding.reading import read_list
from tests.tenants.onboarding.spreadsheets import HEADINGS, Page, Row, Value, a_row, workbook

BLANK: Row = [""] * 12
LETTERHEAD: list[Row] = [
    ["THÀNH ỦY BÌNH AN", *[""] * 7, "ĐẢNG CỘNG SẢN VIỆT NAM"],
    ["*"],
    ["DANH SÁCH CHI BỘ TRỰC THUỘC CÁC ĐẢNG BỘ PHƯỜNG, XÃ"],
    BLANK,
]
SIGNATURE: list[Row] = [
    BLANK,
    [*[""] * 8, "Bình An, ngày 02 tháng 3 năm 2026"],
    ["", "", "NGƯỜI LẬP DANH SÁCH", *[""] * 5, "T/M BAN THƯỜNG VỤ"],
    ["", "", "Vũ Thị Thơm", *[""] * 5, "Hoàng Ngọc Thạch"],
]


def wards_of(*rows: Row, merged: tuple[str, ...] = ()) -> list[tuple[int, str]]:
    """Read these rows below headings in row 1, and return the row and ward of each cell."""
    reading = read_list(workbook(Page([HEADINGS, *rows], merged=merged)))
    return [(cell.row, cell.ward) for cell in reading.cells]


def with_wards(*wards: Value) -> list[Row]:
    return [a_row(number, ward=ward) for number, ward in enumerate(wards, start=1)]


def test_letterhead_and_signatures_are_no_rows_of_the_list() -> None:
    page = Page([*LETTERHEAD, HEADINGS, a_row(1), a_row(2), *SIGNATURE])

    reading = read_list(workbook(page))

    assert reading.rows == 2
    assert [cell.row for cell in reading.cells] == [6, 7]
    assert (reading.rejected, reading.warnings) == ([], [])


@pytest.mark.parametrize(
    "between",
    [
        BLANK,
        HEADINGS,
        ["Cộng", *[""] * 3, 60, 56, 4, 6],
        ["", "Tổng cộng", "2 chi bộ", "", 60],
        ["", "", "Tổng số chi bộ: 2", "", 60],
    ],
)
def test_blanks_totals_and_repeated_headings_are_no_rows_of_the_list(between: Row) -> None:
    assert wards_of(a_row(1), between, a_row(2)) == [(2, "Phường Hoa Mai"), (4, "Phường Hoa Mai")]


def test_row_that_numbers_the_columns_is_no_row_of_the_list() -> None:
    numbers = [f"({number})" for number in range(1, 13)]

    assert wards_of(numbers, a_row(1)) == [(3, "Phường Hoa Mai")]


@pytest.mark.parametrize("ward", ["Phường Cộng Hòa", "Phường Tổng Công"])
def test_ward_whose_name_begins_like_a_total_is_kept(ward: str) -> None:
    assert wards_of(a_row(1, ward=ward)) == [(2, ward)]


def test_ward_in_a_merged_cell_holds_for_the_rows_that_it_covers() -> None:
    rows = with_wards("Phường A", "", "", "Phường B", "Phường B", "")

    assert wards_of(*rows, merged=("B2:B4",)) == [
        (2, "Phường A"),
        (3, "Phường A"),
        (4, "Phường A"),
        (5, "Phường B"),
        (6, "Phường B"),
    ]


def test_ward_written_once_holds_for_the_rows_below() -> None:
    assert wards_of(*with_wards("Phường A", "", "Phường B", "", "như trên")) == [
        (2, "Phường A"),
        (3, "Phường A"),
        (4, "Phường B"),
        (5, "Phường B"),
        (6, "Phường B"),
    ]


def test_ward_on_a_line_of_its_own_holds_for_the_rows_below() -> None:
    rows = with_wards("", "", "")

    assert wards_of(["I", "Phường A"], *rows[:2], ["II", "Phường B"], rows[2]) == [
        (3, "Phường A"),
        (4, "Phường A"),
        (6, "Phường B"),
    ]


def test_missing_ward_in_a_list_that_writes_it_on_each_row_is_a_fault() -> None:
    rows = with_wards("Phường A", "Phường A", "", "Phường B")

    reading = read_list(workbook(Page([HEADINGS, *rows])))

    assert [(fault.row, fault.code) for fault in reading.rejected] == [(4, "missing_ward")]


def test_rows_without_a_running_number_are_rows_of_the_list() -> None:
    page = Page([HEADINGS[1:], a_row(1)[1:], ["Phường Hoa Mai", "Chi bộ Thôn Đông"]])

    reading = read_list(workbook(page))

    assert reading.rows == 2
    assert [(fault.row, fault.code) for fault in reading.rejected] == [(3, "missing_count")]
