"""An administrator takes eleven wards over from one file; anybody finds a cell in a moment."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.comrade import Comrade
from tests.journeys.conftest import Site
from tests.journeys.counting import Counter
from tests.tenants.onboarding.spreadsheets import Row, a_list, a_row

WARDS = (
    "Hoa Mai", "Hoa Đào", "Hoa Sen", "Hoa Lan", "Sông Trà", "Phú Lộc", "Tân Hòa", "An Bình",
    "Đông Ba", "Cẩm Nam", "Minh Khai",
)  # fmt: skip
CELLS = 312


def eleven_wards() -> bytes:
    """Make a list of 312 cells in 11 wards; three rows are wrong, some names are cut short."""
    rows: list[Row] = []
    for number in range(CELLS):
        ward, cell = WARDS[number % len(WARDS)], number // len(WARDS) + 1
        row = {
            "ward": f"Phường {ward}",
            "name": f"CB TDP {cell}" if number % 7 == 0 else f"Chi bộ Tổ dân phố {cell}",
            "secretary_phone": f"0921 {number:06}"[:12],
            "deputy_phone": f"0922 {number:06}"[:12],
        }
        if number == 47:
            row["secretary_phone"] = "0921 00047"
        if number == 96:
            row["secretary_phone"] = "0921 000011"
        if number == 209:
            row["name"] = ""
        rows.append(a_row(number + 1, **row))
    return a_list(*rows)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "danh-sach-2026.xlsx"
    path.write_bytes(eleven_wards())
    return path


@pytest.mark.journey
@pytest.mark.timeout(900)
def test_eleven_wards_are_taken_over_in_ten_interactions(
    browser: Browser, site: Site, file: Path
) -> None:
    with Comrade(browser, site, "Quản trị") as admin:
        page, counter = admin.page, Counter()
        page.set_default_timeout(60_000)
        admin.open("/quan-tri/bat-dau")

        counter.press(page.get_by_role("link", name="Danh sách chi bộ từ Excel"))
        counter.choose(page.locator("input[type=file]"), file)
        counter.press(page.get_by_role("button", name="Kiểm tra tệp"))
        expect(page.locator("#so-lieu")).to_contain_text("309")
        expect(page.locator("#sua tbody tr")).to_have_count(3)
        counter.write(page.locator('input[name$="|49|secretary_phone"]'), "7")
        counter.write(page.locator('input[name$="|98|secretary_phone"]'), "96", keeping=9)
        counter.write(page.locator('input[name$="|211|name"]'), "tdp 20")
        counter.press(page.get_by_role("button", name="Tạo 312 chi bộ"))
        expect(page.locator("h1")).to_contain_text("Đã nhập xong", timeout=60_000)
        expect(page.locator(".note.ok")).to_contain_text("Tạo mới 312 dòng")
        counter.press(page.get_by_role("button", name="Lập danh sách mời 624 đồng chí để in"))
        expect(page.locator(".link")).to_have_count(624)

        assert counter.interactions <= 10, counter.interactions
        assert counter.characters <= 25, counter.characters
        assert (counter.interactions, counter.characters) == (8, 9)
        again(admin, file)
        find(admin)


def again(admin: Comrade, file: Path) -> None:
    """Hand the same file in once more: nothing is to be made or changed."""
    page = admin.page
    admin.open("/quan-tri/nhap-excel")
    page.locator("input[type=file]").set_input_files(file)
    admin.press("Kiểm tra tệp")
    expect(page.locator("#so-lieu")).to_contain_text(
        "Mọi dòng đúng đều đã có sẵn. Nhập lại không làm thay đổi gì."
    )


def find(admin: Comrade) -> None:
    """Find one of the new cells from any page, by typing a few letters."""
    page, counter = admin.page, Counter()
    admin.open("/quan-tri")

    counter.press(page.locator(".tools").get_by_role("link", name="Tìm"))
    counter.write(page.get_by_role("searchbox"), "tdp 12 hoa mai")
    first = page.locator("#search .found li").first
    expect(first).to_contain_text("Chi bộ Tổ dân phố 12", timeout=30_000)
    expect(first).to_contain_text("Phường Hoa Mai")

    assert (counter.interactions, counter.characters) == (2, 14)
