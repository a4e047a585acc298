"""What the tests of the platform's pages may ask for: its people, signed in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from tenants.members import SYSTEM
from tenants.platform.accounts import add_account, find_account
from tenants.platform.entering import begin_sign_in
from tenants.wall import open_session
from tests import make

Enter = Callable[[str], FlaskClient]


@pytest.fixture
def phones(platform: Engine) -> dict[str, str]:
    """The phones of two of the platform's people, by name."""
    phones = {"Lý Văn Nền": make.phone(), "Tô Thị Tảng": make.phone()}
    with open_session(platform) as session:
        for name, phone in phones.items():
            add_account(session, name, phone, actor=SYSTEM)
        session.commit()
    return phones


@pytest.fixture
def enter(app: Flask, platform: Engine, phones: dict[str, str]) -> Enter:
    """Give a browser in which one of the platform's people is signed in."""

    def entered(name: str) -> FlaskClient:
        with open_session(platform) as session:
            account = find_account(session, phones[name])
            assert account is not None
            token = begin_sign_in(session, account)
            session.commit()
        browser = app.test_client()
        with browser.session_transaction() as cookie:
            cookie["platform"] = token
        return browser

    return entered


@pytest.fixture
def first(enter: Enter) -> FlaskClient:
    return enter("Lý Văn Nền")


@pytest.fixture
def second(enter: Enter) -> FlaskClient:
    return enter("Tô Thị Tảng")
