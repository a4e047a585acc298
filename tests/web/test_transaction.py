"""One transaction for each request: looking changes nothing, a refusal neither."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tenants.settings import Settings
from tenants.units import root_unit
from tests.make import Town
from tests.web import views
from web.app import create_app


@pytest.fixture(scope="module")
def writing(configured: Settings) -> Iterator[Flask]:
    app = create_app(configured)
    app.config["WTF_CSRF_ENABLED"] = False
    app.register_blueprint(views.bp)
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def browser(writing: Flask) -> FlaskClient:
    return writing.test_client()


def name_of_committee(town: Town) -> str:
    town.session.expire_all()
    town.session.rollback()
    return root_unit(town.session).name


def test_change_is_kept(browser: FlaskClient, town: Town) -> None:
    assert browser.post(f"/{town.tenant.slug}/thu/ghi").status_code == 200

    assert name_of_committee(town).startswith("Đã đổi tên")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_cannot_write_even_if_it_tries(
    browser: FlaskClient, town: Town, method: str
) -> None:
    answer = browser.open(f"/{town.tenant.slug}/thu/ghi", method=method)

    assert answer.status_code == 500
    assert name_of_committee(town) == town.tenant.name


def test_connection_that_looked_can_write_for_the_next(browser: FlaskClient, town: Town) -> None:
    for method in ("GET", "POST", "GET", "POST"):
        status = browser.open(f"/{town.tenant.slug}/thu/ghi", method=method).status_code
        assert status == (500 if method == "GET" else 200)


def test_refused_change_is_taken_back(browser: FlaskClient, town: Town) -> None:
    answer = browser.post(f"/{town.tenant.slug}/thu/ghi-roi-tu-choi")

    assert answer.status_code == 422
    assert name_of_committee(town) == town.tenant.name
