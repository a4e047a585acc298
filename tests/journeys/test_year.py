"""Tổ dân phố 6 of Phường Tân Giang walks its whole year, with six people signing in and out."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from tests.journeys.comrade import Comrade
from tests.journeys.conftest import Site

CELL = "Chi bộ Tổ dân phố 6"
SECRETARY, OFFICE = "Bí thư chi bộ", "Văn phòng Đảng ủy"
APPRAISER, CHAIR = "Chủ trì thẩm định", "Chủ trì Ban Thường vụ Đảng ủy"
CITY, CITY_CHAIR = "Ban Tổ chức Thành ủy", "Chủ trì Ban Thường vụ Thành ủy"
GROUPS = 4


@pytest.mark.journey
@pytest.mark.timeout(600)
def test_cell_walks_its_whole_year(browser: Browser, site: Site, tmp_path: Path) -> None:
    code = register(browser, site)
    accept(browser, site, code)
    sitting = select_pilots(browser, site, code)
    close(browser, site, CHAIR, sitting)
    open_review(browser, site, code)
    assess(browser, site, code)
    appraise(browser, site, code)
    sitting = recommend(browser, site, code)
    close(browser, site, CHAIR, sitting)
    send_to_city(browser, site, code)
    sitting = conclude_in_city(browser, site, code)
    close(browser, site, CITY_CHAIR, sitting)
    number_decision(browser, site)
    paper = read_result(browser, site, code, tmp_path)

    text = " ".join(
        " ".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages).split()
    )
    assert "Số 1125-QĐ/Th.U" in text
    assert "QUYẾT ĐỊNH" in text
    assert "Tổ dân phố 6" in text
    assert "Phường Tân Giang" in text
    assert "CỘNG HÒA XÃ HỘI" not in text


def register(browser: Browser, site: Site) -> str:
    """Register as the secretary on a phone; return the dossier's code."""
    with Comrade(browser, site, SECRETARY, on_phone=True) as secretary:
        page = secretary.page
        secretary.open("/chi-bo")
        page.get_by_role("link", name=re.compile("đăng ký", re.IGNORECASE)).first.click()
        page.locator("[name=met_on]").fill(site.today)
        page.locator("[name=in_favour]").fill("40")
        secretary.press("Gửi đăng ký")
        secretary.reads("Đã gửi")
        found = re.search(r"ho-so/([\d-]+)/", page.url)
        assert found is not None
        return found[1]


def accept(browser: Browser, site: Site, code: str) -> None:
    with Comrade(browser, site, OFFICE) as office:
        office.open("/phuong/ho-so")
        office.follow(CELL)
        office.follow("Tiếp nhận đăng ký")
        office.press("Tiếp nhận đăng ký")
        office.reads("Đã đăng ký")


def select_pilots(browser: Browser, site: Site, code: str) -> str:
    """Hold the sitting for pilots up to its closing; return its address."""
    with Comrade(browser, site, OFFICE) as office:
        page = office.page
        prepare(office, code)
        page.get_by_label("Làm điểm", exact=True).check()
        page.get_by_label("Lý do chọn").fill("Nền nếp sinh hoạt tốt")
        page.get_by_label("Cấp ủy viên phụ trách").select_option(index=2)
        office.press("Lưu phiếu")
        office.press("Ghi 9/9 tán thành cho 1 hồ sơ còn lại")
        office.reads("Đã ghi cùng lúc cho 1 hồ sơ")
        return page.url


def prepare(office: Comrade, code: str) -> None:
    """Put one dossier on the agenda, open the sitting with everybody present."""
    page = office.page
    office.open("/phien-hop")
    office.follow("Lập phiên họp với")
    page.locator(f'input[name="ho_so"][value="{code}"]').check()
    for other in page.locator(f'input[name="ho_so"]:not([value="{code}"])').all():
        other.uncheck()
    office.press("Lập phiên họp")
    office.press("Khai mạc")
    office.press("Có mặt đủ")
    office.reads("ủy viên có mặt")


def close(browser: Browser, site: Site, role: str, sitting: str) -> None:
    """Close a sitting as its chair, on the own device."""
    with Comrade(browser, site, role) as chair:
        chair.page.goto(sitting)
        chair.follow("Xem lại và chốt")
        chair.press("Xác nhận và chốt phiên họp")
        chair.reads("Đã chốt")


def open_review(browser: Browser, site: Site, code: str) -> None:
    with Comrade(browser, site, OFFICE) as office:
        office.open(f"/ho-so/{code}")
        office.follow("Mở tự đánh giá")
        office.press("Mở tự đánh giá")
        office.reads("Đang tự đánh giá")


def assess(browser: Browser, site: Site, code: str) -> None:
    """Answer sixteen criteria on a phone, one of them «met», then check and send."""
    with Comrade(browser, site, SECRETARY, on_phone=True) as secretary:
        page = secretary.page
        secretary.open(f"/ho-so/{code}/nhom/1")
        for _number in range(GROUPS):
            for question in page.locator("form .seg").all():
                chosen = question.get_by_text(re.compile("^Tốt ·"))
                chosen.click()
            page.get_by_role("button", name=re.compile("^Lưu và")).click()
            page.wait_for_load_state()
        expect(page.get_by_role("heading", name="Xem lại trước khi gửi")).to_be_visible()
        page.locator("[name=met_on]").fill(site.today)
        page.locator("[name=in_favour]").fill("41")
        secretary.press("Gửi Đảng ủy")
        secretary.reads("Đã gửi")


def appraise(browser: Browser, site: Site, code: str) -> None:
    with Comrade(browser, site, APPRAISER) as appraiser:
        page = appraiser.page
        appraiser.open("/phuong/ho-so")
        appraiser.follow(CELL)
        page.locator('select[name="level-3.4"]').select_option("met")
        page.locator('input[name="reason-3.4"]').fill("Còn một buổi họp vào muộn")
        appraiser.press("Lưu, đồng ý mức chi bộ tự đánh giá")
        page.get_by_text("Hoàn thành tốt nhiệm vụ", exact=True).click()
        appraiser.press("Kết luận, xem hồ sơ tiếp theo")
        appraiser.reads("họp")


def recommend(browser: Browser, site: Site, code: str) -> str:
    with Comrade(browser, site, OFFICE) as office:
        prepare(office, code)
        office.press("Ghi 9/9 tán thành cho 1 hồ sơ còn lại: danh hiệu và Giấy khen")
        office.reads("Đã ghi cùng lúc cho 1 hồ sơ")
        return office.page.url


def send_to_city(browser: Browser, site: Site, code: str) -> None:
    with Comrade(browser, site, OFFICE) as office:
        page = office.page
        office.open("/phuong/ho-so?viec=cho-gui")
        page.locator(f'input[name="ho_so"][value="{code}"]').check()
        office.press("Gửi lên cấp trên")
        page.get_by_label("Số tờ trình").fill("12-TTr/ĐU")
        page.get_by_label("Ngày tờ trình").fill(site.today)
        office.press("Xác nhận")
        office.reads("Đã xong 1 trong 1 hồ sơ")


def conclude_in_city(browser: Browser, site: Site, code: str) -> str:
    """Conclude the city's appraisal, hold its sitting with the decided rating."""
    with Comrade(browser, site, CITY) as city:
        page = city.page
        city.open(f"/ho-so/{code}")
        city.follow("Kết luận thẩm định")
        page.locator("textarea").fill("Hồ sơ đủ, điểm sát thực tế, đề nghị công nhận.")
        city.press("Kết luận thẩm định")
        prepare(city, code)
        page.get_by_label(re.compile("^Số")).first.fill("99-QĐ/Th.U")
        page.get_by_label(re.compile("^Ngày")).first.fill(site.today)
        city.press("Ghi xếp loại đã quyết định")
        city.press("Ghi 11/11 tán thành cho 1 hồ sơ còn lại: danh hiệu và Giấy khen")
        city.reads("Đã ghi cùng lúc cho 1 hồ sơ")
        return page.url


def number_decision(browser: Browser, site: Site) -> None:
    with Comrade(browser, site, CITY) as city:
        page = city.page
        city.open("/quyet-dinh")
        page.locator("table a, .tasks a").first.click()
        page.get_by_label(re.compile("^Số")).first.fill("1125-QĐ/Th.U")
        page.get_by_label(re.compile("^Ngày")).first.fill(site.today)
        page.locator("form button.btn:not(.alt)").last.click()
        city.reads("1125-QĐ/Th.U")
        expect(page.get_by_role("link", name=re.compile("PDF")).first).to_be_visible(timeout=60_000)


def read_result(browser: Browser, site: Site, code: str, folder: Path) -> bytes:
    """Read the result as the secretary and download the decision."""
    with Comrade(browser, site, SECRETARY, on_phone=True) as secretary:
        page = secretary.page
        secretary.open(f"/ho-so/{code}/ket-qua")
        secretary.reads("Được công nhận")
        with page.expect_download() as download:
            page.get_by_role("link", name=re.compile("PDF")).first.click()
        download.value.save_as(folder / "decision.pdf")
    return (folder / "decision.pdf").read_bytes()
