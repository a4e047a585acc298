"""Alive, and able to work."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tenants.settings import Settings
from web.app import create_app


@pytest.mark.parametrize(("path", "words"), [("/healthz", "alive\n"), ("/readyz", "ready\n")])
def test_service_says_how_it_is(browser: FlaskClient, path: str, words: str) -> None:
    answer = browser.get(path)

    assert (answer.status_code, answer.text) == (200, words)


def test_service_without_its_database_is_alive_but_not_ready(configured: Settings) -> None:
    nowhere = "postgresql+psycopg://nobody:none@127.0.0.1:1/none?connect_timeout=1"
    app = create_app(configured.with_values(database_url=nowhere))
    browser = app.test_client()

    assert browser.get("/healthz").status_code == 200
    assert browser.get("/readyz").status_code == 503
