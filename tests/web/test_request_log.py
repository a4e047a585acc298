"""One line of JSON for each request."""

from __future__ import annotations

import json
import logging

import pytest
from flask.testing import FlaskClient

from tests.make import Town
from tests.web.conftest import SignIn, hidden_of


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, logger="bontot.request")
    return caplog


def test_line_says_who_and_where_and_how_long(
    sign_in: SignIn, town: Town, lines: pytest.LogCaptureFixture
) -> None:
    browser = sign_in(town, town.admin)

    answer = browser.get(f"/{town.tenant.slug}/toi", headers={"X-Request-ID": "from-the-proxy-1"})

    line = json.loads(lines.messages[-1])
    assert answer.headers["X-Request-ID"] == "from-the-proxy-1"
    assert line.pop("ms") > 0
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "request",
        "method": "GET",
        "person": str(town.admin.id),
        "request_id": "from-the-proxy-1",
        "route": "/<slug:tenant>/toi",
        "status": 200,
        "tenant": town.tenant.slug,
    }


@pytest.mark.parametrize("given", ["short", "x" * 65, "two words", 'quote"quote'])
def test_indecent_id_is_replaced(browser: FlaskClient, given: str) -> None:
    made = browser.get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"]

    assert made != given
    assert len(made) == 32


def test_what_was_typed_is_never_written_down(
    browser: FlaskClient, town: Town, lines: pytest.LogCaptureFixture
) -> None:
    address = f"/{town.tenant.slug}/dang-nhap"
    form = hidden_of(browser.get(address).text)

    browser.post(address, data={**form, "phone": "0987 654 321"})
    browser.get(f"/{town.tenant.slug}/loi-moi/a-secret-token")

    written = "\n".join(lines.messages)
    assert "654" not in written
    assert "a-secret-token" not in written
    assert "/<slug:tenant>/loi-moi/<string:token>" in written
