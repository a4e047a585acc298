"""A person at a browser: signs in with a phone and a code, does one thing, signs out."""

from __future__ import annotations

import re
from types import TracebackType
from typing import Self

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Site

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1366, "height": 768}


class Comrade:
    """Somebody signed in; leaving the block signs them out."""

    def __init__(self, browser: Browser, site: Site, role: str, *, on_phone: bool = False) -> None:
        self.site = site
        self.role = role
        self.page: Page = browser.new_context(
            viewport=PHONE if on_phone else DESK, locale="vi-VN"
        ).new_page()
        self.page.set_default_timeout(15_000)
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._listen)

    def __enter__(self) -> Self:
        self.enter()
        return self

    def enter(self) -> None:
        """Sign in, with a second proof where one is asked for."""
        self.open("/dang-nhap")
        self.page.locator("input[type=tel]").fill(self.site.phone(self.role))
        self.page.get_by_role("button", name="Nhận mã 6 số").click()
        code = re.search(r"\b\d{6}\b", self.page.inner_text("main"))
        assert code is not None
        self.page.locator("input[autocomplete=one-time-code]").fill(code[0])
        self.page.get_by_role("button", name="Đăng nhập").click()
        self.page.wait_for_load_state()
        if self.page.url.endswith("/buoc-hai"):
            self._prove_a_second_time()
        expect(self.page.locator("details.menu > summary")).to_be_visible()

    def leave(self) -> None:
        """Sign out."""
        self.page.locator("details.menu > summary").click()
        self.page.get_by_role("button", name="Đăng xuất").first.click()
        expect(self.page).to_have_url(re.compile("/dang-nhap"))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self.leave()
            assert self.faults == []
        self.page.context.close()

    def _prove_a_second_time(self) -> None:
        """Type what the app would show, once it shows something that was not used yet."""
        code = self.page.locator("b.code")
        for _ in range(4):
            if code.count():
                break
            self.page.wait_for_timeout(10_000)
            self.page.reload()
        self.page.locator("input[autocomplete=one-time-code]").fill(code.inner_text())
        self.page.get_by_role("button", name="Xác nhận").click()

    def open(self, path: str) -> None:
        """Open an address of the tenant."""
        self.page.goto(self.site.address + path)

    def press(self, words: str) -> None:
        """Press the button with these words and wait for the page that follows."""
        self.page.get_by_role("button", name=words).first.click()
        self.page.wait_for_load_state()

    def follow(self, words: str) -> None:
        """Follow the link with these words."""
        self.page.get_by_role("link", name=words).first.click()
        self.page.wait_for_load_state()

    def reads(self, words: str) -> None:
        """Expect to read these words on the page."""
        expect(self.page.get_by_text(words).first).to_be_visible()

    def _listen(self, message: object) -> None:
        text = getattr(message, "text", "")
        if getattr(message, "type", "") == "error" and "Content Security Policy" in text:
            self.faults.append(text)
