"""A form sent twice acts once."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import func, select

from tenants.signing_in.tables import SignInCode
from tests.make import Town
from tests.web.conftest import HTMX, SignIn, hidden_of


def codes_given(town: Town) -> int:
    town.session.rollback()
    return town.session.scalar(select(func.count(SignInCode.id))) or 0


def test_form_sent_twice_acts_once_and_gets_the_first_answer(sign_in: SignIn, town: Town) -> None:
    browser = sign_in(town, town.admin)
    address = f"/{town.tenant.slug}/ma-dang-nhap/{town.chair.id}"
    form = hidden_of(browser.get(address).text)

    first, second = (browser.post(address, data=form) for _ in range(2))

    assert first.status_code == 200
    assert (second.status_code, second.location) == (303, address)
    assert codes_given(town) == 1


def test_repeat_by_htmx_is_sent_to_the_first_answer(sign_in: SignIn, town: Town) -> None:
    browser = sign_in(town, town.admin)
    address = f"/{town.tenant.slug}/ma-dang-nhap/{town.chair.id}"
    form = hidden_of(browser.get(address).text)

    answers = [browser.post(address, data=form, headers=HTMX) for _ in range(2)]

    assert [answer.headers.get("HX-Redirect") for answer in answers] == [None, address]
    assert codes_given(town) == 1


def test_key_of_one_form_with_the_contents_of_another_is_refused(
    sign_in: SignIn, town: Town
) -> None:
    browser = sign_in(town, town.admin)
    base = f"/{town.tenant.slug}/ma-dang-nhap"
    form = hidden_of(browser.get(f"{base}/{town.chair.id}").text)
    browser.post(f"{base}/{town.chair.id}", data=form)

    other = browser.post(f"{base}/{town.auditor.id}", data=form)

    assert other.status_code == 422
    assert "Biểu mẫu này đã gửi rồi" in other.text
    assert codes_given(town) == 1


def test_same_key_of_two_people_is_two_forms(sign_in: SignIn, town: Town) -> None:
    address = f"/{town.tenant.slug}/ma-dang-nhap/{town.ward.chair.id}"
    key = str(uuid4())

    for person in (town.admin, town.ward.office):
        browser = sign_in(town, person)
        form = hidden_of(browser.get(address).text) | {"_key": key}
        assert browser.post(address, data=form).status_code == 200

    assert codes_given(town) == 2


def test_refused_form_may_be_sent_again_with_its_key(sign_in: SignIn, town: Town) -> None:
    browser = sign_in(town, town.admin)
    address = f"/{town.tenant.slug}/ma-dang-nhap/{town.chair.id}"
    form = hidden_of(browser.get(address).text)

    refused = browser.post(address, data=form | {"seen_version": "not a number"})
    sent = browser.post(address, data=form)

    assert (refused.status_code, sent.status_code, codes_given(town)) == (422, 200, 1)
