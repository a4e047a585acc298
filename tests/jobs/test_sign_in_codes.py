"""Codes that are sent: to whoever is known, in words that one SMS holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from jobs.channels.gateways import NotTakenError
from jobs.channels.loopback import Loopback, loopback
from jobs.sign_in_codes import SMS, ZALO, send_code
from tenants import clock
from tenants.outbox import leave
from tenants.people import Account
from tenants.settings import settings
from tenants.signing_in.accounts import find_account
from tenants.signing_in.codes import check_code
from tests import make
from tests.make import Town

BROWSER = b"a digest of what a browser carries"


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    with loopback() as gateway:
        for channel in ("SMS", "ZALO"):
            monkeypatch.setenv(f"{channel}_URL", gateway.url)
            monkeypatch.setenv(f"{channel}_TOKEN", gateway.token)
        settings.cache_clear()
        yield gateway
    settings.cache_clear()


@pytest.fixture
def account(town: Town) -> Account:
    found = find_account(town.session, town.phones[town.ward.secretaries[0].id])
    assert found is not None
    return found


def ask(town: Town, phone: str, channel: str = "sms", *, later: timedelta = timedelta(0)) -> None:
    payload = {"phone": phone, "browser": BROWSER.hex(), "channel": channel}
    item = leave(town.session, "sign_in_code", payload)
    town.session.flush()
    with clock.moved(later):
        send_code(town.session, item)


@pytest.mark.parametrize("channel", ["sms", "zalo"])
def test_code_that_arrives_lets_in(
    town: Town, gateway: Loopback, account: Account, channel: str
) -> None:
    ask(town, account.phone, channel)

    (message,) = gateway.messages
    assert message.to == account.phone
    code = re.search(r"\d{6}", message.text)
    assert code is not None
    assert check_code(town.session, account, code[0], browser=BROWSER)


def test_number_that_nobody_has_is_sent_nothing(town: Town, gateway: Loopback) -> None:
    ask(town, make.phone())

    assert gateway.messages == []


def test_request_that_waited_too_long_is_dropped(
    town: Town, gateway: Loopback, account: Account
) -> None:
    ask(town, account.phone, later=timedelta(minutes=11))

    assert gateway.messages == []


def test_message_that_was_not_taken_is_an_error_to_be_tried_again(
    town: Town, gateway: Loopback, account: Account
) -> None:
    gateway.failing = True

    with pytest.raises(NotTakenError):
        ask(town, account.phone)


def test_sms_fits_into_one_and_has_no_accents() -> None:
    text = SMS.format(code="123456")

    assert text.isascii()
    assert len(text) <= 160
    assert not ZALO.isascii()
