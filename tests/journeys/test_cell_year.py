"""A year's work of one cell, typed in on a phone and counted: meetings, files, the logbook.

One interaction is a tap, or a filled field that is left. The numbers are published in
docs/year-of-a-cell.md.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tenants.text.dates import show_date
from tests.journeys.comrade import Comrade
from tests.journeys.conftest import Site
from tests.journeys.test_evidence import Counted, photo

SECRETARY = "Bí thư chi bộ"
MEETINGS, FILES, ENTRIES, WEAKNESSES = 12, 30, 10, 4
YEARS_CLOSED = 3  # the demo's titles from paper are of years that take no more meetings
WITH_FILES, IN_ALL = 172, 229
LETTERS = 950
pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]


def write_meeting(counted: Counted, month: int, year: int) -> None:
    """Write the month's meeting down from the year's sheet: who came, what was resolved."""
    page = counted.page
    counted.tap(page.get_by_role("link", name=re.compile(rf"^(Ghi\s+t|T)háng {month}$")))
    roll = int(re.findall(r"\d+", page.locator("#form p.small").first.inner_text())[0])
    exempted = int(page.locator("[name=exempted]").input_value())
    counted.fill(page.locator("[name=present]"), str(roll - exempted - 1))
    counted.fill(page.locator("[name=excused]"), "1")
    counted.fill(page.locator("[name=speakers]"), "14")
    if month > 1:
        counted.tap(page.locator("#viec-truoc ~ .follow").first.get_by_text("Đã xong"))
    counted.fill(page.locator("[name=what-0]"), f"Vận động tổng vệ sinh ngõ {month}")
    counted.fill(page.locator("[name=who-0]"), "Đ/c Hòa")
    due = date(year, month, 3) + timedelta(days=25)
    counted.fill(page.locator("[name=due-0]"), show_date(due))
    counted.tap(page.locator("[name=scored]"))
    counted.tap(page.get_by_role("button", name="Lưu buổi họp"))
    expect(page.get_by_text(f"Đã ghi buổi họp tháng {month}/{year}.").first).to_be_visible()


def add_photos(counted: Counted, files: list[Path]) -> None:
    """Add the photos of a meeting from its page, and come back to it."""
    page = counted.page
    counted.tap(page.get_by_role("link", name="Chụp ảnh buổi họp"))
    expect(page.locator("form[data-uploads]")).to_have_class(re.compile("scripted"))
    with page.expect_file_chooser() as chooser:
        counted.tap(page.get_by_text("Chụp ảnh hoặc chọn tệp"))
    chooser.value.set_files(files)
    counted.tap(page.get_by_role("button", name="Lưu minh chứng"))
    expect(page.get_by_role("heading", name="Điểm danh")).to_be_visible(timeout=60_000)


def note(counted: Counted, number: int, today: date) -> None:
    """Note a strength, or a weakness with its remedy."""
    page, weak = counted.page, number < WEAKNESSES
    counted.tap(page.get_by_role("link", name="Ghi ưu điểm, khuyết điểm"))
    kind = page.locator("fieldset", has_text="Ghi gì?")
    counted.tap(kind.get_by_text("Khuyết điểm" if weak else "Ưu điểm", exact=True))
    counted.fill(page.locator("[name=words]"), f"Việc đáng ghi lần {number + 1}")
    if weak:
        counted.tap(page.get_by_text("Khuyết điểm: cách khắc phục"))
        counted.fill(page.locator("[name=plan]"), "Phân công lại")
        counted.fill(page.locator("[name=responsible]"), "Đ/c Bình")
        counted.fill(page.locator("[name=due_on]"), show_date(today + timedelta(days=20)))
    counted.tap(page.get_by_role("button", name="Ghi vào sổ"))
    expect(page.get_by_text("Đã ghi vào sổ theo dõi.").first).to_be_visible()


def test_year_of_a_cell_is_typed_in_on_a_phone(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    day, month, this_year = (int(part) for part in site.today.split("/"))
    today, year = date(this_year, month, day), this_year - 1 - YEARS_CLOSED
    photos = [photo(tmp_path, f"hop-{number}.jpg", noise=40 + number) for number in range(FILES)]
    with Comrade(browser, site, SECRETARY, on_phone=True) as secretary:
        page, counted = secretary.page, Counted(secretary.page)
        secretary.open("/chi-bo")
        counted.tap(page.get_by_role("link", name="Sinh hoạt", exact=True))
        for closed in range(this_year - 1, year, -1):
            counted.tap(page.get_by_role("link", name=str(closed), exact=True))
            secretary.reads(f"Năm {closed} đã đóng, không ghi buổi họp được nữa.")
        counted.tap(page.get_by_role("link", name=str(year), exact=True))
        for number in range(1, MEETINGS + 1):
            write_meeting(counted, number, year)
            mine = photos[(number - 1) * FILES // MEETINGS : number * FILES // MEETINGS]
            add_photos(counted, mine)
            counted.tap(page.get_by_role("link", name=re.compile("^Sinh hoạt chi bộ")))
        meetings = counted.taken
        _expect_sheet(page)

        counted.tap(page.get_by_role("link", name="Sổ theo dõi", exact=True))
        before = _entries(page)
        for number in range(ENTRIES):
            note(counted, number, today)
        assert _entries(page) == before + ENTRIES
        assert (meetings, counted.taken) == (WITH_FILES, IN_ALL)
        assert counted.typed <= LETTERS


def _expect_sheet(page: Page) -> None:
    """Expect twelve meetings on the year's sheet, each with its points."""
    rows = page.locator("table.meetings tbody tr")
    expect(rows).to_have_count(MEETINGS)
    assert page.locator("table.meetings tbody tr .tag.ok").count() == MEETINGS


def _entries(page: Page) -> int:
    return page.locator("table.logbook tbody tr").count()
