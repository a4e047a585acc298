"""U-W7: an office reminds everybody who is late, within three interactions."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.comrade import Comrade
from tests.journeys.conftest import Site

OFFICE = "Văn phòng nơi có nhiều đăng ký mới"
MOST = 3


@pytest.mark.usefixtures("reminded_the_day_before_yesterday")
@pytest.mark.parametrize("on_phone", [False, True], ids=["desk", "phone"])
def test_office_reminds_all_who_are_late(browser: Browser, site: Site, *, on_phone: bool) -> None:
    with Comrade(browser, site, OFFICE, on_phone=on_phone) as office:
        office.open("/phuong/ho-so")
        page, interactions = office.page, 0
        office.follow("Nhắc việc")
        interactions += 1
        expect(page.get_by_text("Xem trước nội dung")).to_be_visible()
        office.press("Gửi nhắc việc")
        interactions += 1
        expect(page.locator("#thong-bao")).to_contain_text("Đã nhắc")
        assert interactions <= MOST

        office.open("/phuong/ho-so")
        office.follow("Nhắc việc")  # everybody has been reminded: nobody is told twice within a day
        expect(page.get_by_role("button", name="Gửi nhắc việc")).to_have_count(0)
        expect(page.get_by_text("đã được nhắc trong 24 giờ qua")).to_be_visible()
