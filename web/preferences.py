"""Language and size of letters: chosen by a link, kept in a cookie, no script needed."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Flask, Response, has_request_context, request
from flask_babel import Babel  # type: ignore[import-untyped]

from web.cookies import name_of, remember

CHOICES = {"lang": ("vi", "en"), "co-chu": ("thuong", "to")}


def init_app(app: Flask) -> None:
    """Speak the chosen language; give templates the choices and links to the others."""
    Babel(
        app,
        default_locale="vi",
        default_timezone="Asia/Ho_Chi_Minh",
        locale_selector=lambda: chosen("lang"),
    )
    app.after_request(_remember)
    app.jinja_env.globals.update(chosen=chosen, here_with=here_with)


def chosen(word: str) -> str:
    """Return what the visitor chose: by this link, or earlier, or not at all."""
    if not has_request_context():
        return CHOICES[word][0]
    for value in (request.args.get(word), request.cookies.get(name_of(word))):
        if value in CHOICES[word]:
            return value
    return CHOICES[word][0]


def here_with(**choice: str) -> str:
    """Return this very address with another choice, such as ``here_with(lang="en")``."""
    words = {word.replace("_", "-"): value for word, value in choice.items()}
    kept: list[tuple[str, str]] = [
        (name, value) for name, value in request.args.items(multi=True) if name not in CHOICES
    ]
    return "?" + urlencode([*kept, *words.items()])


def _remember(response: Response) -> Response:
    for word, values in CHOICES.items():
        value = request.args.get(word)
        if value in values:
            remember(response, word, value)
    return response
