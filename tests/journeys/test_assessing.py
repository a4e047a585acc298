"""Self-assessment, supplement and appraisal in a browser, counted: U-S4 to U-S6, U-W5, U-W6.

One interaction is a tap, a choice, or a filled field that is left. The limits are those of the
usability tests. U-S4 has two fields more than these foresaw, the day and the count of the
cell's vote: they are its twelve characters.
"""

from __future__ import annotations

import re

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from tenants import clock
from tenants.outbox import OutboxItem
from tenants.people import Person
from tenants.text.dates import show_date
from tests import make
from tests.journeys.comrade import DESK, PHONE
from tests.journeys.signed_in import cookie_of
from tests.journeys.test_evidence import Counted
from tests.make import Town
from tests.workflows.evidence import made
from workflows.dossiers.contents import answers_of
from workflows.dossiers.eligibility import self_score
from workflows.dossiers.tables import Dossier
from workflows.evidence.keeping import keep_file
from workflows.evidence.links import evidence_of
from workflows.evidence.preparing import Upload

SCREENS = pytest.mark.parametrize("screen", [PHONE, DESK], ids=["390", "1366"])
pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
STORED = ("Nghị quyết năm", "Chuyên đề quý I", "Giám sát", "Họp tháng 6", "Xếp loại", "Lấy ý kiến")
# Where the six files go: two of them serve the same criterion.
SERVES = {"1.1": STORED[:1], "1.3": STORED[1:3], "2.1": STORED[3:4], "3.5": STORED[4:5],
          "4.4": STORED[5:]}  # fmt: skip


class Desk:
    """A browser in which somebody of the town is signed in."""

    def __init__(self, browser: Browser, served: str, app: Flask, town: Town) -> None:
        self.browser, self.served, self.app, self.town = browser, served, app, town

    def of(self, person: Person, screen: dict[str, int]) -> Counted:
        """Open a browser of this size, signed in as this person."""
        context = self.browser.new_context(viewport=screen, locale="vi-VN")  # type: ignore[arg-type]
        name, value = self.app.config["SESSION_COOKIE_NAME"], cookie_of(self.app, self.town, person)
        context.add_cookies([{"name": name, "value": value, "url": self.served}])
        page = context.new_page()
        page.set_default_timeout(20_000)
        return Counted(page)

    def address(self, dossier: Dossier, page: str) -> str:
        """Return the address of a dossier's page."""
        return f"{self.served}/{self.town.tenant.slug}/ho-so/{dossier.code}/{page}"


@pytest.fixture
def desk(browser: Browser, served: str, app: Flask, town: Town) -> Desk:
    return Desk(browser, served, app, town)


def store(town: Town) -> None:
    """Put six photos into the cell's store."""
    actor = town.member(town.ward.secretaries[0])
    for number, note in enumerate(STORED):
        upload = Upload(f"{number}.jpg", made.jpeg(colour=f"#{number + 1}0{number + 2}040"))
        keep_file(town.session, town.ward.cells[0], upload, actor=actor, note=note)
    town.session.commit()


@SCREENS
def test_whole_self_assessment_takes_34(desk: Desk, town: Town, screen: dict[str, int]) -> None:
    dossier = make.in_review(town, town.ward.cells[0])
    store(town)
    counted = desk.of(town.ward.secretaries[0], screen)
    page = counted.page
    page.goto(desk.address(dossier, "nhom/1"))

    for number in range(1, 5):
        for criterion in page.locator("section.crit").all():
            counted.tap(criterion.get_by_text(re.compile("^Tốt ·")))
            key = (criterion.get_attribute("id") or "").removeprefix("tc-").replace("-", ".")
            if key in SERVES:
                counted.tap(criterion.get_by_text("Lấy từ kho minh chứng"))
                for note in SERVES[key]:
                    counted.tap(criterion.get_by_role("button", name=f"Gắn {note}"))
                    expect(criterion.get_by_role("button", name=f"Gỡ {note}")).to_be_visible()
        counted.tap(page.get_by_role("button", name=re.compile("^Lưu và")))
        page.wait_for_url(re.compile(f"/nhom/{number + 1}$" if number < 4 else "/nop-tu-danh-gia$"))
    counted.fill(page.locator("[name=met_on]"), show_date(clock.today(town.session)))
    counted.fill(page.locator("[name=in_favour]"), "20")
    counted.tap(page.get_by_role("button", name="Gửi Đảng ủy phường"))

    expect(page.get_by_text(f"Mã hồ sơ {dossier.code}").first).to_be_visible()
    assert (counted.taken, counted.typed) == (34, 12)
    town.session.rollback()
    dossier = town.dossier(town.ward.cells[0])
    assert dossier.state == "under_appraisal"
    assert self_score(dossier, answers_of(town.session, dossier.id)).total == 100
    found = evidence_of(town.session, dossier.id)
    assert {key: tuple(row.note for row in rows) for key, rows in found.items()} == SERVES
    page.context.close()


@SCREENS
def test_return_is_answered_in_five_from_its_link(
    desk: Desk, town: Town, screen: dict[str, int]
) -> None:
    dossier = returned(town)
    store(town)
    counted = desk.of(town.ward.secretaries[0], screen)
    page = counted.page

    counted.open(desk.address(dossier, "tu-danh-gia"))
    assert page.url.endswith("/nhom/1#tc-1-2")
    asked = page.locator("#tc-1-2")
    expect(asked.get_by_text("Thiếu bảng chỉ tiêu")).to_be_in_viewport()
    assert page.locator("main input[type=radio]").count() == 3  # those of the one criterion
    counted.tap(asked.get_by_text("Lấy từ kho minh chứng"))
    counted.tap(asked.get_by_role("button", name=f"Gắn {STORED[0]}"))
    expect(asked.get_by_role("button", name=f"Gỡ {STORED[0]}")).to_be_visible()
    counted.tap(page.get_by_role("button", name="Lưu và xem lại"))
    counted.tap(page.get_by_role("button", name="Gửi Đảng ủy phường"))

    expect(page.get_by_text("Đã gửi tự đánh giá").first).to_be_visible()
    assert (counted.taken, counted.typed) == (5, 0)
    town.session.rollback()
    assert town.dossier(town.ward.cells[0]).state == "under_appraisal"
    page.context.close()


@SCREENS
def test_where_the_dossier_is_stands_on_the_home_page(
    desk: Desk, town: Town, screen: dict[str, int]
) -> None:
    make.under_appraisal(town, town.ward.cells[0])
    counted = desk.of(town.ward.secretaries[0], screen)
    page = counted.page

    counted.open(f"{desk.served}/{town.tenant.slug}/chi-bo")

    expect(
        page.get_by_text(re.compile(r"Hồ sơ đang ở .*, hạn xong \d\d/\d\d/\d{4}"))
    ).to_be_in_viewport()
    assert counted.taken == 1
    page.context.close()


@SCREENS
def test_dossier_is_appraised_and_the_next_one_opened_in_six(
    desk: Desk, town: Town, screen: dict[str, int]
) -> None:
    for cell in town.ward.cells[:2]:
        make.registered(town, cell)
    first, second = (make.under_appraisal(town, cell) for cell in town.ward.cells[:2])
    counted = desk.of(town.ward.appraiser, screen)
    page = counted.page

    counted.open(desk.address(first, "tham-dinh?hang=phuong%3Fviec%3Ddang-tham-dinh%26xep%3Dname"))
    row = page.locator("#tc-3-4")
    counted.taken += 1  # one select, on the phone a list of its own
    row.locator("select").select_option("met")
    counted.taken += 1  # a ready phrase, chosen from the list below the box
    row.locator("input[type=text]").fill("Còn việc hoàn thành chậm so với kế hoạch.")
    row.locator("input[type=text]").blur()
    expect(row.locator(".saved")).to_have_text(re.compile("Đã lưu lúc"))
    counted.tap(page.get_by_role("button", name=re.compile("^Lưu, đồng ý mức")))
    counted.tap(page.get_by_text("Hoàn thành tốt nhiệm vụ", exact=True))
    counted.tap(page.get_by_role("button", name="Kết luận, xem hồ sơ tiếp theo"))

    page.wait_for_url(re.compile(f"/ho-so/{second.code}/tham-dinh"))
    assert counted.taken == 6
    town.session.rollback()
    done = town.dossier(town.ward.cells[0])
    answers = answers_of(town.session, done.id)
    assert (done.state, answers["3.4"].appraised_level) == ("awaiting_ward_review", "met")
    assert answers["3.4"].appraised_reason == "Còn việc hoàn thành chậm so với kế hoạch."
    page.context.close()


@SCREENS
def test_dossier_is_returned_with_a_ready_phrase_in_four(
    desk: Desk, town: Town, screen: dict[str, int]
) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    counted = desk.of(town.ward.appraiser, screen)
    page = counted.page

    counted.open(desk.address(dossier, "tham-dinh"))
    counted.tap(page.locator("#tc-1-2").get_by_role("link", name="Trả lại để bổ sung"))
    counted.tap(page.get_by_text("Số liệu chưa khớp với báo cáo"))
    counted.tap(page.get_by_role("button", name="Trả lại bổ sung"))

    expect(page.get_by_text("Đã xong: Trả lại bổ sung").first).to_be_visible()
    assert (counted.taken, counted.typed) == (4, 0)
    town.session.rollback()
    dossier = town.dossier(town.ward.cells[0])
    assert (dossier.state, dossier.marked) == ("returned", ["1.2"])
    to_tell = town.session.scalars(
        select(OutboxItem.run_at).where(OutboxItem.dossier_id == dossier.id)
    ).all()
    assert to_tell  # goes out with the move itself, within seconds
    assert max(to_tell) <= clock.now(town.session)
    page.context.close()


def returned(town: Town) -> Dossier:
    """Return a dossier whose secretary was asked for one criterion."""
    cell, today = town.ward.cells[0], clock.today(town.session)
    make.under_appraisal(town, cell)
    make.move(
        town, cell, "return_for_supplement", town.ward.appraiser, marked=["1.2"],
        reason="Bổ sung số liệu", comments={"1.2": "Thiếu bảng chỉ tiêu"}, due_on=today,
    )  # fmt: skip
    return town.dossier(cell)
