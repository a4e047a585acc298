"""The parts of addresses that vary."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import BaseConverter, IntegerConverter, Map

from web.asked import MOST


class SlugConverter(BaseConverter):
    """A tenant's name, or a word for a step: small letters, digits, hyphens between."""

    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"


class CodeConverter(BaseConverter):
    """A short code that people read aloud, such as ``26-118``."""

    regex = "[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*"


class NumberConverter(IntegerConverter):
    """A whole number that the database can hold; a larger one leads nowhere."""

    def __init__(self, routes: Map) -> None:
        super().__init__(routes, max=MOST)


def init_app(app: Flask) -> None:
    """Let addresses use the converters ``slug``, ``code`` and ``int``."""
    app.url_map.converters.update(slug=SlugConverter, code=CodeConverter, int=NumberConverter)
