"""Headings are understood in the many ways in which offices write them."""

import pytest

from tenants.onboarding.headings import Column, column_of
from tenants.onboarding.reading import read_list
from tenants.onboarding.unreadable import UnreadableListError
from tests.tenants.onboarding.spreadsheets import HEADINGS, Page, Row, a_list, a_row, workbook


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("STT", Column.INDEX),
        ("Số TT", Column.INDEX),
        ("Phường/xã", Column.WARD),
        ("DANG BO PHUONG, XA", Column.WARD),
        ("Đảng ủy trực thuộc", Column.WARD),
        ("Đơn vị", Column.WARD),
        ("Tên chi bộ", Column.NAME),
        ("CB trực thuộc", Column.NAME),
        ("Chi bộ trực thuộc Đảng bộ phường", Column.NAME),
        ("Loại chi bộ", Column.SECTOR),
        ("Tổng số\nđảng viên", Column.TOTAL),
        ("TSĐV", Column.TOTAL),
        ("Số ĐV", Column.TOTAL),
        ("Đảng viên chính thức", Column.OFFICIAL),
        ("ĐV dự bị", Column.PROBATIONARY),
        ("Số đảng viên miễn công tác và sinh hoạt", Column.EXEMPTED),
        ("Họ và tên bí thư", Column.SECRETARY),
        ("Bi thu chi bo", Column.SECRETARY),
        ("SĐT bí thư", Column.SECRETARY_PHONE),
        ("Di động (Bí thư)", Column.SECRETARY_PHONE),
        ("Phó Bí thư chi bộ", Column.DEPUTY),
        ("PBT", Column.DEPUTY),
        ("Điện thoại Phó bí thư", Column.DEPUTY_PHONE),
        ("Ghi chú", None),
        ("Năm thành lập", None),
    ],
)
def test_heading_says_what_its_column_holds(heading: str, column: Column | None) -> None:
    assert column_of(heading) == column


@pytest.mark.parametrize(
    "headings",
    [
        [str(heading).upper() for heading in HEADINGS],
        [
            "TT",
            "Phuong xa",
            "Ten chi bo",
            "Loai",
            "Tong so",
            "Chinh thuc",
            "Du bi",
            "Mien",
            "Bi thu",
            "SDT",
            "Pho bi thu",
            "SDT",
        ],
    ],
)
def test_headings_may_be_capital_short_or_without_accents(headings: Row) -> None:
    assert read_list(a_list(a_row(7), headings=headings)) == read_list(a_list(a_row(7)))


def test_columns_may_stand_in_any_order() -> None:
    turned = workbook(Page([HEADINGS[::-1], a_row(7)[::-1]]))

    assert read_list(turned) == read_list(a_list(a_row(7)))


def test_second_row_of_headings_says_more_than_merged_ones_above() -> None:
    upper = ["TT", "Phường, xã", "Chi bộ", "Loại hình", "Đảng viên", "", "", "", "Bí thư", ""]
    lower = ["", "", "", "", "Tổng số", "Chính thức", "Dự bị", "Miễn SH"] + ["Họ tên", "SĐT"] * 2
    page = Page([[*upper, "Phó bí thư", ""], lower, a_row(7)], merged=["E1:H1", "I1:J1", "K1:L1"])

    assert read_list(workbook(page)).cells[0].deputy == read_list(a_list(a_row(7))).cells[0].deputy
    assert read_list(workbook(page)).rejected == []


def test_fault_names_the_column_as_the_list_does() -> None:
    headings = [*HEADINGS[:9], "Di động BT", *HEADINGS[10:]]

    reading = read_list(a_list(a_row(7, secretary_phone="1"), headings=headings))

    assert [fault.column for fault in reading.rejected] == ["Di động BT"]


def test_list_without_a_needed_column_is_refused_with_what_was_found() -> None:
    with pytest.raises(UnreadableListError) as refusal:
        read_list(a_list(["Phường A", "Lê Văn An"], headings=["Phường, xã", "Bí thư"]))

    assert refusal.value.code == "no_heading"
    assert refusal.value.message == (
        "Không tìm thấy dòng tiêu đề có các cột “Tên chi bộ”, “Tổng số đảng viên”. "
        "Trong tệp chỉ thấy: “Phường, xã”, “Bí thư”. Sửa tên cột rồi chọn lại."
    )
