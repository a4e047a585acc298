"""U-A2: a new year is opened from last year, within six interactions and sixteen characters."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from demo.people_to_try import Line
from tenants.database import engine_for
from tenants.people import Account, Membership
from tenants.roles import Role
from tenants.settings import Settings
from tenants.tenant import find_tenant
from tenants.text.phones import show_phone
from tenants.wall import open_session
from tests.journeys.comrade import Comrade
from tests.journeys.conftest import Site

MOST_INTERACTIONS, MOST_CHARACTERS = 6, 16
ADMIN = "Quản trị"


@pytest.fixture
def other_site(journey_settings: Settings, site: Site) -> Site:
    """The demo's second city: nobody else walks through its year."""
    engine = engine_for(journey_settings.need("database_url"))
    with open_session(engine) as session:
        tenant = find_tenant(session, "binh-an")
        assert tenant is not None
        session.enter(tenant.id)
        phone = session.scalars(
            select(Account.phone)
            .join(Membership, Membership.person_id == Account.person_id)
            .where(Membership.role == Role.TENANT_ADMIN)
        ).one()
    engine.dispose()
    address = site.address.replace("ha-tinh", "binh-an")
    line = Line(role=ADMIN, name="", phone=show_phone(phone), address=address)
    return Site(address, [line])


@pytest.mark.parametrize("on_phone", [False, True], ids=["desk", "phone"])
def test_administrator_opens_a_new_year_from_the_last_one(
    browser: Browser, other_site: Site, *, on_phone: bool
) -> None:
    with Comrade(browser, other_site, ADMIN, on_phone=on_phone) as admin:
        page, interactions, characters = admin.page, 0, 0
        admin.open("/quan-tri")
        admin.follow("Các năm của kế hoạch")
        interactions += 1
        copies = page.get_by_role("button").filter(has_text="Lập năm")
        words = copies.first.inner_text()
        year = next(word for word in words.split() if word.isdigit())
        copies.first.click()
        interactions += 1
        expect(page.locator("#thong-bao")).to_contain_text(f"sang năm {year}")
        admin.follow(f"Mở năm {year}")
        interactions += 1
        expect(page.get_by_role("heading", name="kiểm tra lần cuối")).to_be_visible()
        expect(page.get_by_text("Phải sửa:")).to_have_count(0)  # the order of the days is checked
        admin.press(f"Mở năm {year}")
        interactions += 1
        expect(page.locator("#thong-bao")).to_contain_text(f"Đã mở năm {year}")

        assert interactions <= MOST_INTERACTIONS
        assert characters <= MOST_CHARACTERS
