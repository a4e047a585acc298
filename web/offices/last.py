"""The office that this browser visited last."""

from __future__ import annotations

from flask import Flask, Response, request

from web import current
from web.cookies import name_of, remember

LAST = "don-vi"


def init_app(app: Flask) -> None:
    """Remember the office of everybody who is signed in."""
    app.after_request(_remember)


def _remember(response: Response) -> Response:
    if current.has_member() and request.cookies.get(name_of(LAST)) != current.tenant().slug:
        remember(response, LAST, current.tenant().slug)
    return response
