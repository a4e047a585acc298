"""Searching names without accents: every word of the question begins a word of the name."""

from __future__ import annotations

from typing import TypeAlias

from sqlalchemy import ColumnElement, Integer, and_, case, func, literal, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from tenants.text.abbreviations import cut_short, write_out
from tenants.text.folding import normalise, search_forms, search_key, tone_places

Text: TypeAlias = ColumnElement[str] | InstrumentedAttribute[str]
# What stands between words beside a space, as in «TDP 6 (Tân Giang)».
_BETWEEN = '(),.;:/-–"“”'


def matches(question: str, *columns: Text) -> ColumnElement[bool]:
    """Say in SQL that each word of a question begins a word in one of the columns.

    Abbreviations are written out, and long words cut short where names do so:
    ``tdp 2``, ``to dan pho 2``, ``thcs`` and ``trung hoc co so`` all find. A number means
    that very number, so that «2» does not find «12».

    Args:
        columns: search keys, as ``tenants.text.folding.search_key`` writes them.

    """
    forms = dict.fromkeys((*search_forms(question), cut_short(search_forms(question)[-1])))
    words_by_words = and_(true(), *(_word(word, columns) for word in _words(search_key(question))))
    return or_(words_by_words, *(_all_begin(_words(form), columns) for form in forms))


def written_as_asked(question: str, *names: Text) -> ColumnElement[int]:
    """Count in SQL the words of a question that the names hold with these very accents.

    ``hoa`` is nearer to «Hoa Mai» than to «Hòa Mai»; ``hoà`` and ``hòa`` are the same.
    """
    words = _words(write_out(normalise(question)).lower())
    texts = [_padded(func.lower(name)) for name in names]
    found: ColumnElement[int] = literal(0)
    for word in words:
        anywhere = or_(
            *(
                text.contains(_sought(form), autoescape=True)
                for text in texts
                for form in tone_places(word)
            )
        )
        found = found + case((anywhere, 1), else_=0)
    return found.cast(Integer)


def _word(word: str, columns: tuple[Text, ...]) -> ColumnElement[bool]:
    long = search_forms(word)[-1]
    return or_(*(_all_begin(_words(form), columns) for form in dict.fromkeys((word, long))))


def _all_begin(words: list[str], columns: tuple[Text, ...]) -> ColumnElement[bool]:
    return and_(true(), *(or_(*(_begins(column, word) for column in columns)) for word in words))


def _begins(column: Text, word: str) -> ColumnElement[bool]:
    return _padded(column).contains(_sought(word), autoescape=True)


def _sought(word: str) -> str:
    return f" {word} " if word.isdecimal() else f" {word}"


def _padded(text: Text) -> ColumnElement[str]:
    return literal(" ") + func.translate(text, _BETWEEN, " " * len(_BETWEEN)) + literal(" ")


def _words(text: str) -> list[str]:
    spaced = text.translate(str.maketrans(_BETWEEN, " " * len(_BETWEEN)))
    return spaced.split()
