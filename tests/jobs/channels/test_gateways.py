"""A gateway for texts: what is sent, once each, and what happens when it fails."""

from __future__ import annotations

import pytest

from jobs.channels.gateways import HttpGateway, NotTakenError, gateway_of
from jobs.channels.loopback import Delivered, loopback
from tenants.settings import MissingSettingError, Settings, SignInCodes

TEXT = "Bốn Tốt: mã đăng nhập 123456"


def test_text_reaches_the_gateway_as_it_is() -> None:
    with loopback("token") as gateway:
        name = HttpGateway(gateway.url, "token").send("+84912345678", TEXT, reference="7")

    assert name == "loopback-7"
    assert gateway.messages == [Delivered("+84912345678", TEXT, "7")]


def test_message_offered_again_is_delivered_once() -> None:
    with loopback("token") as gateway:
        for _ in range(2):
            HttpGateway(gateway.url, "token").send("+84912345678", TEXT, reference="7")

    assert len(gateway.messages) == 1


def test_gateway_that_does_not_take_a_message_is_an_error() -> None:
    with loopback("token") as gateway:
        with pytest.raises(NotTakenError, match="status 401"):
            HttpGateway(gateway.url, "other").send("+84912345678", TEXT, reference="7")
        gateway.failing = True
        with pytest.raises(NotTakenError, match="status 503"):
            HttpGateway(gateway.url, "token").send("+84912345678", TEXT, reference="7")
    with pytest.raises(NotTakenError, match="Refused"):
        HttpGateway(gateway.url, "token").send("+84912345678", TEXT, reference="7")

    assert gateway.messages == []


def test_gateway_is_the_one_of_the_settings() -> None:
    settings = Settings(sms_url="https://sms.example/send", sms_token="t")  # type: ignore[arg-type]

    assert gateway_of(settings, SignInCodes.SMS) == HttpGateway("https://sms.example/send", "t")
    with pytest.raises(MissingSettingError, match="ZALO_URL"):
        gateway_of(settings, SignInCodes.ZALO)


def test_token_is_not_printed() -> None:
    assert "secret" not in repr(HttpGateway("https://sms.example/send", "secret"))
