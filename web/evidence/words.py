"""Kinds and sizes of files, in words."""

from __future__ import annotations

from decimal import Decimal

from flask import Flask

from tenants.text.numbers import show_number
from web.catalogue import _l
from web.evidence.places import place_words
from workflows.evidence.kinds import Kind

KINDS = {
    Kind.JPEG: _l("Ảnh"),
    Kind.PNG: _l("Ảnh"),
    Kind.PDF: "PDF",
    Kind.DOCX: "Word",
    Kind.XLSX: "Excel",
}


def init_app(app: Flask) -> None:
    """Give the words to every template, as filters."""
    app.add_template_filter(kind_word)
    app.add_template_filter(file_size)
    app.add_template_filter(place_words, "place_word")


def kind_word(kind: str) -> str:
    """Say what a file is."""
    return str(KINDS[Kind(kind)])


def file_size(size: int) -> str:
    """Show a size as ``320 KB`` or ``1,4 MB``."""
    if size < 1024 * 1024:
        return f"{show_number(max(size // 1024, 1))} KB"
    return f"{show_number(round(Decimal(size) / (1024 * 1024), 1))} MB"
