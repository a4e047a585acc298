"""How a visitor wants to be told."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tenants.people import Account
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import errors_of, form_at, said
from workflows.messages.reaching import told_how


def address(town: Town) -> str:
    return f"/{town.tenant.slug}/toi/cach-bao"


def kept(town: Town) -> tuple[list[str], bool, str | None]:
    town.session.rollback()
    town.session.expire_all()
    person = town.ward.office
    how = told_how(town.session, person.id)
    email = town.session.scalars(select(Account.email).where(Account.person_id == person.id)).one()
    return how.channels, how.gathered, email


def test_choice_and_address_are_kept(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.ward.office)
    form = form_at(browser, address(town))
    typed = {**form, "channels": ["email", "zalo"], "email": " hung@vidu.vn "}
    typed.pop("gathered")

    answer = browser.post(address(town), data=typed, follow_redirects=True)

    assert said(answer.text) == "Đã lưu cách nhận tin."
    assert kept(town) == (["email", "zalo"], False, "hung@vidu.vn")


@pytest.mark.parametrize(
    "email",
    ["hung", "hung@vidu", "a@b.vn, c@d.vn", "hung@vidu.vn\r\nBcc: x@y.vn", "hưng@vidu.vn"],
)
def test_what_is_no_mailbox_is_refused_and_kept_on_the_page(
    town: Town, sign_in: SignIn, email: str
) -> None:
    browser = sign_in(town, town.ward.office)
    form = form_at(browser, address(town))

    answer = browser.post(address(town), data={**form, "email": email})

    assert answer.status_code == 422
    assert errors_of(answer.text) == ["Viết địa chỉ như lan@vidu.vn, hoặc để trống"]
    assert kept(town)[2] is None


def test_email_without_an_address_is_asked_for(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.ward.office)
    form = form_at(browser, address(town))

    answer = browser.post(address(town), data={**form, "channels": ["email"], "email": ""})

    assert errors_of(answer.text) == ["Ghi địa chỉ thư, hoặc bỏ chọn thư điện tử"]


def test_unknown_channel_is_passed_by(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.ward.office)
    form = form_at(browser, address(town))

    browser.post(address(town), data={**form, "channels": ["pigeon", "sms"], "email": ""})

    assert kept(town)[0] == ["sms"]
