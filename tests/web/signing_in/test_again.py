"""Before a decision who decides proves themselves again, and nothing that was typed is lost."""

from __future__ import annotations

import re
import zlib
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Blueprint, Flask, request
from flask.testing import FlaskClient
from sqlalchemy import update

from tenants import clock
from tenants.people import Account, Person
from tenants.settings import Settings
from tenants.signing_in.accounts import find_account
from tenants.signing_in.passwords import set_password
from tenants.signing_in.second_factors import keep_app
from tenants.signing_in.tables import SignIn as SignInRow
from tests.make import Town
from tests.web.conftest import SignIn, hidden_of
from tests.web.reading import errors_of, text_of
from web.access import signed_in
from web.app import create_app
from web.signing_in.again import freshly_proven

bp = Blueprint("deciding", __name__, url_prefix="/<slug:tenant>/quyet-dinh-thu")
SENTENCE = "chim hót trên cành bưởi sau nhà"


@bp.get("")
@signed_in
def page() -> str:
    return "quyết định"


@bp.post("")
@signed_in
@freshly_proven
def decide() -> str:
    return f"đã quyết: {request.form['reason']}"


@pytest.fixture(scope="module")
def app(configured: Settings) -> Iterator[Flask]:
    app = create_app(configured)
    app.register_blueprint(bp)
    yield app
    app.extensions["engine"].dispose()


def account_of(town: Town, person: Person) -> Account:
    found = find_account(town.session, town.phones[person.id])
    assert found is not None
    return found


def rest(town: Town, minutes: int) -> None:
    """Let every sign-in's proof be this old."""
    earlier = clock.now(town.session) - timedelta(minutes=minutes)
    town.session.execute(update(SignInRow).values(proven_at=earlier))
    town.session.commit()


def decision(browser: FlaskClient, town: Town) -> tuple[int, str]:
    slug = town.tenant.slug
    form = hidden_of(browser.get(f"/{slug}/toi").text)
    answer = browser.post(
        f"/{slug}/quyet-dinh-thu", data={**form, "reason": "Chi bộ đã họp lại", "_key": "k"}
    )
    return answer.status_code, answer.text


def test_fresh_proof_is_not_asked_for_again(sign_in: SignIn, town: Town) -> None:
    browser = sign_in(town, town.chair)
    rest(town, 14)

    assert decision(browser, town) == (200, "đã quyết: Chi bộ đã họp lại")


@pytest.mark.parametrize("way", ["app", "password", "code"])
def test_old_proof_is_renewed_and_the_form_goes_on(sign_in: SignIn, town: Town, way: str) -> None:
    slug, person = town.tenant.slug, town.org_dept
    account, browser = account_of(town, person), sign_in(town, person)
    if way == "app":
        keep_app(town.session, account)
    if way == "password":
        rows = town.session.query(SignInRow).filter(SignInRow.account_id == account.id)
        owner = replace(town.member(person), sign_in_id=rows.one().id)
        set_password(town.session, account, SENTENCE, shortest=15, actor=owner)
    rest(town, 16)

    status, asked = decision(browser, town)
    assert status == 401
    assert "Những gì đã điền vẫn còn nguyên." in text_of(asked)
    if way == "code":
        form = hidden_of(asked)
        asked = browser.post(f"/{slug}/toi/xac-nhan/ma", data=form).text
    typed = SENTENCE if way == "password" else re.findall(r'class="code">(\d{6})<', asked)[0]
    with browser.session_transaction() as cookie:
        before = cookie["sign_ins"][slug]
    proved = browser.post(f"/{slug}/toi/xac-nhan", data={**hidden_of(asked), "code": typed})
    with browser.session_transaction() as cookie:
        assert cookie["sign_ins"][slug] != before

    assert text_of(proved.text).startswith("Đã xác nhận")
    answer = browser.post(f"/{slug}/quyet-dinh-thu", data=hidden_of(proved.text))
    assert (answer.status_code, answer.text) == (200, "đã quyết: Chi bộ đã họp lại")


def test_wrong_code_is_told_and_the_form_waits_on(sign_in: SignIn, town: Town) -> None:
    keep_app(town.session, account_of(town, town.chair))
    browser = sign_in(town, town.chair)
    rest(town, 16)
    _status, asked = decision(browser, town)

    answer = browser.post(
        f"/{town.tenant.slug}/toi/xac-nhan", data={**hidden_of(asked), "code": "not it"}
    )

    assert answer.status_code == 422
    assert errors_of(answer.text) == [
        "Mã chưa đúng hoặc đã dùng rồi. Đợi ứng dụng hiện mã mới rồi nhập lại."
    ]
    assert hidden_of(answer.text)["unsent"] == hidden_of(asked)["unsent"] != ""
    assert decision(browser, town)[0] == 401


def test_looking_needs_no_proof(sign_in: SignIn, town: Town) -> None:
    browser = sign_in(town, town.chair)
    rest(town, 600)

    assert browser.get(f"/{town.tenant.slug}/quyet-dinh-thu").status_code == 200


def test_new_password_is_never_carried_from_page_to_page(sign_in: SignIn, town: Town) -> None:
    browser, address = sign_in(town, town.org_dept), f"/{town.tenant.slug}/toi/mat-khau"
    form = hidden_of(browser.get(address).text)
    rest(town, 16)

    asked = browser.post(address, data={**form, "password": SENTENCE, "again": SENTENCE}).text

    packed = hidden_of(asked)["unsent"].partition(".")[0]
    assert "chim" not in zlib.decompress(urlsafe_b64decode(packed)).decode()
    assert browser.get(address).location == (
        f"/{town.tenant.slug}/toi/xac-nhan?tiep=/{town.tenant.slug}/toi/mat-khau"
    )


def test_decisions_of_the_service_ask_for_it(app: Flask) -> None:
    guarded = {
        name
        for name, view in app.view_functions.items()
        if getattr(view, "__wrapped__", None) is not None
        and "freshly_proven" in view.__code__.co_qualname
    }

    assert {"sitting_closing.close", "decisions.number"} <= guarded
    assert {"passwords.keep", "passwords.remove", "phones.reset"} <= guarded
    assert {name for name in guarded if name.startswith("protection.")} == {
        "protection.start", "protection.confirm", "protection.remove", "protection.ask_new",
        "protection.keep", "protection.remove_key", "protection.renew",
    }  # fmt: skip
