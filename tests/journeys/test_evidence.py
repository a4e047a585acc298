"""Registering and gathering evidence in a browser, counted; and what a bad network may not lose.

One interaction is a tap, or a filled field that is left; the limits are those of the
usability tests U-S1 to U-S3, and U-R2, U-R3 say what must survive.
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import update

from tenants import clock
from tenants.database import engine_for
from tenants.settings import Settings
from tenants.signing_in.tables import SignIn
from tenants.tenant import find_tenant
from tenants.wall import open_session
from tests.journeys.comrade import DESK, PHONE, Comrade
from tests.journeys.conftest import Site
from workflows.evidence.kinds import LARGEST

SECRETARY, WORKING = "Bí thư chi bộ", "Bí thư chi bộ đang tự đánh giá"
SCREENS = pytest.mark.parametrize("screen", [PHONE, DESK], ids=["390", "1366"])
pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]


class Counted:
    """A page on which every interaction is counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taken = 0
        self.typed = 0

    def open(self, address: str) -> None:
        """Follow a link that came in a message."""
        self.taken += 1
        self.page.goto(address)

    def tap(self, place: Locator) -> None:
        """Tap or click."""
        self.taken += 1
        place.click()

    def fill(self, place: Locator, words: str, *, pasted: bool = False) -> None:
        """Fill a field and leave it."""
        self.taken += 1
        self.typed += 0 if pasted else len(words)
        place.fill(words)


def photo(folder: Path, name: str, *, noise: int = 0) -> Path:
    """Write a photo; noise makes it as heavy as a camera's."""
    picture = (
        Image.effect_noise((noise, noise), 90) if noise else Image.new("RGB", (900, 600), "#A8121B")
    )
    file = BytesIO()
    picture.convert("RGB").save(file, "JPEG", quality=95)
    path = folder / name
    path.write_bytes(file.getvalue())
    return path


def registration_of(comrade: Comrade) -> str:
    """Return the address of the registration that waits."""
    comrade.open("/chi-bo")
    link = comrade.page.get_by_role("link", name=re.compile("^Đăng ký"))
    return str(link.first.get_attribute("href"))


def fill_in(counted: Counted, site: Site) -> None:
    page = counted.page
    counted.fill(page.locator("[name=met_on]"), site.today)
    counted.fill(page.locator("[name=in_favour]"), "40")
    counted.tap(page.get_by_text("Danh hiệu “", exact=False).first)
    counted.tap(page.get_by_role("button", name="Gửi đăng ký"))


def take_back(page: Page) -> None:
    """Undo, so that the next walk finds the registration as it was."""
    page.get_by_role("button", name=re.compile("Hoàn tác")).first.click()
    page.wait_for_load_state()


@SCREENS
def test_registering_takes_six_interactions(
    browser: Browser, site: Site, screen: dict[str, int]
) -> None:
    with Comrade(browser, site, SECRETARY, on_phone=screen is PHONE) as secretary:
        address = site.address.removesuffix("/ha-tinh") + registration_of(secretary)
        counted = Counted(secretary.page)

        counted.open(address)
        boxes = secretary.page.locator("form.card :is(input[type=text], textarea):visible")
        fields = boxes.count() + 1
        fill_in(counted, site)

        secretary.reads("Đã gửi đăng ký. Mã hồ sơ")
        assert counted.taken + 1 <= 6  # and one look at the receipt
        assert counted.typed <= 12
        assert fields <= 5
        take_back(secretary.page)


@SCREENS
def test_registering_and_signing_in_takes_nine(
    browser: Browser, site: Site, screen: dict[str, int]
) -> None:
    with Comrade(browser, site, SECRETARY) as secretary:
        address = site.address.removesuffix("/ha-tinh") + registration_of(secretary)
    page = browser.new_context(viewport=screen, locale="vi-VN").new_page()
    counted = Counted(page)

    counted.open(address)
    counted.fill(page.locator("input[type=tel]"), site.phone(SECRETARY).replace(" ", ""))
    counted.tap(page.get_by_role("button", name="Nhận mã 6 số"))
    code = re.search(r"\b\d{6}\b", page.inner_text("main"))
    assert code is not None
    counted.fill(page.locator("input[autocomplete=one-time-code]"), code[0], pasted=True)
    counted.tap(page.get_by_role("button", name="Đăng nhập"))
    fill_in(counted, site)

    expect(page.get_by_text("Đã gửi đăng ký. Mã hồ sơ").first).to_be_visible()
    assert counted.taken <= 9
    assert counted.typed <= 28
    take_back(page)
    page.context.close()


@SCREENS
def test_photo_is_in_the_store_after_three(
    browser: Browser, site: Site, screen: dict[str, int], tmp_path: Path
) -> None:
    heavy = photo(tmp_path, f"anh-{screen['width']}.jpg", noise=1500)
    with Comrade(browser, site, WORKING, on_phone=screen is PHONE) as secretary:
        page, counted = secretary.page, Counted(secretary.page)
        secretary.open("/chi-bo")
        _slow(page, kilobytes=1_000)

        counted.tap(page.get_by_role("link", name="Chụp thêm minh chứng"))
        expect(page.locator("form[data-uploads]")).to_have_class(re.compile("scripted"))
        with page.expect_file_chooser() as chooser:
            counted.tap(page.get_by_text("Chụp ảnh hoặc chọn tệp"))
        chooser.value.set_files(heavy)
        counted.tap(page.get_by_role("button", name="Lưu minh chứng"))

        expect(page.get_by_text("Đã lưu 1 tệp vào kho minh chứng.")).to_be_visible(timeout=60_000)
        assert counted.taken == 3
        assert counted.typed == 0
        assert heavy.stat().st_size > 1_000_000
        expect(page.get_by_text(heavy.name)).to_be_visible()


def test_network_that_goes_loses_and_doubles_nothing(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    with Comrade(browser, site, WORKING, on_phone=True) as secretary:
        page = secretary.page
        secretary.open("/minh-chung/them")
        page.locator("input[type=file]").set_input_files(
            [
                photo(tmp_path, "mat-mang-1.jpg", noise=60),
                photo(tmp_path, "mat-mang-2.jpg", noise=70),
            ]
        )
        page.context.set_offline(True)
        page.get_by_role("button", name="Lưu minh chứng").click()
        expect(page.get_by_text("Mất mạng. Máy đang thử lại.").first).to_be_visible()

        page.context.set_offline(False)

        expect(page.get_by_text("Đã lưu 2 tệp vào kho minh chứng.")).to_be_visible(timeout=60_000)
        expect(page.get_by_text("mat-mang-1.jpg")).to_have_count(1)
        expect(page.get_by_text("mat-mang-2.jpg")).to_have_count(1)
        secretary.faults.clear()  # the browser says that it was offline


def test_file_that_is_refused_is_never_said_to_be_kept(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    no_picture = tmp_path / "khong-phai-anh.jpg"
    no_picture.write_bytes(b"not a picture")
    live = "#thong-bao"
    with Comrade(browser, site, WORKING, on_phone=True) as secretary:
        page = secretary.page
        for chosen, says in (
            ([no_picture], "Chưa lưu được tệp nào. Lý do ghi ở từng tệp."),
            (
                [photo(tmp_path, "kem-mot-anh.jpg", noise=50), no_picture],
                "Đã lưu 1 tệp. 1 tệp chưa lưu được, lý do ghi ở từng tệp.",
            ),
        ):
            secretary.open("/minh-chung/them")
            page.locator("input[type=file]").set_input_files(chosen)
            page.get_by_role("button", name="Lưu minh chứng").click()

            expect(page.locator(live)).to_have_text(says)
            expect(page.locator(live)).to_have_class("bad")
            expect(page.locator(".refused")).to_have_count(1)


def test_photo_that_is_too_large_is_refused_before_it_is_sent(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    huge = tmp_path / "qua-lon.jpg"
    huge.write_bytes(bytes(LARGEST + 1))
    with Comrade(browser, site, WORKING, on_phone=True) as secretary:
        page, asked = secretary.page, list[str]()
        secretary.open("/minh-chung/them")
        page.on("request", lambda request: asked.append(request.method))

        page.locator("input[type=file]").set_input_files([huge])

        expect(page.locator(".refused")).to_contain_text("Tệp lớn hơn 10 MB")
        expect(page.locator("#thong-bao")).to_contain_text("Chụp lại hoặc chọn ảnh khác.")
        assert "POST" not in asked


def test_files_outlive_a_sign_in_that_ends_among_them(
    browser: Browser, site: Site, journey_settings: Settings, tmp_path: Path
) -> None:
    with Comrade(browser, site, WORKING, on_phone=True) as secretary:
        page = secretary.page
        secretary.open("/minh-chung/them")
        page.locator("input[type=file]").set_input_files(
            [
                photo(tmp_path, "het-phien-1.jpg", noise=80),
                photo(tmp_path, "het-phien-2.jpg", noise=90),
            ]
        )
        page.get_by_text("Ghi nội dung").click()
        page.locator("[name=note]").fill("Hội nghị tháng 3")
        _end_sign_ins(journey_settings)
        page.get_by_role("button", name="Lưu minh chứng").click()

        sign_in_here(page, site)

        for words in ("Bài đang viết vẫn còn", "Hội nghị tháng 3", "het-phien-2.jpg"):
            expect(page.get_by_text(words).first).to_be_visible()
        secretary.press("Gửi tiếp")
        expect(page.get_by_text("Đã lưu 2 tệp vào kho minh chứng.").first).to_be_visible()


def test_stopped_in_the_middle_and_signed_in_again_loses_nothing(
    browser: Browser, site: Site, journey_settings: Settings
) -> None:
    with Comrade(browser, site, WORKING, on_phone=True) as secretary:
        page = secretary.page
        secretary.open("/chi-bo")
        secretary.follow("Làm tiếp tự đánh giá")
        assert page.url.endswith("/nhom/3#tc-3-3")
        page.locator("#tc-3-3").get_by_text(re.compile("^Tốt ·")).click()
        expect(page.locator("#luu-3-3")).to_have_text(re.compile("Đã lưu lúc"))
        page.locator("#tc-3-4 summary").first.click()
        _end_sign_ins(journey_settings)
        page.locator("#tc-3-4 textarea").fill("Nộp báo cáo đúng hạn cả 12 kỳ")
        page.get_by_role("button", name="Lưu và sang nhóm 4").click()

        sign_in_here(page, site)
        for words in ("Bài đang viết vẫn còn", "Nộp báo cáo đúng hạn cả 12 kỳ"):
            expect(page.get_by_text(words).first).to_be_visible()
        secretary.press("Gửi tiếp")

        page.wait_for_url(re.compile("/nhom/4$"))
        secretary.open("/chi-bo")
        secretary.follow("Làm tiếp tự đánh giá")
        assert page.url.endswith("/nhom/3#tc-3-4")  # answered no further than before
        expect(page.locator("#tc-3-3 input:checked")).to_have_value("good")
        expect(page.locator("#tc-3-4 textarea")).to_have_value("Nộp báo cáo đúng hạn cả 12 kỳ")


def sign_in_here(page: Page, site: Site) -> None:
    page.locator("input[type=tel]").fill(site.phone(WORKING))
    page.get_by_role("button", name="Nhận mã 6 số").click()
    code = re.search(r"\b\d{6}\b", page.inner_text("main"))
    assert code is not None
    page.locator("input[autocomplete=one-time-code]").fill(code[0])
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_load_state()


def _slow(page: Page, *, kilobytes: int) -> None:
    """Let the network carry so many kilobytes a second."""
    page.context.new_cdp_session(page).send(
        "Network.emulateNetworkConditions",
        {
            "offline": False, "latency": 50,
            "downloadThroughput": kilobytes * 1024, "uploadThroughput": kilobytes * 1024,
        },
    )  # fmt: skip


def _end_sign_ins(journey_settings: Settings) -> None:
    engine = engine_for(journey_settings.need("database_url"))
    with open_session(engine) as session:
        tenant = find_tenant(session, "ha-tinh")
        assert tenant is not None
        session.enter(tenant.id)
        session.execute(
            update(SignIn).where(SignIn.ended_at.is_(None)).values(ended_at=clock.now(session))
        )
        session.commit()
    engine.dispose()
