"""A form that was sent too late waits until its writer is in again."""

from __future__ import annotations

import json
import re
import zlib
from base64 import urlsafe_b64encode

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from tenants import clock
from tenants.people import Person
from tenants.signing_in.accounts import find_account
from tenants.signing_in.tables import SignIn as SignInRow
from tests.make import Town
from tests.web.conftest import SignIn, hidden_of


@pytest.fixture
def address(town: Town) -> str:
    """Where an act is sent that shows in the database: a code for somebody."""
    return f"/{town.tenant.slug}/ma-dang-nhap/{town.ward.secretaries[0].id}"


@pytest.fixture
def late(sign_in: SignIn, town: Town, address: str) -> tuple[FlaskClient, dict[str, str]]:
    """A browser with a form open, whose sign-in has ended meanwhile."""
    browser = sign_in(town, town.ward.office)
    form = hidden_of(browser.get(address).text)
    town.session.execute(update(SignInRow).values(ended_at=clock.now(town.session)))
    town.session.commit()
    return browser, form


def sign_in_again(browser: FlaskClient, town: Town, page: str, person: Person) -> str:
    """Sign in from a page that carries a form, and return the last page."""
    slug = town.tenant.slug
    data = {**hidden_of(page), "phone": town.phones[person.id]}
    page = browser.post(f"/{slug}/dang-nhap", data=data).text
    code = re.search(r'class="code">(\d{6})<', page)
    assert code is not None
    data = {**hidden_of(page), "code": code[1]}
    return browser.post(f"/{slug}/dang-nhap/ma", data=data).text


def test_form_is_sent_after_signing_in_again(
    late: tuple[FlaskClient, dict[str, str]], town: Town, address: str
) -> None:
    browser, form = late
    typed = {**form, "reason": "Chi bộ đã họp lại"}

    asked = browser.post(address, data=typed)
    page = sign_in_again(browser, town, asked.text, town.ward.office)

    assert asked.status_code == 401
    assert "Đăng nhập lại, bài đang viết vẫn còn." in asked.text
    assert '<p class="typed">Chi bộ đã họp lại</p>' in page
    sent = hidden_of(page)
    assert {name: sent[name] for name in ("_key", "reason")} == {
        "_key": form["_key"],
        "reason": "Chi bộ đã họp lại",
    }
    assert "Đọc mã này cho đồng chí" in browser.post(address, data=sent).text


def test_form_is_not_given_to_somebody_else(
    late: tuple[FlaskClient, dict[str, str]], town: Town, address: str
) -> None:
    browser, form = late
    asked = browser.post(address, data={**form, "reason": "Chi bộ đã họp lại"})

    page = sign_in_again(browser, town, asked.text, town.other_ward.office)

    assert "Chi bộ đã họp lại" not in page


def test_form_of_another_site_is_not_kept(
    late: tuple[FlaskClient, dict[str, str]], address: str
) -> None:
    browser, form = late

    without_token = browser.post(address, data={"reason": "x"})
    from_elsewhere = browser.post(address, data=form, headers={"Sec-Fetch-Site": "cross-site"})

    assert (without_token.status_code, from_elsewhere.status_code) == (303, 303)


def test_form_that_somebody_else_made_up_is_dropped(
    late: tuple[FlaskClient, dict[str, str]], town: Town, address: str
) -> None:
    browser, form = late
    account = find_account(town.session, town.phones[town.ward.office.id])
    assert account is not None
    page = browser.post(address, data={**form, "reason": "Chi bộ đã họp lại"}).text
    sealed = hidden_of(page)["unsent"]
    made_up = json.dumps([str(account.id), address, [["reason", "Chi bộ chưa họp lại"]]])
    packed = urlsafe_b64encode(zlib.compress(made_up.encode())).decode()
    forged = f"{packed}.{sealed.partition('.')[2]}"

    page = sign_in_again(browser, town, page.replace(sealed, forged), town.ward.office)

    assert "Chi bộ chưa họp lại" not in page
    assert browser.get(f"/{town.tenant.slug}/toi").status_code == 200
