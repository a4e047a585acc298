"""Codes that are sent: asked for in the same way for every number, again after a minute."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from jobs.channels.loopback import Loopback, loopback
from jobs.sign_in_codes import send_code
from tenants.outbox import OutboxItem
from tenants.settings import Settings, SignInCodes, settings
from tests import make
from tests.make import Town
from tests.web.conftest import hidden_of
from tests.web.reading import errors_of, text_of
from web.app import create_app
from web.signing_in import sending


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    with loopback() as gateway:
        monkeypatch.setenv("SMS_URL", gateway.url)
        monkeypatch.setenv("SMS_TOKEN", gateway.token)
        settings.cache_clear()
        yield gateway
    settings.cache_clear()


@pytest.fixture
def app(configured: Settings) -> Iterator[Flask]:
    app = create_app(configured.with_values(sign_in_codes=SignInCodes.SMS))
    yield app
    app.extensions["engine"].dispose()


def ask(browser: FlaskClient, town: Town, phone: str) -> str:
    address = f"/{town.tenant.slug}/dang-nhap"
    form = hidden_of(browser.get(address).text)
    return browser.post(address, data={**form, "phone": phone}, follow_redirects=True).text


def deliver(town: Town) -> None:
    """Do what the worker would do."""
    town.session.rollback()
    asked = select(OutboxItem).where(OutboxItem.job == "sign_in_code", OutboxItem.done_at.is_(None))
    for item in town.session.scalars(asked).all():
        send_code(town.session, item)
        item.done_at = item.run_at
    town.session.commit()


def send(browser: FlaskClient, town: Town, code: str) -> int:
    address = f"/{town.tenant.slug}/dang-nhap/ma"
    form = hidden_of(browser.get(address).text)
    return browser.post(address, data={**form, "code": code}).status_code


def code_in(gateway: Loopback) -> str:
    found = re.search(r"\d{6}", gateway.messages[-1].text)
    assert found is not None
    return found[0]


def test_code_arrives_by_sms_and_lets_in_where_it_was_asked_for(
    app: Flask, browser: FlaskClient, town: Town, gateway: Loopback
) -> None:
    phone = town.phones[town.ward.secretaries[0].id]
    page = ask(browser, town, phone)
    assert "Nếu số này có trong danh sách, mã đã được gửi." in text_of(page)
    deliver(town)
    code = code_in(gateway)

    thief = app.test_client()
    ask(thief, town, phone)

    assert send(thief, town, code) == 422
    assert send(browser, town, code) == 303


def test_page_and_database_tell_nothing_of_an_unknown_number(
    app: Flask, town: Town, gateway: Loopback
) -> None:
    pages, sizes = [], []
    for phone in (town.phones[town.ward.secretaries[0].id], make.phone()):
        pages.append(re.sub(r"…\s\d{3}", "", text_of(ask(app.test_client(), town, phone))))
        asked = select(OutboxItem.payload).where(OutboxItem.job == "sign_in_code")
        town.session.rollback()
        sizes.append(len(town.session.scalars(asked).all()))

    deliver(town)

    assert pages[0] == pages[1]
    assert sizes == [1, 2]
    assert len(gateway.messages) == 1


def test_code_is_sent_again_after_a_minute(
    browser: FlaskClient, town: Town, gateway: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(browser, town, town.phones[town.ward.secretaries[0].id])
    address = f"/{town.tenant.slug}/dang-nhap/gui-lai"
    form = hidden_of(browser.get(f"/{town.tenant.slug}/dang-nhap/ma").text)

    early = browser.post(address, data=form)
    monkeypatch.setattr(sending, "time", lambda: __import__("time").time() + 61)
    later = browser.post(address, data=form)

    assert early.status_code == 422
    (sentence,) = errors_of(early.text)
    assert re.fullmatch(r"Đồng chí đợi \d+ giây nữa rồi bấm gửi lại\.", sentence)
    assert (later.status_code, later.location) == (303, f"/{town.tenant.slug}/dang-nhap/ma")
