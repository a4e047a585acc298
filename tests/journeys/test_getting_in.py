"""Getting in with a real browser: a passkey, a policy that nothing breaks, nothing left behind."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.comrade import PHONE, Comrade
from tests.journeys.conftest import Site

BROKEN = """
window.__broken = [];
document.addEventListener('securitypolicyviolation', function (e) {
  window.__broken.push(e.violatedDirective + ' ' + e.blockedURI + ' at ' + location.pathname);
});
"""
LEFT = """
() => Object.entries(localStorage).concat(Object.entries(sessionStorage))
    .map(pair => pair.join('=')).join('')
"""
ROLES = (
    "Bí thư chi bộ", "Văn phòng Đảng ủy", "Chủ trì thẩm định", "Chủ trì Ban Thường vụ Đảng ủy",
    "Ban Tổ chức Thành ủy", "Quản trị",
)  # fmt: skip
MOST_PAGES = 16


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone that keeps passkeys, as Chromium's virtual authenticator plays one."""
    context = browser.new_context(viewport=PHONE, locale="vi-VN")  # type: ignore[arg-type]
    context.add_init_script(BROKEN)
    page = context.new_page()
    page.set_default_timeout(20_000)
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )
    yield page
    context.close()


def first_step(page: Page, address: str, phone: str) -> None:
    page.goto(f"{address}/dang-nhap")
    page.locator("input[type=tel]").fill(phone)
    page.get_by_role("button", name="Nhận mã 6 số").click()
    page.locator("input[autocomplete=one-time-code]").fill(page.locator("b.code").inner_text())
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_load_state()


@pytest.mark.journey
def test_passkey_of_the_phone_lets_the_chair_in(phone: Page, site: Site) -> None:
    named = site.address.replace("127.0.0.1", "localhost")  # passkeys belong to a name
    number = site.phone("Ủy viên Ban Thường vụ Thành ủy")
    first_step(phone, named, number)
    phone.locator("input[autocomplete=one-time-code]").fill(phone.locator("b.code").inner_text())
    phone.get_by_role("button", name="Xác nhận").click()
    phone.wait_for_load_state()
    phone.goto(f"{named}/toi/bao-ve/them")
    phone.get_by_role("button", name="Dùng khóa của máy này").click()
    expect(phone.get_by_role("heading", name="Đã bật lớp bảo vệ thứ hai")).to_be_visible()
    assert phone.locator(".codes li").count() == 10
    phone.context.clear_cookies()

    first_step(phone, named, number)
    phone.get_by_role("button", name="Dùng khóa của máy").click()

    expect(phone.locator("details.menu > summary")).to_be_visible()
    assert phone.evaluate("window.__broken") == []


@pytest.mark.journey
def test_no_page_of_any_role_breaks_the_policy_and_nothing_is_left_behind(
    browser: Browser, site: Site
) -> None:
    visited, broken = set[str](), list[str]()
    for role in ROLES:
        comrade = Comrade(browser, site, role)
        comrade.page.context.add_init_script(BROKEN)
        with comrade:
            for address in crawled(comrade.page, site):
                visited.add(re.sub(r"[0-9a-f-]{36}|\d+", "#", address))
                broken += comrade.page.evaluate("window.__broken")
            comrade.open("/toi")
            shown = comrade.page.url
            comrade.leave()
            assert comrade.page.evaluate(LEFT) == ""
            comrade.page.goto(shown)
            expect(comrade.page).to_have_url(re.compile("/dang-nhap"))
            comrade.enter()

    assert broken == []
    assert len(visited) > 35


def crawled(page: Page, site: Site) -> Iterator[str]:
    """Open the pages that links lead to, each kind once, and give their addresses."""
    kinds, waiting = set[str](), [f"{site.address}/"]
    while waiting and len(kinds) < MOST_PAGES:
        address = waiting.pop(0)
        kind = re.sub(r"\?.*|[0-9a-f-]{36}|\d+", "", address)
        if kind in kinds:
            continue
        kinds.add(kind)
        page.goto(address)
        yield page.url
        found = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        waiting += [
            link.partition("#")[0]
            for link in found
            if link.startswith(site.address) and not re.search(r"\.(pdf|docx|xlsx|zip)|xuat", link)
        ]
