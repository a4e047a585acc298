"""Searching names without accents: every word of the question begins a word of the name."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, literal, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from tenants.text.folding import search_forms


def matches(question: str, *columns: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Say in SQL that each word of a question begins a word in one of the columns.

    Abbreviations are written out (``tdp 2``); a number means that very number, so that
    «2» does not find «12».

    Args:
        columns: search keys, as ``tenants.text.folding.search_key`` writes them.

    """
    words = search_forms(question)[-1].split()
    return and_(true(), *(or_(*(_begins(column, word) for column in columns)) for word in words))


def _begins(column: InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    padded = literal(" ") + column + literal(" ")
    sought = f" {word} " if word.isdecimal() else f" {word}"
    return padded.contains(sought, autoescape=True)
