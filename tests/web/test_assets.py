"""Static files: kept for ever, small, and readable by old browsers."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from web.assets import FOLDER

FORBIDDEN = (
    "color-mix", "oklch", ":has(", "@container", "@layer", "@scope", "dvh", "subgrid",
    "@starting-style", "@import",
)  # fmt: skip


def addresses(page: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'(?:src|href)="(/static/[^"]+)"', page)))


def test_files_of_a_page_are_kept_for_ever(browser: FlaskClient) -> None:
    found = addresses(browser.get("/").text)

    assert len(found) == 6
    for address in found:
        answer = browser.get(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (
            200,
            "public, max-age=31536000, immutable",
        )
        again = browser.get(address, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


def test_address_names_the_contents(browser: FlaskClient) -> None:
    assert browser.get("/static/app.css").headers["Cache-Control"] == "no-cache"
    assert browser.get("/static/khong-co.css").status_code == 404
    assert browser.get("/static/../app.py").status_code == 404


@pytest.mark.parametrize(("name", "sign"), [("app.css", "{"), ("app.js", "addEventListener")])
def test_own_files_are_sent_without_their_remarks(
    browser: FlaskClient, name: str, sign: str
) -> None:
    sent, kept = browser.get(f"/static/{name}").text, (FOLDER / name).read_text()

    assert re.search(r"^\s*/\*", kept, re.MULTILINE)
    assert not re.search(r"^\s*/\*", sent, re.MULTILINE)
    assert sent.count(sign) == kept.count(sign)
    assert sent.rstrip().endswith(kept.rstrip().splitlines()[-1].strip())


def test_first_visit_is_light(browser: FlaskClient) -> None:
    squeezed = {"Accept-Encoding": "gzip"}
    page = browser.get("/", headers=squeezed)
    files = {
        address: len(browser.get(address, headers=squeezed).data)
        for address in addresses(browser.get("/").text)
    }
    of_kind = {
        kind: sum(size for address, size in files.items() if f".{kind}" in address)
        for kind in ("css", "js", "woff2")
    }

    assert len(page.data) + sum(files.values()) <= 60_000
    assert len(files) + 1 <= 8
    assert of_kind["css"] <= 8_000
    assert of_kind["js"] <= 19_500
    assert of_kind["woff2"] <= 24_000


@pytest.mark.parametrize("feature", FORBIDDEN)
def test_sheet_uses_nothing_that_old_browsers_miss(feature: str) -> None:
    assert feature not in (FOLDER / "app.css").read_text()


def test_sheet_stays_short() -> None:
    lines = (FOLDER / "app.css").read_text().splitlines()

    assert len(lines) <= 400
    assert [line for line in lines if re.search(r"outline:\s*none", line) and ":not(" not in line
            and "main:focus-visible" not in line] == []  # fmt: skip
