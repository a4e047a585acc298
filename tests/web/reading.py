"""Reading pages as a visitor does: what is said, what may be typed, where links lead."""

from __future__ import annotations

import re
from html import unescape

from flask.testing import FlaskClient


def text_of(page: str) -> str:
    """Return the words of the page's main part, with single spaces."""
    return words_of(main_of(page) if "<main" in page else page)


def words_of(part: str) -> str:
    """Return the words of a piece of HTML, with single spaces."""
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", part)).split())
    return re.sub(r" (?=[:.,])", "", words)


def said(page: str) -> str:
    """Return what the live region says."""
    found = re.search(r'<div id="thong-bao"[^>]*>(.*?)</div>\s*<main', page, re.DOTALL)
    return words_of(found[1] if found else "")


def links_of(page: str) -> list[str]:
    """Return where the links of the main part lead."""
    return [unescape(address) for address in re.findall(r'<a [^>]*href="([^"]+)"', main_of(page))]


def main_of(page: str) -> str:
    """Return the main part of a page."""
    return page[page.index("<main") : page.index("</main>")]


def errors_of(page: str) -> list[str]:
    """Return the sentences of the error summary."""
    found = re.search(r'<div class="errors".*?</div>', page, re.DOTALL)
    lines = re.findall(r"<li>(.*?)</li>", found[0], re.DOTALL) if found else []
    return [words_of(line) for line in lines]


def form_at(browser: FlaskClient, address: str, *, last: bool = True) -> dict[str, str]:
    """Open a page and return what its form would send, as it stands."""
    page = browser.get(address)
    assert page.status_code == 200, (page.status_code, text_of(page.text))
    return fields_of(page.text, last=last)


def fields_of(page: str, *, last: bool = True) -> dict[str, str]:
    """Return what a form of the main part would send: the last one, or the first."""
    forms = re.findall(r"<form.*?</form>", main_of(page), re.DOTALL)
    form = forms[-1 if last else 0]
    fields: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        kind, name, value = (_of(tag, each) for each in ("type", "name", "value"))
        if name and (kind not in {"radio", "checkbox"} or " checked" in tag):
            fields[name] = value
    for name, words in re.findall(
        r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL
    ):
        fields[name] = unescape(words)
    return fields


def token_at(browser: FlaskClient, address: str) -> str:
    """Return the token that forms of this browser carry."""
    found = re.search(r'<meta name="csrf" content="([^"]+)"', browser.get(address).text)
    return found[1] if found else ""


def _of(tag: str, attribute: str) -> str:
    found = re.search(rf' {attribute}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""
