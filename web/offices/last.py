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
    if response.status_code >= 400 or not current.has_member():
        return response  # an error says nothing, not even where the visitor is at home
    if request.cookies.get(name_of(LAST)) != current.tenant().slug:
        remember(response, LAST, current.tenant().slug)
    return response
