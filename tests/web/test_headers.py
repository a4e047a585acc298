"""Headers that every answer carries."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tenants.settings import Settings
from tests.make import Town
from tests.web.conftest import SignIn
from web.app import create_app


@pytest.mark.parametrize("path", ["/", "/khong/co/gi", "/{slug}/toi", "/{slug}/dang-nhap"])
def test_every_answer_is_guarded(browser: FlaskClient, town: Town, path: str) -> None:
    headers = browser.get(path.format(slug=town.tenant.slug)).headers

    assert headers["Content-Security-Policy"] == (
        "default-src 'self'; base-uri 'none'; form-action 'self';"
        " frame-ancestors 'none'; object-src 'none'"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert {"Cookie", "HX-Request"} <= set(headers["Vary"].split(", "))


def test_nothing_runs_or_is_drawn_from_inside_a_page(sign_in: SignIn, town: Town) -> None:
    browser = sign_in(town, town.admin)

    for path in ("toi", "ma-dang-nhap", f"ma-dang-nhap/{town.chair.id}"):
        page = browser.get(f"/{town.tenant.slug}/{path}").text
        assert " style=" not in page
        assert "<style" not in page
        assert page.count("<script") == page.count("<script src=")
        assert " on" not in {part[:3] for part in page.split("<")[1:]}


def test_cookies_of_production_stay_with_their_host(configured: Settings) -> None:
    app = create_app(configured.with_values(production=True))
    browser = app.test_client()

    answer = browser.get("/?lang=en", base_url="https://localhost")

    cookies = answer.headers.getlist("Set-Cookie")
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    app.extensions["engine"].dispose()


def test_page_is_squeezed_for_who_can_read_it(browser: FlaskClient) -> None:
    plain = browser.get("/cookie")
    squeezed = browser.get("/cookie", headers={"Accept-Encoding": "gzip, br"})

    assert "Content-Encoding" not in plain.headers
    assert squeezed.headers["Content-Encoding"] == "gzip"
    assert len(squeezed.data) < len(plain.data) / 2
