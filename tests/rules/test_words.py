"""Rules on words: what is said comes from the catalogue, and no Vietnamese page says English."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from werkzeug.exceptions import HTTPException

from tenants import clock
from tenants.people import Person
from tests import make, settled
from tests.make import Town
from tests.rules.reading import ROOT, modules
from tests.rules.texts import bare_texts, texts_of, untranslated
from tests.web.conftest import SignIn
from web import messages
from workflows.decisions.tables import Decision
from workflows.notices.telling import tell_of
from workflows.sittings.preparing import prepare_sitting
from workflows.sittings.tables import Gate

TEMPLATES = sorted((ROOT / "web/templates").rglob("*.html"))
# The product's name, the letters of the switch of sizes, and the names of cookies.
OWN = {"Bốn Tốt", "– Bốn Tốt", "A", "bontot", "lang", "co-chu", "don-vi"}
# A browser's name, a comment in the catalogue's file, and letters that file names go without.
NAMES = {"Cốc Cốc", "# English texts of Bốn Tốt.", "đ", "Đ"}
# What interfaces say in English; none of it is a Vietnamese syllable, or the name of a thing.
ENGLISH = frozenset((ROOT / "tests/rules/english.txt").read_text().split())

WHO: dict[str, Callable[[Town], Person]] = {
    "secretary": lambda town: town.ward.secretaries[0],
    "second secretary": lambda town: town.ward.secretaries[1],
    "returned secretary": lambda town: town.other_ward.secretaries[1],
    "ward office": lambda town: town.ward.office,
    "other ward's office": lambda town: town.other_ward.office,
    "appraiser": lambda town: town.other_ward.appraiser,
    "inspector": lambda town: town.other_ward.inspector,
    "ward chair": lambda town: town.ward.chair,
    "ward member": lambda town: town.other_ward.members[0],
    "city organisation": lambda town: town.org_dept,
    "city office": lambda town: town.city_office,
    "city chair": lambda town: town.chair,
    "administrator": lambda town: town.admin,
    "auditor": lambda town: town.auditor,
}
OF_EACH_PAGE = 2


def english_words() -> frozenset[str]:
    """Return the common words, and those that the English catalogue has and the texts have not."""
    english, vietnamese = set[str](), set[str]()
    for message in messages.english():
        english |= words(str(message.string))
        vietnamese |= words(str(message.id))
    return ENGLISH | frozenset(word for word in english - vietnamese if len(word) > 1)


def words(text: str) -> set[str]:
    """Return the words of a text in small letters, the names of its places left out."""
    return set(re.findall(r"[^\W\d_]+", re.sub(r"%\(\w+\)s|\{\w+\}", " ", text).lower()))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_every_text_of_a_template_comes_from_the_catalogue(app: Flask, path: Path) -> None:
    assert set(bare_texts(app.jinja_env, path.read_text())) - OWN == set()


def test_every_text_of_the_pages_code_comes_from_the_catalogue() -> None:
    bare = {
        (path, text)
        for path, source in modules().items()
        if path.startswith("web/") and not path.startswith("web/commands/")
        for text in untranslated(source)
        if text not in NAMES
    }

    assert bare == set()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Chưa đăng ký</p>", ["Chưa đăng ký"]),
        ("<p>Xem</p>", ["Xem"]),
        ("<p>{{ 'Chưa có' }}</p>", ["Chưa có"]),
        ("<p>{{ tag('none', 'Chưa có') }}</p>", ["Chưa có"]),
        ("<img alt=\"Ảnh của {{ name }}\">", ["Ảnh của"]),
        ("<p{% if late %} class=\"late\"{% endif %}>{{ _('Chưa có') }}</p>", []),
        ("{# Chưa có #}<p>{% trans n=3 %}Còn {{ n }} ngày{% endtrans %}</p>", []),
        ("<a lang=\"en\">English</a>", []),
    ],
)  # fmt: skip
def test_bare_text_is_seen(app: Flask, source: str, found: list[str]) -> None:
    assert bare_texts(app.jinja_env, source) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("say('Đã xong')", ["Đã xong"]),
        ("say(_('Đã xong'))", []),
        ("WORDS = {'a': _l('Đã xong')}", []),
        ("def f():\n    '''Say «Đã xong».'''", []),
        ("say(f'{n} đã xong')", [" đã xong"]),
    ],
)
def test_text_without_gettext_is_seen(source: str, found: list[str]) -> None:
    assert untranslated(source) == found


def test_common_words_are_no_vietnamese_ones() -> None:
    said = set().union(*(words(str(message.id)) for message in messages.extract()))

    assert ENGLISH & said == set()


@pytest.fixture(scope="module")
def busy(engine: Engine, platform: Engine) -> Iterator[Town]:
    """A town with dossiers everywhere, from a return to a printed decision; only looked at."""
    with make.town(engine, platform) as town:
        fill(town)
        yield town


def fill(town: Town) -> None:
    """Bring the dossiers of a town to states far apart, and tell of one move."""
    session, ward, other = town.session, town.ward, town.other_ward
    settled.recognized(town, ward.cells[0])
    decision = session.scalars(select(Decision)).one()
    settled.printed(town, settled.numbered(town, decision))
    make.registered(town, other.cells[1], other)
    appraised = make.appraised(town, other.cells[0], other)
    today = clock.today(session)
    make.move(town, other.cells[1], "admit", other.office)
    make.move(town, other.cells[1], "open_review", other.office)
    make.answered(town, other.cells[1])
    make.move(
        town, other.cells[1], "submit_self_assessment", other.secretaries[1],
        met_on=today, **make.ADOPTION,
    )  # fmt: skip
    returned = make.move(
        town, other.cells[1], "return_for_supplement", other.appraiser,
        marked=["1.1"], reason="Bổ sung ảnh biên bản", due_on=today,
    )  # fmt: skip
    tell_of(session, returned.seq)
    prepare_sitting(
        session, other.body, town.campaign, Gate.RECOMMENDATION, planned_on=today,
        dossier_ids=[appraised.id], actor=town.member(other.office),
    )  # fmt: skip
    session.commit()


@pytest.mark.parametrize("who", WHO)
def test_vietnamese_pages_say_no_english(app: Flask, busy: Town, sign_in: SignIn, who: str) -> None:
    forbidden = english_words()
    browser = sign_in(busy, WHO[who](busy))
    pages = dict(crawl(app, browser, f"/{busy.tenant.slug}/"))

    said = {
        address: found for address, page in pages.items() if (found := english_of(page, forbidden))
    }

    assert said == {}
    assert len(pages) >= 4


def test_pages_for_anyone_say_no_english(app: Flask, town: Town, browser: FlaskClient) -> None:
    slug = town.tenant.slug
    addresses = ("/", "/cookie", f"/{slug}/dang-nhap", f"/{slug}/khong-co", f"/{slug}/moi/abc")

    said = {
        address: found
        for address in addresses
        if (found := english_of(browser.get(address).text, english_words()))
    }

    assert said == {}


def test_english_is_seen_on_a_page() -> None:
    page = '<html lang="vi"><p>Hồ sơ draft</p><a lang="en">English</a><input title="Search">'

    assert english_of(page, english_words()) == ["draft", "search"]


def english_of(page: str, forbidden: frozenset[str]) -> list[str]:
    """List what a page says in English, with the keys of code and the places left unfilled."""
    texts = texts_of(page)
    keys = [key for text in texts for key in re.findall(r"[a-z]+_[a-z_]+|%\(\w+\)|\{\w*\}", text)]
    return keys + sorted(set().union(*map(words, texts)) & forbidden)


def crawl(app: Flask, browser: FlaskClient, start: str) -> Iterator[tuple[str, str]]:
    """Open pages link by link, a few of each kind, and give their addresses and texts."""
    seen, counts = {start}, Counter[str]()
    waiting = [start]
    while waiting:
        address = waiting.pop(0)
        kind = endpoint_of(app, address)
        if counts[kind] == OF_EACH_PAGE:
            continue
        counts[kind] += 1
        answer = browser.get(address, follow_redirects=True)
        if answer.mimetype != "text/html":
            continue
        assert answer.status_code == 200, (address, answer.status_code)
        yield address, answer.text
        for link in re.findall(r'href="(/[^"#]+)', answer.text):
            plain = link.replace("&amp;", "&")
            if plain not in seen and "lang=en" not in plain:
                seen.add(plain)
                waiting.append(plain)


def endpoint_of(app: Flask, address: str) -> str:
    """Name the kind of page that an address opens."""
    try:
        endpoint, _values = app.url_map.bind("").match(urlsplit(address).path)
    except HTTPException:
        return address
    return str(endpoint)
