"""A list is read row by row; what is wrong is told with its place and what to do."""

from collections import Counter
from pathlib import Path

import pytest

from tenants.onboarding.listed import Fault, ListedCell, ListedPerson, Reading
from tenants.onboarding.reading import read_list
from tenants.units import Sector
from tests.tenants.onboarding.spreadsheets import HEADINGS, Page, Value, a_list, a_row, workbook

DEMO = Path(__file__).parents[3] / "demo"


def read_demo(name: str) -> Reading:
    return read_list((DEMO / f"{name}.xlsx").read_bytes())


def test_list_of_ha_tinh_is_read_whole() -> None:
    reading = read_demo("ha-tinh-2023")

    assert (reading.rows, len(reading.wards), len(reading.cells)) == (254, 15, 254)
    assert (reading.rejected, reading.warnings) == ([], [])
    assert Counter(cell.sector for cell in reading.cells) == {
        Sector.RESIDENTIAL: 164,
        Sector.SCHOOL: 45,
        Sector.POLICE: 15,
        Sector.MILITARY: 15,
        Sector.PUBLIC_SERVICE: 15,
    }
    assert [
        cell.name
        for cell in reading.cells
        if cell.ward == "Phường Tân Giang" and cell.sector == Sector.RESIDENTIAL
    ] == [f"Chi bộ Tổ dân phố {number}" for number in range(1, 13)]


def test_list_with_headings_in_two_rows_is_read_whole() -> None:
    reading = read_demo("binh-an-2026")

    assert (reading.rows, len(reading.cells)) == (24, 24)
    assert (reading.rejected, reading.warnings) == ([], [])
    assert Counter(cell.ward for cell in reading.cells) == {
        "Phường Hoa Mai": 12,
        "Phường Hoa Đào": 7,
        "Xã Hoa Sen": 5,
    }
    assert reading.cells[1] == ListedCell(
        row=9,
        ward="Phường Hoa Mai",
        name="Chi bộ Tổ dân phố 2",
        sector=Sector.RESIDENTIAL,
        total=27,
        official=26,
        probationary=1,
        exempted=3,
        secretary=ListedPerson("Kiều Văn Tám", "+84930000102"),
        deputy=ListedPerson("Lương Văn Bảy", "+84930000202"),
    )


def test_the_two_demo_lists_share_no_person_and_no_phone() -> None:
    people = [
        {
            said
            for cell in read_demo(name).cells
            for person in (cell.secretary, cell.deputy)
            if person
            for said in (person.name, person.phone)
        }
        for name in ("ha-tinh-2023", "binh-an-2026")
    ]

    assert len(people[1]) == 96
    assert people[0] & people[1] == set()


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (
            {"name": None},
            (
                "Tên chi bộ",
                "",
                "missing_name",
                "Chưa có tên chi bộ. Ghi tên đầy đủ, ví dụ: Chi bộ Tổ dân phố 6.",
            ),
        ),
        (
            {"ward": None},
            (
                "Đảng bộ phường, xã",
                "",
                "missing_ward",
                "Chưa có tên phường, xã. Ghi tên ở dòng này như các dòng khác.",
            ),
        ),
        (
            {"secretary_phone": "0912 345 67"},
            (
                "Số điện thoại bí thư",
                "0912 345 67",
                "phone_short",
                "Thiếu 1 chữ số. Số di động có 10 số.",
            ),
        ),
        (
            {"deputy_phone": 98765432109.0},
            (
                "Số điện thoại phó bí thư",
                "98765432109",
                "phone_long",
                "Thừa 2 chữ số. Số di động có 10 số.",
            ),
        ),
        (
            {"secretary_phone": "xem danh bạ"},
            (
                "Số điện thoại bí thư",
                "xem danh bạ",
                "phone_bad",
                "Đây không phải số điện thoại. Ghi một số, ví dụ: 0912 345 678.",
            ),
        ),
        (
            {"secretary_phone": "0912 345 001"},
            (
                "Số điện thoại bí thư",
                "0912 345 001",
                "phone_taken",
                "Trùng số với dòng 2 (Lê Thị Bí Thư 1). Ghi số riêng của mỗi đồng chí.",
            ),
        ),
        (
            {"deputy_phone": "0912 345 003"},
            (
                "Số điện thoại phó bí thư",
                "0912 345 003",
                "phone_taken",
                "Trùng số với dòng 4 (Lê Thị Bí Thư 3). Ghi số riêng của mỗi đồng chí.",
            ),
        ),
        (
            {"name": "CB TDP 02"},
            (
                "Tên chi bộ",
                "CB TDP 02",
                "repeated_cell",
                "Chi bộ này đã có ở dòng 3. Giữ lại một dòng.",
            ),
        ),
        (
            {"official": "hai tám"},
            (
                "Chính thức",
                "hai tám",
                "bad_count",
                "Đây không phải số đảng viên. Ghi một số nguyên, ví dụ: 45.",
            ),
        ),
        (
            {"exempted": 2.5},
            (
                "Miễn sinh hoạt",
                "2.5",
                "bad_count",
                "Đây không phải số đảng viên. Ghi một số nguyên, ví dụ: 45.",
            ),
        ),
        (
            {"total": None, "official": None},
            (
                "Tổng số đảng viên",
                "",
                "missing_count",
                "Chưa có số đảng viên. Ghi tổng số hoặc số chính thức.",
            ),
        ),
        (
            {"name": "Chi bộ Tæ d©n phố 6"},
            (
                "Tên chi bộ",
                "Chi bộ Tæ d©n phố 6",
                "old_font",
                "Chữ gõ bằng phông cũ mà máy không đọc được. Gõ lại bằng Unicode.",
            ),
        ),
    ],
)
def test_faulty_row_is_left_out_and_told(
    changes: dict[str, Value], fault: tuple[str, str, str, str]
) -> None:
    reading = read_list(a_list(a_row(1), a_row(2), a_row(3, **changes), a_row(4)))

    assert reading.rows == 4
    assert [cell.row for cell in reading.cells] == [2, 3, 5]
    assert reading.rejected == [Fault(4, *fault)]
    assert reading.warnings == []


def test_every_fault_of_a_row_is_told_at_once() -> None:
    reading = read_list(a_list(a_row(1, name=None, secretary_phone="0912"), a_row(2)))

    assert [fault.code for fault in reading.rejected] == ["missing_name", "phone_short"]
    assert [cell.row for cell in reading.cells] == [3]


@pytest.mark.parametrize(
    ("changes", "warning"),
    [
        (
            {"total": 31},
            (
                "Tổng số đảng viên",
                "31",
                "counts_differ",
                (
                    "Tổng số 31 khác 28 chính thức cộng 2 dự bị. "
                    "Số được ghi là 28 và 2; xem lại nếu chưa đúng."
                ),
            ),
        ),
        (
            {"exempted": 29},
            (
                "Miễn sinh hoạt",
                "29",
                "exempted_over",
                "Số miễn sinh hoạt lớn hơn số chính thức (28). Xem lại hai số này.",
            ),
        ),
        (
            {"sector": "Câu lạc bộ"},
            (
                "Loại hình",
                "Câu lạc bộ",
                "unknown_sector",
                "Chưa rõ loại hình. Chi bộ được ghi là loại khác; sửa nếu chưa đúng.",
            ),
        ),
        (
            {"deputy_phone": "chưa có"},
            (
                "Số điện thoại phó bí thư",
                "chưa có",
                "missing_phone",
                "Đ/c Trần Văn Phó 2 chưa có số điện thoại nên chưa đăng nhập được. Bổ sung sau.",
            ),
        ),
        (
            {"deputy": None},
            (
                "Số điện thoại phó bí thư",
                "0987 654 002",
                "missing_person",
                "Có số điện thoại mà chưa có họ và tên. Số này được bỏ qua.",
            ),
        ),
        (
            {"secretary": None, "secretary_phone": None},
            (
                "Bí thư chi bộ",
                "",
                "missing_secretary",
                "Chưa có bí thư nên chưa ai đăng nhập thay chi bộ. Bổ sung sau.",
            ),
        ),
        (
            {"ward": "P. hoa  mai"},
            (
                "Đảng bộ phường, xã",
                "P. hoa mai",
                "ward_spelling",
                "Được hiểu là Phường Hoa Mai. Sửa nếu là phường, xã khác.",
            ),
        ),
    ],
)
def test_doubtful_row_is_taken_with_a_warning(
    changes: dict[str, Value], warning: tuple[str, str, str, str]
) -> None:
    reading = read_list(a_list(a_row(1), a_row(2, **changes), a_row(3)))

    assert [cell.row for cell in reading.cells] == [2, 3, 4]
    assert reading.wards == ["Phường Hoa Mai"]
    assert reading.rejected == []
    assert reading.warnings == [Fault(3, *warning)]


def test_row_without_deputy_is_no_reason_for_a_remark() -> None:
    reading = read_list(a_list(a_row(1, deputy=None, deputy_phone=None)))

    assert reading.cells[0].deputy is None
    assert (reading.rejected, reading.warnings) == ([], [])


def test_one_comrade_may_lead_two_cells() -> None:
    row = a_row(2, secretary="Đ/c Lê Thị  Bí thư 1", secretary_phone="84.912.345.001")

    reading = read_list(a_list(a_row(1), row))

    assert reading.rejected == []
    assert [cell.secretary and cell.secretary.phone for cell in reading.cells] == [
        "+84912345001",
        "+84912345001",
    ]
    assert reading.cells[1].secretary == ListedPerson("Lê Thị Bí thư 1", "+84912345001")


def test_one_phone_for_secretary_and_deputy_is_a_fault() -> None:
    reading = read_list(a_list(a_row(1, deputy_phone="0912345001")))

    assert [(fault.row, fault.code) for fault in reading.rejected] == [(2, "phone_taken")]


def test_cells_of_one_name_in_two_wards_are_two_cells() -> None:
    reading = read_list(a_list(a_row(1), a_row(2, ward="Phường Hoa Đào", name=a_row(1)[2])))

    assert [(cell.ward, cell.name) for cell in reading.cells] == [
        ("Phường Hoa Mai", "Chi bộ Tổ dân phố 1"),
        ("Phường Hoa Đào", "Chi bộ Tổ dân phố 1"),
    ]


@pytest.mark.parametrize(
    ("counts", "read"),
    [
        ({"total": 30, "official": None, "probationary": 2}, (30, 28, 2, 3)),
        ({"total": None, "official": 28, "probationary": 2}, (30, 28, 2, 3)),
        (
            {"total": "30", "official": "28 ", "probationary": "2.0", "exempted": "–"},
            (30, 28, 2, 0),
        ),
        ({"total": 30.0, "official": 30.0, "probationary": None, "exempted": None}, (30, 30, 0, 0)),
    ],
)
def test_counts_may_be_text_or_follow_from_each_other(
    counts: dict[str, Value], read: tuple[int, ...]
) -> None:
    reading = read_list(a_list(a_row(1, **counts)))

    cell = reading.cells[0]
    assert (cell.total, cell.official, cell.probationary, cell.exempted) == read
    assert (reading.rejected, reading.warnings) == ([], [])


def test_second_sheet_with_a_list_is_told_not_silently_dropped() -> None:
    rows = [a_row(1)]
    content = workbook(
        Page([["Ghi chú"]], name="Bìa"),
        Page([HEADINGS, *rows], name="Phường A"),
        Page([HEADINGS, *rows], name="Phường B"),
        Page([HEADINGS, *rows], name="Cũ", state="hidden"),
    )

    reading = read_list(content)

    assert reading.rows == 1
    assert [warning.message for warning in reading.warnings] == [
        (
            "Trang tính “Phường B” lặp lại các chi bộ đã đọc nên được bỏ qua. "
            "Muốn đọc trang này thì chọn lại trang tính."
        )
    ]
