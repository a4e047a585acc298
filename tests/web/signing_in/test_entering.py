"""Signing in by phone and code, by a link, and out again."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from tenants import clock
from tenants.members import SYSTEM
from tenants.people import Person
from tenants.settings import Settings, SignInCodes
from tenants.signing_in.accounts import find_account
from tenants.signing_in.invitations import create_invitation
from tenants.signing_in.tables import SignIn as SignInRow
from tenants.signing_in.tables import SignInCode
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn, hidden_of
from web.app import create_app

UNKNOWN = "0987 654 321"


def send_phone(browser: FlaskClient, town: Town, phone: str, *, back: str = "") -> TestResponse:
    address = f"/{town.tenant.slug}/dang-nhap"
    form = hidden_of(browser.get(address, query_string={"tiep": back}).text)
    return browser.post(address, data={**form, "phone": phone})


def send_code(browser: FlaskClient, town: Town, code: str) -> TestResponse:
    address = f"/{town.tenant.slug}/dang-nhap/ma"
    return browser.post(address, data={**hidden_of(browser.get(address).text), "code": code})


def code_on_page(browser: FlaskClient, town: Town) -> str:
    page = browser.get(f"/{town.tenant.slug}/dang-nhap/ma").text
    found = re.search(r'class="code">(\d{6})<', page)
    assert found is not None
    return found[1]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def is_in(browser: FlaskClient, town: Town) -> bool:
    return browser.get(f"/{town.tenant.slug}/toi").status_code == 200


@pytest.fixture
def secretary(town: Town) -> Person:
    return town.ward.secretaries[0]


@pytest.mark.parametrize("spelling", ["{0}", "0{1}", "84.{1}", "0{2} {3}"])
def test_person_gets_in_with_any_spelling_of_the_phone(
    browser: FlaskClient, town: Town, secretary: Person, spelling: str
) -> None:
    phone = town.phones[secretary.id]
    typed = spelling.format(phone, phone[3:], phone[3:6], phone[6:])

    assert send_phone(browser, town, typed).location == f"/{town.tenant.slug}/dang-nhap/ma"
    code = code_on_page(browser, town)
    answer = send_code(browser, town, f" {code[:3]} {code[3:]} ")

    assert (answer.status_code, answer.location) == (303, f"/{town.tenant.slug}/")
    assert is_in(browser, town)


def test_person_comes_back_to_the_page_they_asked_for(
    browser: FlaskClient, town: Town, secretary: Person
) -> None:
    back = f"/{town.tenant.slug}/toi?a=b"
    send_phone(browser, town, town.phones[secretary.id], back=back)

    assert send_code(browser, town, code_on_page(browser, town)).location == back


@pytest.mark.parametrize(
    "back",
    [
        "https://example.org/{slug}/toi",
        "//example.org/{slug}/toi",
        "/{slug}//example.org",
        "/{slug}/\\example.org",
        "\\\\example.org",
        "/another/toi",
        "/{slug}",
        "javascript:alert(1)",
        "/{slug}/\ttoi",
    ],
)
def test_page_to_come_back_to_is_one_of_the_tenant(
    browser: FlaskClient, town: Town, secretary: Person, back: str
) -> None:
    slug = town.tenant.slug
    send_phone(browser, town, town.phones[secretary.id], back=back.format(slug=slug))

    assert send_code(browser, town, code_on_page(browser, town)).location == f"/{slug}/"


def test_unknown_phone_is_answered_like_a_known_one(
    app: Flask, town: Town, secretary: Person
) -> None:
    pages = []
    for phone in (town.phones[secretary.id], UNKNOWN):
        browser = app.test_client()
        first = send_phone(browser, town, phone)
        page = browser.get(first.location).text
        refused = send_code(browser, town, wrong(code_on_page(browser, town)))
        pages.append((first.status_code, first.location, plain(page), plain(refused.text)))

    assert pages[0] == pages[1]


def plain(page: str) -> str:
    """Return a page without what differs for every visitor."""
    page = re.sub(r'(name="(csrf_token|_key|code)" value=)"[^"]*"', r"\1", page)
    return re.sub(r"(…\xa0\d{3}|class=\"code\">\d{6})", "", page)


def test_code_shown_for_an_unknown_phone_leads_nowhere(browser: FlaskClient, town: Town) -> None:
    send_phone(browser, town, UNKNOWN)

    answer = send_code(browser, town, code_on_page(browser, town))

    assert answer.status_code == 422
    assert not is_in(browser, town)


def test_wrong_code_is_told_in_both_places(
    browser: FlaskClient, town: Town, secretary: Person
) -> None:
    send_phone(browser, town, town.phones[secretary.id])

    answer = send_code(browser, town, wrong(code_on_page(browser, town)))

    assert answer.status_code == 422
    assert answer.text.count("Mã chưa đúng hoặc đã hết hạn. Xem lại mã, hoặc xin mã mới.") == 2
    assert "<title>Lỗi: " in answer.text


@pytest.mark.parametrize(("wrong_tries", "gets_in"), [(4, True), (5, False)])
def test_five_wrong_tries_use_the_code_up(
    browser: FlaskClient, town: Town, secretary: Person, wrong_tries: int, *, gets_in: bool
) -> None:
    send_phone(browser, town, town.phones[secretary.id])
    code = code_on_page(browser, town)

    for _ in range(wrong_tries):
        assert send_code(browser, town, wrong(code)).status_code == 422

    assert send_code(browser, town, code).status_code == (303 if gets_in else 422)
    assert is_in(browser, town) is gets_in


def test_late_code_lets_nobody_in(browser: FlaskClient, town: Town, secretary: Person) -> None:
    send_phone(browser, town, town.phones[secretary.id])
    code = code_on_page(browser, town)
    town.session.execute(update(SignInCode).values(expires_at=clock.now(town.session)))
    town.session.commit()

    assert send_code(browser, town, code).status_code == 422


def test_code_page_without_a_phone_asks_for_it(browser: FlaskClient, town: Town) -> None:
    answer = browser.get(f"/{town.tenant.slug}/dang-nhap/ma")

    assert answer.location == f"/{town.tenant.slug}/dang-nhap"


def test_phone_given_to_one_tenant_is_not_known_to_another(
    browser: FlaskClient, town: Town, other_town: Town, secretary: Person
) -> None:
    send_phone(browser, town, town.phones[secretary.id])

    answer = browser.get(f"/{other_town.tenant.slug}/dang-nhap/ma")

    assert answer.location == f"/{other_town.tenant.slug}/dang-nhap"


def test_missing_digit_is_said_on_the_page(browser: FlaskClient, town: Town) -> None:
    answer = send_phone(browser, town, "0912 345 67")

    assert answer.status_code == 422
    assert "Thiếu 1 chữ số. Số di động có 10 số." in answer.text
    assert 'value="0912 345 67"' in answer.text


@pytest.mark.parametrize(
    "changes",
    [
        {"sign_in_codes": SignInCodes.OFFICE},
        {"sign_in_codes": SignInCodes.PAGE, "production": True},
    ],
)
def test_code_is_shown_only_in_a_demonstration(
    configured: Settings, town: Town, secretary: Person, changes: dict[str, object]
) -> None:
    app = create_app(configured.with_values(**changes))
    browser = app.test_client()
    base = "https://localhost" if "production" in changes else "http://localhost"
    browser.environ_base["HTTP_REFERER"] = f"{base}/"
    slug = town.tenant.slug
    form = hidden_of(browser.get(f"/{slug}/dang-nhap", base_url=base).text)
    phone = town.phones[secretary.id]
    browser.post(f"/{slug}/dang-nhap", base_url=base, data={**form, "phone": phone})

    page = browser.get(f"/{slug}/dang-nhap/ma", base_url=base).text

    assert 'class="code"' not in page
    assert "Gọi văn phòng 0206 3850 000 để nhận mã" in page
    app.extensions["engine"].dispose()


def test_signing_in_renews_the_key_of_the_forms(
    browser: FlaskClient, town: Town, secretary: Person
) -> None:
    send_phone(browser, town, town.phones[secretary.id])
    with browser.session_transaction() as cookie:
        before = cookie["csrf_token"]

    send_code(browser, town, code_on_page(browser, town))

    with browser.session_transaction() as cookie:
        assert cookie.get("csrf_token") != before
        assert "entering" not in cookie


def test_signed_out_browser_is_out_even_with_its_old_cookie(
    app: Flask, sign_in: SignIn, town: Town, secretary: Person
) -> None:
    browser, thief = sign_in(town, secretary), app.test_client()
    with browser.session_transaction() as cookie:
        copied = dict(cookie)
    with thief.session_transaction() as cookie:
        cookie.update(copied)
    assert is_in(thief, town)

    answer = browser.post(
        f"/{town.tenant.slug}/dang-xuat",
        data=hidden_of(browser.get(f"/{town.tenant.slug}/toi").text),
    )

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert (is_in(browser, town), is_in(thief, town)) == (False, False)


def test_signing_out_says_so(sign_in: SignIn, town: Town, secretary: Person) -> None:
    browser = sign_in(town, secretary)
    form = hidden_of(browser.get(f"/{town.tenant.slug}/toi").text)

    answer = browser.post(f"/{town.tenant.slug}/dang-xuat", data=form, follow_redirects=True)

    assert '<div class="wrap">Đã đăng xuất.</div>' in answer.text


def test_another_device_can_be_signed_out(sign_in: SignIn, town: Town, secretary: Person) -> None:
    left_open, mine = sign_in(town, secretary), sign_in(town, secretary)
    page = mine.get(f"/{town.tenant.slug}/toi").text
    address = re.search(r'action="([^"]+/thiet-bi/[^"]+)"', page)
    assert address is not None

    answer = mine.post(address[1], data=hidden_of(page))

    assert answer.status_code == 303
    assert (is_in(mine, town), is_in(left_open, town)) == (True, False)


def test_nobody_signs_out_the_device_of_somebody_else(
    sign_in: SignIn, town: Town, secretary: Person
) -> None:
    victim, other = sign_in(town, secretary), sign_in(town, town.admin)
    page = sign_in(town, secretary).get(f"/{town.tenant.slug}/toi").text
    address = re.search(r'action="([^"]+/thiet-bi/[^"]+)"', page)
    assert address is not None
    form = hidden_of(other.get(f"/{town.tenant.slug}/toi").text)

    assert other.post(address[1], data=form).status_code == 404
    assert is_in(victim, town)


def test_being_there_is_written_down_apart_from_the_page(
    sign_in: SignIn, town: Town, secretary: Person
) -> None:
    browser = sign_in(town, secretary)
    earlier = clock.now(town.session) - timedelta(minutes=6)
    town.session.execute(update(SignInRow).values(seen_at=earlier))
    town.session.commit()

    assert is_in(browser, town)

    seen = town.session.scalars(select(SignInRow.seen_at)).one()
    assert seen > earlier


def test_link_lets_its_person_in_by_a_button(
    browser: FlaskClient, town: Town, secretary: Person
) -> None:
    account = find_account(town.session, town.phones[secretary.id])
    assert account is not None
    token = create_invitation(town.session, account, actor=SYSTEM)
    town.session.commit()
    address = f"/{town.tenant.slug}/loi-moi/{token}"

    page = browser.get(address).text
    assert not is_in(browser, town)
    answer = browser.post(address, data=hidden_of(page))

    assert "Chào đồng chí Mai" in page
    assert answer.location == f"/{town.tenant.slug}/"
    assert is_in(browser, town)


def test_used_or_made_up_link_says_what_to_do(browser: FlaskClient, town: Town) -> None:
    answer = browser.get(f"/{town.tenant.slug}/loi-moi/made-up-{make.phone()[1:]}")

    assert answer.status_code == 200
    assert "Đường dẫn này không còn dùng được" in answer.text
