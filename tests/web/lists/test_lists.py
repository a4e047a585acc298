"""The inboxes: counts are the lists behind them, and nobody sees another ward's."""

from __future__ import annotations

import re

import pytest

from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.steps.test_concluding_a_committee import appraised_above


def rows(text: str) -> list[str]:
    """List the codes of the dossiers on a page, in their order."""
    return re.findall(r'class="nowrap">(\d\d-\d+)<', text)


def chips(text: str) -> dict[str, int]:
    """Return the number on each chip by its word in the address."""
    found = re.findall(r"viec=([\w-]+)[^\"]*\"[^>]*>[^<]*<span>([\d.]+)</span>", text)
    return {word: int(number.replace(".", "")) for word, number in found}


def test_counts_on_chips_are_the_lists_behind_them(town: Town, sign_in: SignIn) -> None:
    make.registered(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.office)
    counted = chips(browser.get(f"/{town.tenant.slug}/phuong/ho-so").text)

    assert counted == {"can-toi-xem": 1, "chua-dang-ky": 1, "cho-chon-diem": 1, "tat-ca": 2}
    for word, count in counted.items():
        page = browser.get(f"/{town.tenant.slug}/phuong/ho-so?viec={word}").text
        assert len(rows(page)) == count, word


def test_ward_lists_its_own_cells_only(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.ward.office)

    page = browser.get(f"/{town.tenant.slug}/phuong/ho-so?viec=tat-ca").text

    assert rows(page) == [town.dossier(cell).code for cell in town.ward.cells]
    assert town.other_ward.unit.name not in page


@pytest.mark.parametrize("typed", ["to dan pho 2", "TỔ DÂN PHỐ 2", "dan pho 2 hoa mai"])
def test_search_needs_no_accents(town: Town, sign_in: SignIn, typed: str) -> None:
    browser = sign_in(town, town.org_dept)

    page = browser.get(
        f"/{town.tenant.slug}/thanh-pho/tham-dinh", query_string={"viec": "tat-ca", "tim": typed}
    ).text

    wards = [town.ward] if "mai" in typed else [town.other_ward, town.ward]
    assert rows(page) == [town.dossier(ward.cells[1]).code for ward in wards]


def test_longer_list_costs_no_more_queries(
    town: Town, sign_in: SignIn, statements: list[str]
) -> None:
    browser = sign_in(town, town.org_dept)
    numbers = []
    for work in ("can-toi-xem", "tat-ca"):
        statements.clear()
        browser.get(f"/{town.tenant.slug}/thanh-pho/tham-dinh?viec={work}")
        numbers.append(len(statements))

    assert numbers[0] == numbers[1]


def test_workbook_holds_the_list(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.ward.office)

    answer = browser.get(f"/{town.tenant.slug}/danh-sach/ward.xlsx?viec=tat-ca")

    from io import BytesIO  # noqa: PLC0415

    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in sheet[1:]] == [town.dossier(cell).code for cell in town.ward.cells]


def test_secretary_has_no_ward_list(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.ward.secretaries[0])

    assert browser.get(f"/{town.tenant.slug}/phuong/ho-so").status_code == 403
    assert browser.get(f"/{town.tenant.slug}/danh-sach/ward.xlsx").status_code == 403


def test_where_committees_stand_among_cells_the_names_are_those_of_units(
    town: Town, sign_in: SignIn
) -> None:
    appraised_above(town)
    org, office = sign_in(town, town.org_dept), sign_in(town, town.ward.office)
    slug = town.tenant.slug

    mixed = org.get(f"/{slug}/thanh-pho/tham-dinh?viec=tat-ca").text
    cells = office.get(f"/{slug}/phuong/ho-so?viec=chua-dang-ky").text
    waiting = org.get(f"/{slug}/viec").text

    assert {town.dossier(unit).code for unit in (town.ward.unit, town.ward.cells[1])} <= set(
        rows(mixed)
    )
    assert f"Hồ sơ các đơn vị năm {town.campaign.year}" in mixed
    assert f"Hồ sơ các chi bộ năm {town.campaign.year}" in cells
    assert [">Đơn vị</th>" in page for page in (mixed, cells, waiting)] == [True, False, True]
    assert [">Chi bộ</th>" in page for page in (mixed, cells, waiting)] == [False, True, False]
