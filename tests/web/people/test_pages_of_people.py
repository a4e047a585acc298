"""A long list of people comes in pages, by given name, and none is left out or told twice."""

from __future__ import annotations

import re

import pytest

from tests.make import Town
from tests.web.conftest import SignIn
from web.people import cells, users


@pytest.mark.parametrize(
    ("path", "module", "size", "least"),
    [("/quan-tri/nguoi-dung", users, 5, 10), ("/phuong/chi-bo", cells, 1, 4)],
    ids=["people", "cells"],
)
def test_pages_together_are_the_whole_list(
    town: Town,
    sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    module: object,
    size: int,
    least: int,
) -> None:
    browser, address = sign_in(town, town.admin), f"/{town.tenant.slug}{path}"
    whole = names(browser.get(address).text)
    monkeypatch.setattr(module, "MOST_SHOWN", size)
    found: list[str] = []
    following: str | None = address
    while following:
        page = browser.get(following).text
        found += names(page)
        more = re.search(r'href="([^"]+sau=[^"]+)">Xem trang sau', page)
        following = more[1].replace("&amp;", "&") if more else None

    assert found == whole
    assert len(found) >= least


def names(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', page)
