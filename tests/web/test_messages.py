"""The English catalogue is complete, fits its texts, and is compiled."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Catalog

from web import messages


@pytest.fixture(scope="module")
def english() -> Catalog:
    return messages.english()


def test_every_text_has_its_english(english: Catalog) -> None:
    lacking = [
        message.id
        for message in messages.extract()
        if message.id and not (english.get(message.id) and english[message.id].string)
    ]

    assert lacking == []


def test_english_has_the_places_of_the_text(english: Catalog) -> None:
    places = re.compile(r"%\(\w+\)s|\{\w+\}")
    differing = [
        message.id
        for message in english
        if message.id
        and message.string
        and {place.lower() for place in places.findall(str(message.id))}
        != {place.lower() for place in places.findall(str(message.string))}
    ]

    assert differing == []


def test_compiled_catalogue_is_that_of_the_texts(english: Catalog) -> None:
    assert messages.COMPILED.read_bytes() == messages.compiled(english)


def test_english_names_of_levels_bring_their_article(english: Catalog) -> None:
    twice = re.compile(r"\bthe \{(unit|meeting|ward|receiver|city)\}", re.IGNORECASE)

    assert [each.string for each in english if twice.search(str(each.string))] == []
    named = ("chi bộ", "đảng bộ", "phường", "Ban Thường vụ Đảng ủy")
    assert {str(english[name].string).partition(" ")[0] for name in named} == {"the"}
