"""Who decides proves themselves twice; the first time they set it up."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tenants.people import Account, Person
from tenants.proofs.passkeys import Site
from tenants.settings import settings
from tenants.signing_in.accounts import find_account
from tenants.signing_in.second_factors import (
    keep_app,
    new_recovery_codes,
    reset_second_factors,
    start_app,
)
from tests.make import Town
from tests.tenants.proofs.key_on_a_phone import KeyOnAPhone
from tests.web.conftest import SignIn, hidden_of
from tests.web.reading import errors_of, said, text_of
from tests.web.signing_in.test_entering import code_on_page, is_in, send_code, send_phone

SITE = Site("localhost", "http://localhost")


def first(browser: FlaskClient, town: Town, person: Person, back: str = "") -> TestResponse:
    send_phone(browser, town, town.phones[person.id], back=back)
    return send_code(browser, town, code_on_page(browser, town))


def account_of(town: Town, person: Person) -> Account:
    found = find_account(town.session, town.phones[person.id])
    assert found is not None
    return found


def shown(page: str) -> str:
    code = re.search(r'class="code">(\d{6})<', page)
    assert code is not None
    return code[1]


def at(town: Town, path: str) -> str:
    return f"/{town.tenant.slug}/{path}"


@pytest.fixture
def chair(town: Town) -> Person:
    """The city's chair, whose app is set up."""
    keep_app(town.session, account_of(town, town.chair))
    town.session.commit()
    return town.chair


def test_decider_is_in_after_the_second_proof_only(
    browser: FlaskClient, town: Town, chair: Person
) -> None:
    back = at(town, "toi?a=b")
    answer = first(browser, town, chair, back)
    assert answer.location == at(town, "dang-nhap/buoc-hai")
    assert not is_in(browser, town)

    page = browser.get(answer.location).text
    form = {**hidden_of(page), "code": shown(page)}
    answer = browser.post(at(town, "dang-nhap/buoc-hai"), data=form)

    assert (answer.status_code, answer.location) == (303, back)
    assert is_in(browser, town)


def test_code_of_the_app_that_was_seen_is_of_no_use_to_another(
    browser: FlaskClient, town: Town, chair: Person, app: object
) -> None:
    first(browser, town, chair)
    page = browser.get(at(town, "dang-nhap/buoc-hai")).text
    used = shown(page)
    browser.post(at(town, "dang-nhap/buoc-hai"), data={**hidden_of(page), "code": used})
    thief = browser.application.test_client()
    first(thief, town, chair)
    page = thief.get(at(town, "dang-nhap/buoc-hai")).text

    answer = thief.post(at(town, "dang-nhap/buoc-hai"), data={**hidden_of(page), "code": used})

    assert answer.status_code == 422
    assert errors_of(answer.text) == [
        "Mã chưa đúng hoặc đã dùng rồi. Đợi ứng dụng hiện mã mới rồi nhập lại."
    ]
    assert not is_in(thief, town)


def test_paper_code_lets_in_too(browser: FlaskClient, town: Town, chair: Person) -> None:
    account = account_of(town, chair)
    codes = new_recovery_codes(town.session, account, actor=town.member(chair))
    town.session.commit()
    first(browser, town, chair)
    page = browser.get(at(town, "dang-nhap/buoc-hai")).text

    answer = browser.post(
        at(town, "dang-nhap/buoc-hai"), data={**hidden_of(page), "code": codes[3]}
    )

    assert answer.status_code == 303
    assert is_in(browser, town)


def test_first_time_an_app_is_set_up_and_paper_codes_are_shown_once(
    browser: FlaskClient, town: Town
) -> None:
    first(browser, town, town.admin)
    answer = browser.get(at(town, "dang-nhap/buoc-hai"))
    assert answer.location == at(town, "dang-nhap/buoc-hai/dat")
    chosen = browser.post(
        at(town, "dang-nhap/buoc-hai/dat/ung-dung"),
        data=hidden_of(browser.get(answer.location).text),
    )
    page = browser.get(chosen.location).text
    assert '<svg class="qr" viewBox="0 0 ' in page
    assert 'href="otpauth://totp/' in page  # for an app on the phone that shows the page

    wrong = browser.post(f"{chosen.location}/ma", data={**hidden_of(page), "code": "000000"})
    assert (wrong.status_code, is_in(browser, town)) == (422, False)
    page = browser.post(f"{chosen.location}/ma", data={**hidden_of(page), "code": shown(page)}).text

    codes = re.findall(r"<li>(\w{5}-\w{5})</li>", page)
    assert len(set(codes)) == 10
    assert is_in(browser, town)
    assert codes[0] not in browser.get(at(town, "toi/bao-ve")).text


def test_factor_is_not_set_up_anew_by_who_knows_the_first_one_only(
    browser: FlaskClient, town: Town, chair: Person
) -> None:
    first(browser, town, chair)
    form = hidden_of(browser.get(at(town, "dang-nhap/buoc-hai")).text)

    for path in ("dat/ung-dung", "dat/ung-dung/ma", "dat/khoa"):
        answer = browser.post(at(town, f"dang-nhap/buoc-hai/{path}"), data=form)
        assert (answer.status_code, answer.location) == (303, at(town, "dang-nhap"))
    assert browser.post(at(town, "dang-nhap/buoc-hai/dat/khoa/hoi"), data=form).status_code == 404
    assert not is_in(browser, town)


def test_passkey_is_set_up_and_lets_in(browser: FlaskClient, town: Town) -> None:
    phone, step = KeyOnAPhone(SITE), at(town, "dang-nhap/buoc-hai")
    first(browser, town, town.admin)
    form = hidden_of(browser.get(f"{step}/dat").text)
    asked = browser.post(f"{step}/dat/khoa/hoi", headers={"X-CSRFToken": form["csrf_token"]})
    page = browser.post(f"{step}/dat/khoa", data={**form, "answer": phone.made(asked.text)})
    assert len(re.findall(r"<li>(\w{5}-\w{5})</li>", page.text)) == 10

    again = browser.application.test_client()
    first(again, town, town.admin)
    asking = again.get(step).text
    assert re.search(r'<label for="code">\s*Mã dự phòng', asking)  # there is no app to look at
    form = hidden_of(asking)
    asked = again.post(f"{step}/khoa/hoi", headers={"X-CSRFToken": form["csrf_token"]})
    answer = again.post(f"{step}/khoa", data={**form, "answer": phone.proved(asked.text)})

    assert answer.status_code == 303
    assert is_in(again, town)


def test_wrong_passkey_is_told(browser: FlaskClient, town: Town, chair: Person) -> None:
    step = at(town, "dang-nhap/buoc-hai")
    first(browser, town, chair)
    form = hidden_of(browser.get(step).text)

    answer = browser.post(f"{step}/khoa", data={**form, "answer": "{}"})

    assert answer.status_code == 422
    assert errors_of(answer.text) == [
        "Khóa của máy chưa xác nhận được. Đồng chí thử lại, hoặc nhập mã."
    ]


def test_second_step_without_the_first_begins_at_the_start(
    browser: FlaskClient, town: Town
) -> None:
    for path in ("buoc-hai", "buoc-hai/dat", "buoc-hai/dat/ung-dung"):
        answer = browser.get(at(town, f"dang-nhap/{path}"))
        assert answer.location == at(town, "dang-nhap")


def test_administrator_takes_away_what_was_lost(sign_in: SignIn, town: Town, chair: Person) -> None:
    admin, theirs = sign_in(town, town.admin), sign_in(town, chair)
    address = at(town, f"ma-dang-nhap/{chair.id}")
    page = admin.get(address).text
    assert "Mất lớp bảo vệ thứ hai" in text_of(page)

    answer = admin.post(f"{address}/lop-bao-ve", data=hidden_of(page), follow_redirects=True)

    assert said(answer.text) == "Đã bỏ lớp bảo vệ cũ. Lần đăng nhập tới đồng chí ấy đặt lại."
    assert not is_in(theirs, town)
    own = at(town, f"ma-dang-nhap/{town.admin.id}/lop-bao-ve")
    assert admin.post(own, data=hidden_of(answer.text)).status_code == 404
    office = sign_in(town, town.ward.office)
    sent = hidden_of(office.get(at(town, "toi")).text)
    assert office.post(f"{address}/lop-bao-ve", data=sent).status_code == 403


def test_last_factor_of_a_decider_stays(sign_in: SignIn, town: Town, chair: Person) -> None:
    browser = sign_in(town, chair)
    form = hidden_of(browser.get(at(town, "toi/bao-ve")).text)

    answer = browser.post(at(town, "toi/bao-ve/ung-dung/bo"), data=form, follow_redirects=True)

    assert said(answer.text) == (
        "Vai của đồng chí cần ít nhất một lớp bảo vệ. Thêm cách khác trước, rồi bỏ cách này."
    )


@pytest.fixture
def another_key(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Change the key that seals, as after a restore on another machine."""
    monkeypatch.setenv("SEAL_KEY", "another key, as long as the one of the tests")
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def begun(town: Town) -> Account:
    """Somebody who has begun to set up an app, and gone away; the key is the former one."""
    account = account_of(town, town.ward.secretaries[0])
    start_app(town.session, account)
    town.session.commit()
    return account


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_set_up_that_was_begun_with_a_former_key_is_begun_anew(
    sign_in: SignIn,
    town: Town,
    begun: Account,
    another_key: None,
    headers: dict[str, str],
) -> None:
    browser, page = sign_in(town, begun.person), at(town, "toi/bao-ve/ung-dung")

    answer = browser.get(page, headers=headers)

    leads = answer.headers.get("HX-Redirect") or answer.location
    assert (answer.status_code, leads) == (200 if headers else 303, at(town, "toi/bao-ve/them"))
    browser.post(page, data=hidden_of(browser.get(leads).text))
    fields = hidden_of(made := browser.get(page).text)
    assert browser.post(f"{page}/ma", data={**fields, "code": shown(made)}).status_code == 200


def test_app_of_a_former_key_proves_nothing_and_breaks_nothing(
    browser: FlaskClient,
    town: Town,
    chair: Person,
    another_key: None,
) -> None:
    first(browser, town, chair)
    step = at(town, "dang-nhap/buoc-hai")
    page = browser.get(step)
    assert page.status_code == 200

    answer = browser.post(step, data={**hidden_of(page.text), "code": "123456"})

    assert (answer.status_code, is_in(browser, town)) == (422, False)
    reset_second_factors(town.session, account_of(town, chair), actor=town.member(town.admin))
    town.session.commit()
    first(browser, town, chair)
    assert browser.get(step).location == f"{step}/dat"
