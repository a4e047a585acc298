"""Headers that every answer carries."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tenants.settings import Settings
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import text_of
from web.app import create_app

ANSWERS = {
    "page": ("GET", "/{slug}/dang-nhap", {}, 200),
    "redirect": ("GET", "/{slug}/toi", {}, 303),
    "unknown": ("GET", "/khong/co/gi", {}, 404),
    "static file": ("GET", "/static/app.css", {}, 200),
    "unknown static file": ("GET", "/static/nothing.js", {}, 404),
    "health": ("GET", "/healthz", {}, 200),
    "wrong verb": ("DELETE", "/{slug}/dang-nhap", {}, 405),
    "options": ("OPTIONS", "/{slug}/dang-nhap", {}, 200),
    "form without a token": ("POST", "/{slug}/dang-nhap", {}, 400),
    "other host": ("GET", "/", {"Host": "a b"}, 400),
}
POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'; object-src 'none'"
)


@pytest.mark.parametrize("what", ANSWERS)
def test_every_answer_is_guarded(browser: FlaskClient, town: Town, what: str) -> None:
    method, path, sent, status = ANSWERS[what]

    answer = browser.open(path.format(slug=town.tenant.slug), method=method, headers=sent)

    assert answer.status_code == status
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["X-Request-ID"]


def test_too_much_is_refused_with_a_sentence(browser: FlaskClient, town: Town) -> None:
    answer = browser.post(
        f"/{town.tenant.slug}/dang-nhap",
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(13 * 1024 * 1024)},
    )

    assert answer.status_code == 413
    assert "Tệp lớn hơn 10 MB. Chụp lại hoặc chọn tệp nhỏ hơn." in text_of(answer.text)
    assert answer.headers["Content-Security-Policy"] == POLICY


@pytest.mark.parametrize("path", ["/", "/khong/co/gi", "/{slug}/toi", "/{slug}/dang-nhap"])
def test_no_page_is_kept_by_the_browser(browser: FlaskClient, town: Town, path: str) -> None:
    headers = browser.get(path.format(slug=town.tenant.slug)).headers

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
