"""The calendar's page: the public days, the tenant's own, and who may change them."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from python_calamine import CalamineWorkbook

from tenants.own_days import own_days_of
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import errors_of, fields_of, form_at, said, text_of


def address(town: Town) -> str:
    return f"/{town.tenant.slug}/quan-tri/lich"


def days(town: Town, year: int = 2027) -> list[tuple[date, str]]:
    town.session.rollback()
    return [(row.day, row.kind) for row in own_days_of(town.session, year)]


def test_administrator_enters_a_swap_and_takes_it_back(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.admin)
    form = form_at(browser, f"{address(town)}?nam=2027")
    typed = form | {"kind": "off", "first": "1/3/2027", "words": "Nghỉ bù theo Công văn 15"}

    answer = browser.post(address(town), data=typed, follow_redirects=True)

    assert said(answer.text) == "Đã ghi 1 ngày vào lịch. Các hạn tính từ nay theo lịch này."
    assert "01/03/2027 Thứ hai Nghỉ Nghỉ bù theo Công văn 15 Của đơn vị" in text_of(answer.text)
    assert days(town) == [(date(2027, 3, 1), "off")]

    removal = fields_of(answer.text, last=False)
    answer = browser.post(f"{address(town)}/2027-03-01/bo", data=removal, follow_redirects=True)
    assert said(answer.text) == "Đã bỏ ngày 01/03/2027 khỏi lịch riêng."
    assert days(town) == []


def test_days_out_of_order_are_refused_and_what_was_typed_stays(
    town: Town, sign_in: SignIn
) -> None:
    browser = sign_in(town, town.admin)
    form = form_at(browser, address(town))
    typed = form | {"kind": "off", "first": "5/3/2027", "last": "1/3/2027", "words": "Nghỉ"}

    answer = browser.post(address(town), data=typed)

    assert answer.status_code == 422
    assert errors_of(answer.text) == ["Ngày cuối phải từ ngày đầu, 05/03/2027, trở đi"]
    assert fields_of(answer.text)["last"] == "1/3/2027"
    assert days(town) == []


def test_auditor_reads_and_changes_nothing(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.auditor)
    page = browser.get(f"{address(town)}?nam=2026").text
    token = fields_of(form_at_admin := sign_in(town, town.admin).get(address(town)).text)

    assert "17/02/2026 Thứ ba Nghỉ Tết Nguyên Đán Lịch chung" in text_of(page)
    assert "<form" not in page[page.index("<main") : page.index("</main>")]
    assert form_at_admin
    assert browser.post(address(town), data=token).status_code == 403


def test_list_is_handed_out_as_a_spreadsheet(town: Town, sign_in: SignIn) -> None:
    answer = sign_in(town, town.admin).get(f"{address(town)}/danh-sach.xlsx?nam=2026")

    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[0] == ["Ngày", "Thứ", "Loại", "Nội dung", "Nguồn"]
    assert [date(2026, 8, 22), "Thứ bảy", "Làm việc", "Làm bù theo lịch của Chính phủ",
            "Lịch chung"] in [[row[0], *row[1:]] for row in rows]  # fmt: skip


def test_ward_office_has_no_calendar_page(town: Town, sign_in: SignIn) -> None:
    assert sign_in(town, town.ward.office).get(address(town)).status_code == 403
