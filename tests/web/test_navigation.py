"""The bar and the home of each role."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tenants.appointments import appoint
from tenants.people import Person
from tenants.roles import Role
from tests.make import Town
from tests.web.conftest import SignIn

WHO: dict[str, Callable[[Town], Person]] = {
    "secretary": lambda town: town.ward.secretaries[0],
    "office": lambda town: town.ward.office,
    "member": lambda town: town.ward.members[0],
    "org_dept": lambda town: town.org_dept,
    "admin": lambda town: town.admin,
    "auditor": lambda town: town.auditor,
}


def bar(page: str) -> list[str]:
    found = re.search(r'<nav class="nav".*?</nav>', page, re.DOTALL)
    return re.findall(r'href="([^"]+)"', found[0]) if found else []


@pytest.mark.parametrize("who", WHO)
def test_first_page_leads_somewhere_and_so_does_the_bar(
    sign_in: SignIn, town: Town, who: str
) -> None:
    browser = sign_in(town, WHO[who](town))

    answer = browser.get(f"/{town.tenant.slug}/")
    entries = bar(browser.get(f"/{town.tenant.slug}/toi").text)

    assert answer.status_code == 303
    assert browser.get(answer.location).status_code == 200
    assert len(entries) <= (6 if who in {"office", "org_dept"} else 5)
    assert {address: browser.get(address).status_code for address in entries} == dict.fromkeys(
        entries, 200
    )


def test_messages_of_a_cell_stand_where_a_phone_shows_them(sign_in: SignIn, town: Town) -> None:
    entries = bar(sign_in(town, town.ward.secretaries[0]).get(f"/{town.tenant.slug}/toi").text)

    assert [address.rpartition("/")[2] for address in entries] == [
        "chi-bo", "sinh-hoat", "minh-chung", "tin-nhan", "so-theo-doi",
    ]  # fmt: skip


def test_page_that_is_open_is_marked_in_the_bar(sign_in: SignIn, town: Town) -> None:
    page = sign_in(town, town.admin).get(f"/{town.tenant.slug}/ma-dang-nhap/{town.chair.id}").text

    assert re.findall(r'href="([^"]+)" aria-current="page"', page) == [
        f"/{town.tenant.slug}/ma-dang-nhap"
    ]


def test_pages_of_several_roles_are_all_within_reach(sign_in: SignIn, town: Town) -> None:
    for role in (Role.CELL_SECRETARY, Role.CITY_ORG_DEPT, Role.TENANT_ADMIN):
        appoint(town.session, town.ward.office, role, unit=town.root)
    town.session.commit()

    page = sign_in(town, town.ward.office).get(f"/{town.tenant.slug}/toi").text

    assert len(bar(page)) <= 6
    assert f'href="/{town.tenant.slug}/ma-dang-nhap"' in page
