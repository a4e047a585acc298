"""Language and size of letters, by links alone."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.make import Town


def test_language_is_switched_by_a_link_and_stays(browser: FlaskClient, town: Town) -> None:
    address = f"/{town.tenant.slug}/dang-nhap"

    pages = [browser.get(address + query).text for query in ("", "?lang=en", "", "?lang=vi", "")]

    assert ['<html lang="en"' in page for page in pages] == [False, True, True, False, False]
    assert ["Số điện thoại của đồng chí" in page for page in pages] == [
        True, False, False, True, True,
    ]  # fmt: skip
    assert ["Your phone number" in page for page in pages] == [False, True, True, False, False]


def test_letters_are_enlarged_by_a_link_and_stay(browser: FlaskClient) -> None:
    pages = [browser.get(f"/{query}").text for query in ("", "?co-chu=to", "", "?co-chu=thuong")]

    assert ['data-co-chu="to"' in page for page in pages] == [False, True, True, False]


@pytest.mark.parametrize("query", ["lang=fr", "co-chu=huge", "lang="])
def test_unknown_choice_changes_nothing(browser: FlaskClient, query: str) -> None:
    answer = browser.get(f"/?{query}")

    assert '<html lang="vi" data-co-chu="thuong">' in answer.text
    assert "Set-Cookie" not in answer.headers


def test_link_to_the_other_language_keeps_the_rest_of_the_address(browser: FlaskClient) -> None:
    page = browser.get("/cookie?a=1&a=2&lang=en").text

    assert 'href="?a=1&amp;a=2&amp;lang=vi"' in page
