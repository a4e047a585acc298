"""U-W1 to U-W4, U-C1, U-C2: what an office presses over forty dossiers, counted."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import func, select
from werkzeug.serving import make_server

from tenants.audit import AuditEvent
from tenants.outbox import OutboxItem
from tenants.people import Person
from tenants.settings import Settings
from tests.journeys.comrade import Comrade
from tests.journeys.counting import Counter
from tests.journeys.towns import Forty, forty, recognised
from tests.make import Town
from web.app import create_app
from workflows.dossiers.tables import Dossier
from workflows.papers.tables import Edition

EXCEPTIONS = 3


@pytest.fixture(scope="module")
def address(configured: Settings, chromium: str) -> Iterator[str]:
    """Where the pages are; what happens later is not waited for here."""
    app: Flask = create_app(configured)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    pages = threading.Thread(target=server.serve_forever, daemon=True)
    pages.start()
    yield f"http://127.0.0.1:{server.server_port}/ha-tinh"
    server.shutdown()
    pages.join()
    server.server_close()
    app.extensions["engine"].dispose()
    app.extensions["platform_engine"].dispose()


def comrade(browser: Browser, found: Forty, person: Person) -> Comrade:
    return Comrade(browser, found.site_of(person), "người")


def states(found: Forty) -> dict[str, int]:
    """Count the ward's dossiers by state, read anew."""
    session = found.town.session
    session.rollback()
    rows = session.execute(
        select(Dossier.state, func.count())
        .where(Dossier.committee_id == found.town.ward.unit.id)
        .group_by(Dossier.state)
    )
    return dict(rows.all())


def button(page: Page, words: str) -> Locator:
    return page.get_by_role("button", name=words).first


def link(page: Page, words: str) -> Locator:
    return page.get_by_role("link", name=words).first


def prepared(office: Comrade) -> int:
    """Put all forty into the next sitting; return how many interactions that took."""
    counter, page = Counter(), office.page
    office.open("/phien-hop")
    counter.press(link(page, "Lập phiên họp với 40 hồ sơ"))
    counter.press(link(page, "Chọn cả 40"))
    counter.press(button(page, "Lập phiên họp"))
    expect(page.locator("#thong-bao")).to_contain_text("với 40 hồ sơ")
    assert counter.characters == 0
    return counter.interactions


def close(counter: Counter, page: Page) -> None:
    counter.press(button(page, "Chốt phiên họp"))
    counter.press(button(page, "Xác nhận và chốt phiên họp"))
    expect(page.get_by_text("Phiên họp đã chốt").first).to_be_visible()


def test_all_forty_are_recommended(browser: Browser, town: Town, address: str) -> None:
    """U-W1: at most 3 interactions; U-W4: at most 7."""
    found = forty(town, address, "awaiting_ward_review")
    with comrade(browser, found, town.ward.office) as office:
        assert prepared(office) <= 3
        counter, page = Counter(), office.page
        counter.press(button(page, "Khai mạc"))
        counter.press(button(page, "Có mặt đủ"))
        counter.press(button(page, "Ghi 9/9 tán thành cho 40 hồ sơ còn lại"))
        expect(button(page, "Hoàn tác")).to_be_visible()
        close(counter, page)

    assert states(found) == {"recommended": 40}
    assert (counter.interactions, counter.characters) <= (7, 0)


def test_thirty_seven_of_forty_are_recommended(browser: Browser, town: Town, address: str) -> None:
    """U-W2: at most 8 interactions, the three exceptions apart; U-W3: at most 4 for each."""
    found = forty(town, address, "awaiting_ward_review")
    low = found.dossiers[0]
    low.eligible = False  # its score is too low: noted, not voted on
    town.session.commit()
    disputed, put_off = found.dossiers[1].code, found.dossiers[2].code
    with comrade(browser, found, town.ward.office) as office:
        prepared(office)
        counter, exceptions, page = Counter(), Counter(), office.page
        counter.press(button(page, "Khai mạc"))
        counter.press(button(page, "Có mặt đủ"))
        counter.press(page.get_by_role("checkbox", name="Ủy viên 9"))
        counter.press(button(page, "Lưu điểm danh"))
        row = page.locator(f"#hang-{disputed}")
        for box, votes in (("tan-thanh", "3"), ("khong", "5")):
            exceptions.write(row.locator(f"#{box}-{disputed}"), votes)
        exceptions.press(row.locator(f"#luu-{disputed}"))
        expect(row.get_by_text("3/9")).to_be_visible()
        exceptions.press(
            page.locator(f"#hang-{put_off}").get_by_role("button", name="Để sang phiên sau").first
        )
        counter.press(button(page, "Ghi 8/8 tán thành cho 37 hồ sơ còn lại"))
        close(counter, page)

    assert states(found) == {"recommended": 37, "not_recommended": 2, "awaiting_ward_review": 1}
    assert counter.interactions <= 8
    assert counter.characters == 0
    assert exceptions.interactions <= 4 * EXCEPTIONS
    assert exceptions.characters <= 2 * EXCEPTIONS
    left = town.session.scalars(
        select(OutboxItem.job).where(OutboxItem.job == "papers_of_sitting")
    ).all()
    assert len(left) == 1


def test_city_agrees_with_what_has_no_flag(browser: Browser, town: Town, address: str) -> None:
    """U-C1: at most 4 interactions; what has a flag is left out and named."""
    found, ward = forty(town, address, "city_appraisal"), town.ward.unit.name
    for dossier in found.dossiers[:4]:
        dossier.eligible = False
    town.session.commit()
    with comrade(browser, found, town.org_dept) as org_dept:
        counter, page = Counter(), org_dept.page
        org_dept.open("/thanh-pho")
        counter.press(link(page, ward))
        expect(page.get_by_text("4 hồ sơ cần xem riêng").first).to_be_visible()
        counter.press(button(page, "Đồng ý với 36 hồ sơ này"))
        counter.press(button(page, "Xác nhận"))
        expect(page.locator("#thong-bao")).to_contain_text("Đã xong 36 trong 36 hồ sơ")

    assert states(found) == {"awaiting_city_decision": 36, "city_appraisal": 4}
    assert (counter.interactions, counter.characters) <= (4, 0)


def test_city_enters_a_decision_and_makes_it_known(
    browser: Browser, town: Town, address: str
) -> None:
    """U-C2: at most 8 interactions and 20 characters; each cell is told."""
    found = forty(town, address, "awaiting_city_decision")
    decision = recognised(found)
    with comrade(browser, found, town.city_office) as office:
        counter, page = Counter(), office.page
        office.open("/quyet-dinh")
        counter.press(page.locator("table a").first)
        counter.write(page.get_by_label("Số quyết định"), "125-QĐ/Th.U")
        counter.write(page.get_by_label("Ngày ký"), short_day(office))
        counter.press(button(page, "Ghi số và ban hành"))
        counter.press(link(page, "Công bố quyết định"))
        counter.press(button(page, "Công bố"))
        expect(page.locator("#thong-bao")).to_contain_text("Đã công bố quyết định 125-QĐ/Th.U")

    told = town.session.scalar(
        select(func.count()).select_from(AuditEvent).where(AuditEvent.kind == "result_published")
    )
    final = town.session.scalar(
        select(func.count()).select_from(OutboxItem).where(
            OutboxItem.job == "decision_paper",
            OutboxItem.payload["edition"].as_string() == Edition.FINAL,
            OutboxItem.payload["decision"].as_string() == str(decision.id),
        )
    )  # fmt: skip
    assert (told, final) == (40, 1)
    assert counter.interactions <= 8
    assert counter.characters <= 20


def short_day(comrade: Comrade) -> str:
    """Return the day as one types it: ``26/11/26``."""
    day, month, year = comrade.site.today.split("/")
    return f"{int(day)}/{int(month)}/{year[2:]}"
