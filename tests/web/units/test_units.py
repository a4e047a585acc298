"""The pages of units: the tree on any day, and acts shown before they are done."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from tenants import clock
from tenants.text.dates import show_date
from tenants.units import OrgUnit
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn, hidden_of

BASIS = "Nghị quyết số 05-NQ/ĐU ngày 01/7/2025"


@pytest.fixture
def old_town(town: Town) -> Town:
    make.founded_last_year(town)
    return town


def units_on(text: str) -> list[str]:
    """List the names in the tree, in their order."""
    return re.findall(r'<th scope="row" class="deep-\d"><a href="[^"]+">([^<]+)</a>', text)


def get(browser: FlaskClient, town: Town, path: str = "", **asked: object) -> str:
    return browser.get(f"/{town.tenant.slug}/quan-tri/don-vi{path}", query_string=asked).text


def preview(browser: FlaskClient, town: Town, word: str, **asked: object) -> tuple[int, str]:
    answer = browser.get(
        f"/{town.tenant.slug}/quan-tri/don-vi/thay-doi/{word}",
        query_string={"xem": 1, "ngay": show_date(clock.today(town.session)), "can_cu": BASIS}
        | asked,
    )
    return answer.status_code, answer.text


def confirm(browser: FlaskClient, town: Town, word: str, page: str, **more: object) -> int:
    sent = {**hidden_of(page), **more}
    many = re.findall(r'<input type="hidden" name="don_vi" value="([^"]*)">', page)
    sent["don_vi"] = list(dict.fromkeys(many))
    return browser.post(
        f"/{town.tenant.slug}/quan-tri/don-vi/thay-doi/{word}", data=sent
    ).status_code


def test_tree_stands_in_vietnamese_order_and_is_found_without_accents(
    old_town: Town, sign_in: SignIn
) -> None:
    browser = sign_in(old_town, old_town.auditor)
    shown = [name.replace("\u00a0", " ") for name in units_on(get(browser, old_town))]
    assert shown == [
        "Thành ủy Bình An",
        "Phường Hoa Đào", "Chi bộ Tổ dân phố 1", "Chi bộ Tổ dân phố 2",
        "Phường Hoa Mai", "Chi bộ Tổ dân phố 1", "Chi bộ Tổ dân phố 2",
    ]  # fmt: skip
    found = units_on(get(browser, old_town, tim="tdp 2 hoa mai"))
    assert [name.replace("\u00a0", " ") for name in found] == ["Chi bộ Tổ dân phố 2"]


def test_merger_is_shown_first_and_then_done_as_shown(old_town: Town, sign_in: SignIn) -> None:
    town, browser = old_town, sign_in(old_town, old_town.admin)
    status, page = preview(
        browser, town, "sap-nhap", don_vi=["hoa-mai-1", "hoa-mai-2"], ten="Chi bộ Tân Hòa"
    )
    assert status == 200
    assert "Thành lập «Chi bộ Tân Hòa» (mã chi-bo-tan-hoa)" in page
    assert "Lập hồ sơ mới cho «Chi bộ Tân Hòa»" in page
    assert town.session.scalar(select(OrgUnit).where(OrgUnit.code == "chi-bo-tan-hoa")) is None
    town.session.rollback()

    assert confirm(browser, town, "sap-nhap", page) == 303

    shown = [name.replace("\u00a0", " ") for name in units_on(get(browser, town, thuoc="hoa-mai"))]
    assert shown == ["Phường Hoa Mai", "Chi bộ Tân Hòa"]
    yesterday = show_date(clock.today(town.session) - timedelta(days=1))
    then = units_on(get(browser, town, thuoc="hoa-mai", ngay=yesterday))
    assert len(then) == 3
    unit = get(browser, town, "/chi-bo-tan-hoa")
    assert BASIS in unit
    assert "Sáp nhập «Chi bộ Tổ dân phố 1», «Chi bộ Tổ dân phố 2» thành «Chi bộ Tân Hòa»" in unit


def test_what_is_wrong_is_said_and_what_was_typed_stays(old_town: Town, sign_in: SignIn) -> None:
    browser = sign_in(old_town, old_town.admin)
    status, page = preview(
        browser, old_town, "doi-ten", don_vi="hoa-mai-1", ten="Chi bộ TDP 2", can_cu=""
    )
    assert status == 422
    assert "Đồng chí chưa điền: Căn cứ" in page
    assert 'value="Chi bộ TDP 2"' in page
    status, page = preview(browser, old_town, "doi-ten", don_vi="hoa-mai-1", ten="Chi bộ TDP 2")
    assert status == 422
    assert "Trong cùng đơn vị cấp trên đã có «Chi bộ Tổ dân phố 2»." in page
    assert preview(browser, old_town, "doi-ten", don_vi="hoa-mai-1", ngay="31/02/2026")[0] == 422


def test_change_since_the_preview_is_shown_anew(old_town: Town, sign_in: SignIn) -> None:
    town, browser = old_town, sign_in(old_town, old_town.admin)
    _, page = preview(browser, town, "giai-the", don_vi="hoa-mai-1")
    make.registered(town, town.ward.cells[0])
    town.session.commit()
    assert confirm(browser, town, "giai-the", page) == 409
    town.session.expire_all()
    assert town.ward.cells[0].valid_to is None


@pytest.mark.parametrize("who", ["auditor", "org_dept", "office"])
def test_only_the_administrator_changes_units(old_town: Town, sign_in: SignIn, who: str) -> None:
    town = old_town
    person = town.ward.office if who == "office" else getattr(town, who)
    admin, other = sign_in(town, town.admin), sign_in(town, person)
    _, page = preview(admin, town, "giai-the", don_vi="hoa-mai-1")
    assert preview(other, town, "giai-the", don_vi="hoa-mai-1")[0] == 403
    assert confirm(other, town, "giai-the", page) in {400, 403}
    town.session.expire_all()
    assert town.ward.cells[0].valid_to is None


def test_unknown_and_foreign_units_are_not_found(
    old_town: Town, other_town: Town, sign_in: SignIn
) -> None:
    browser = sign_in(old_town, old_town.admin)
    other_town.ward.cells[0].name = "Chi bộ của nơi khác"
    other_town.session.commit()
    here = f"/{old_town.tenant.slug}/quan-tri/don-vi"
    assert browser.get(f"{here}/khong-co").status_code == 404
    assert preview(browser, old_town, "giai-the", don_vi="khong-co")[0] == 404
    assert browser.get(f"{here}/thay-doi/khong-co").status_code == 404
    assert "nơi khác" not in get(browser, old_town)


def test_workbook_holds_the_units_of_the_day(old_town: Town, sign_in: SignIn) -> None:
    town, browser = old_town, sign_in(old_town, old_town.admin)
    town.ward.cells[0].name = "=1+1"
    town.session.commit()
    answer = browser.get(f"/{town.tenant.slug}/quan-tri/don-vi/danh-sach.xlsx?thuoc=hoa-mai")
    sheet = load_workbook(BytesIO(answer.data)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["Mã", "hoa-mai", "hoa-mai-1", "hoa-mai-2"]
    cell = sheet["B3"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert rows[3][2:6] == ("Phường Hoa Mai", "Chi bộ", "Khu dân cư", 24)


def test_longer_tree_costs_no_more_queries(
    old_town: Town, sign_in: SignIn, statements: list[str]
) -> None:
    browser, numbers = sign_in(old_town, old_town.admin), []
    for asked in ({"thuoc": "hoa-mai", "tim": "to dan pho 1"}, {"thuoc": "hoa-mai"}):
        statements.clear()
        get(browser, old_town, **asked)
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]
