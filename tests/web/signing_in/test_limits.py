"""How often one address may fail: enough for an office, and of no harm to another tenant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from redis import Redis

from tenants.settings import Settings
from tests import make
from tests.make import Town
from tests.web.conftest import hidden_of
from tests.web.reading import text_of
from web.app import create_app


@pytest.fixture
def app(configured: Settings, redis: Redis) -> Iterator[Flask]:
    del redis
    app = create_app(configured)
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def without_redis(configured: Settings) -> Iterator[Flask]:
    app = create_app(configured.with_values(redis_url="unix:///nowhere/valkey.sock"))
    yield app
    app.extensions["engine"].dispose()


def fail(app: Flask, town: Town, times: int, address: str = "203.0.113.9") -> list[int]:
    """Send this many phone numbers that are none, and return the answers."""
    browser = app.test_client()
    place = {"REMOTE_ADDR": address}
    path = f"/{town.tenant.slug}/dang-nhap"
    form = hidden_of(browser.get(path, environ_base=place).text)
    return [
        browser.post(path, data={**form, "phone": "1"}, environ_base=place).status_code
        for _ in range(times)
    ]


def test_address_that_failed_twenty_times_waits(app: Flask, town: Town) -> None:
    assert fail(app, town, 22) == [422] * 20 + [429] * 2


def test_page_says_what_to_do(app: Flask, town: Town) -> None:
    fail(app, town, 20)
    browser = app.test_client()
    place, path = {"REMOTE_ADDR": "203.0.113.9"}, f"/{town.tenant.slug}/dang-nhap"
    form = hidden_of(browser.get(path, environ_base=place).text)

    answer = browser.post(path, data={**form, "phone": make.phone()}, environ_base=place)

    assert answer.status_code == 429
    assert "Đợi 15 phút rồi thử lại, hoặc gọi văn phòng." in text_of(answer.text)
    assert browser.get(path, environ_base=place).status_code == 200


def test_other_addresses_and_other_tenants_go_on(app: Flask, town: Town, other_town: Town) -> None:
    fail(app, town, 21)

    assert fail(app, town, 1, "203.0.113.10") == [422]
    assert fail(app, other_town, 1) == [422]


def test_whole_office_behind_one_address_gets_in(app: Flask, town: Town) -> None:
    place, path = {"REMOTE_ADDR": "203.0.113.9"}, f"/{town.tenant.slug}/dang-nhap"
    answers = []
    for _ in range(40):
        browser: FlaskClient = app.test_client()
        form = hidden_of(browser.get(path, environ_base=place).text)
        sent = {**form, "phone": make.phone()}
        answers.append(browser.post(path, data=sent, environ_base=place).status_code)

    assert answers == [303] * 40


def test_sign_in_goes_on_without_the_limiters_server(without_redis: Flask, town: Town) -> None:
    answers = fail(without_redis, town, 22)

    assert set(answers[:20]) == {422}
    assert answers[-1] in {422, 429}
