"""A password for those who want one: set, used, changed, removed in a browser."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests import make
from tests.make import Town
from tests.web.conftest import SignIn, hidden_of
from tests.web.reading import errors_of, said

SENTENCE = "chim hót trên cành bưởi sau nhà"


def set_it(
    browser: FlaskClient, town: Town, password: str, again: str | None = None
) -> TestResponse:
    address = f"/{town.tenant.slug}/toi/mat-khau"
    page = browser.get(address).text.partition('action="' + address + '/bo"')[0]
    typed = {"password": password, "again": password if again is None else again}
    return browser.post(address, data={**hidden_of(page), **typed})


def try_it(browser: FlaskClient, town: Town, phone: str, password: str) -> TestResponse:
    slug = town.tenant.slug
    form = hidden_of(browser.get(f"/{slug}/dang-nhap").text)
    asked = browser.post(f"/{slug}/dang-nhap", data={**form, "phone": phone, "mat-khau": "1"})
    assert asked.location == f"/{slug}/dang-nhap/mat-khau"
    form = hidden_of(browser.get(asked.location).text)
    return browser.post(asked.location, data={**form, "password": password})


@pytest.fixture
def phone(sign_in: SignIn, town: Town) -> str:
    """The phone of a secretary who has set a password."""
    secretary = town.ward.secretaries[0]
    assert set_it(sign_in(town, secretary), town, SENTENCE).status_code == 303
    return town.phones[secretary.id]


def test_person_with_a_password_gets_in(browser: FlaskClient, town: Town, phone: str) -> None:
    answer = try_it(browser, town, phone, SENTENCE)

    assert (answer.status_code, answer.location) == (303, f"/{town.tenant.slug}/")
    assert browser.get(f"/{town.tenant.slug}/toi").status_code == 200


def test_what_was_typed_is_not_sent_back(browser: FlaskClient, town: Town, phone: str) -> None:
    assert "wrong one" not in try_it(browser, town, phone, "wrong one").text


def test_unknown_number_is_answered_like_a_known_one(app: Flask, town: Town, phone: str) -> None:
    without = town.phones[town.ward.secretaries[1].id]

    answers = []
    for number in (phone, without, make.phone()):
        answer = try_it(app.test_client(), town, number, "wrong")
        headers = {n: v for n, v in answer.headers if n not in {"X-Request-ID", "Set-Cookie"}}
        answers.append((answer.status_code, headers, errors_of(answer.text)))

    assert answers[1:] == answers[:1] * 2
    assert answers[0][0] == 422


def test_sixth_wrong_try_is_told_to_wait(app: Flask, town: Town, phone: str) -> None:
    for number in (phone, make.phone()):
        for _ in range(5):
            assert try_it(app.test_client(), town, number, "wrong").status_code == 422

        answer = try_it(app.test_client(), town, number, SENTENCE)

        assert answer.status_code == 429
        assert errors_of(answer.text) == [
            "Đã thử sai nhiều lần. Đợi 15 phút rồi thử lại, hoặc đăng nhập bằng mã 6 số."
        ]


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("short", "short", "Mật khẩu cần ít nhất 15 ký tự. Viết một câu dễ nhớ là đủ."),
        (SENTENCE, SENTENCE + ".", "Hai lần viết chưa giống nhau"),
        ("Matkhau@123", "Matkhau@123", "Mật khẩu cần ít nhất 15 ký tự. Viết một câu dễ nhớ là đủ."),
        ("", "", "Đồng chí chưa điền: Mật khẩu mới"),
    ],
)
def test_bad_password_is_refused_with_a_sentence(
    sign_in: SignIn, town: Town, password: str, again: str, sentence: str
) -> None:
    answer = set_it(sign_in(town, town.ward.secretaries[0]), town, password, again)

    assert answer.status_code == 422
    assert sentence in errors_of(answer.text)


def test_password_is_removed(sign_in: SignIn, browser: FlaskClient, town: Town, phone: str) -> None:
    own = sign_in(town, town.ward.secretaries[0])
    address = f"/{town.tenant.slug}/toi/mat-khau"

    answer = own.post(f"{address}/bo", data=hidden_of(own.get(address).text), follow_redirects=True)

    assert said(answer.text) == "Đã bỏ mật khẩu. Từ nay đồng chí đăng nhập bằng mã 6 số."
    assert try_it(browser, town, phone, SENTENCE).status_code == 422


def test_all_other_devices_are_signed_out_by_one_button(sign_in: SignIn, town: Town) -> None:
    secretary, address = town.ward.secretaries[0], f"/{town.tenant.slug}/toi"
    others = [sign_in(town, secretary) for _ in range(2)]
    mine = sign_in(town, secretary)

    mine.post(f"{address}/thiet-bi/dang-xuat-het", data=hidden_of(mine.get(address).text))

    assert [browser.get(address).status_code for browser in [*others, mine]] == [303, 303, 200]
