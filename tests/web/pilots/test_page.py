"""The page of pilots, its spreadsheet, and what those who choose pilots see of each cell."""

from __future__ import annotations

from io import BytesIO

from openpyxl import load_workbook

from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import text_of
from tests.workflows.sittings.test_on_request import piloted


def test_ward_and_city_see_pilots_beside_the_rest_and_take_them_away(
    town: Town, sign_in: SignIn
) -> None:
    piloted(town)
    for person in (town.ward.office, town.city_office):
        browser = sign_in(town, person)
        page = browser.get(f"/{town.tenant.slug}/lam-diem")
        assert page.status_code == 200
        assert "1 chi bộ làm điểm" in text_of(page.text)
        assert "Nền nếp tốt" in page.text
        sheet = browser.get(f"/{town.tenant.slug}/lam-diem/so-sanh.xlsx")
        rows = list(load_workbook(BytesIO(sheet.data)).active.iter_rows(values_only=True))
        named = [row[:3] for row in rows if row[0] == town.ward.unit.name]
        assert named == [(town.ward.unit.name, "Làm điểm", 1), (town.ward.unit.name, "Còn lại", 1)]


def test_a_cell_has_no_such_page(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.ward.secretaries[0])
    assert browser.get(f"/{town.tenant.slug}/lam-diem").status_code in {403, 404}


def test_who_chooses_pilots_sees_kind_and_the_year_before(town: Town, sign_in: SignIn) -> None:
    make.registered(town, town.ward.cells[0])
    page = sign_in(town, town.ward.office).get(
        f"/{town.tenant.slug}/phien-hop/moi?viec=chon-lam-diem"
    )
    assert "Năm trước" in page.text
    assert "Không tham gia" in page.text


def test_pilots_are_changed_at_a_sitting_that_is_asked_for(town: Town, sign_in: SignIn) -> None:
    piloted(town)
    browser = sign_in(town, town.ward.office)
    listed = browser.get(f"/{town.tenant.slug}/phien-hop")
    assert "Thay đổi chi bộ làm điểm" in listed.text
    page = browser.get(f"/{town.tenant.slug}/phien-hop/moi?viec=doi-lam-diem&chon=tat-ca")
    assert page.status_code == 200
    assert "Đã chọn 2 trong 2" in text_of(page.text)
