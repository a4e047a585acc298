"""What web tests may ask for: the app, a browser, and a browser that is signed in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from tenants.people import Person
from tenants.settings import Settings
from tenants.signing_in.accounts import find_account
from tenants.signing_in.sessions import begin_sign_in
from tests.make import Town
from web.app import create_app

HTMX = {"HX-Request": "true"}
SignIn = Callable[[Town, Person], FlaskClient]


@pytest.fixture(scope="session")
def app(configured: Settings) -> Iterator[Flask]:
    app = create_app(configured)
    yield app
    app.extensions["engine"].dispose()
    app.extensions["platform_engine"].dispose()


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    """Give a browser in which a person of a town is signed in."""

    def signed_in(town: Town, person: Person) -> FlaskClient:
        browser = app.test_client()
        put_in(browser, town, token_of(town, person))
        return browser

    return signed_in


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Every SQL statement that the app sends while the test runs."""
    engine: Engine = app.extensions["engine"]
    seen: list[str] = []

    def see(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", see)
    yield seen
    event.remove(engine, "before_cursor_execute", see)


def token_of(town: Town, person: Person) -> str:
    """Sign a person in, and return the token of their browser."""
    account = find_account(town.session, town.phones[person.id])
    assert account is not None
    token = begin_sign_in(town.session, account, device="Chrome, Android")
    town.session.commit()
    return token


def put_in(browser: FlaskClient, town: Town, token: str) -> None:
    """Give a browser a token for a town, beside those that it has."""
    with browser.session_transaction() as cookie:
        cookie["sign_ins"] = {**cookie.get("sign_ins", {}), town.tenant.slug: token}


def hidden_of(page: str) -> dict[str, str]:
    """Return the hidden fields of the last form on a page."""
    form = page[page.rindex("<form") :] if "<form" in page else ""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
