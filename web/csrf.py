"""Forms come from our own pages: a token in each, and nothing from another site."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, request
from flask_wtf.csrf import CSRFError, CSRFProtect

OWN = frozenset({"same-origin", "none", ""})


def init_app(app: Flask) -> None:
    """Refuse unsafe requests without a token, or from elsewhere."""
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # a form may lie open all afternoon
    app.before_request(_refuse_foreign_forms)
    CSRFProtect(app)


def _refuse_foreign_forms() -> None:
    """Refuse a form sent by another site, or by a sibling host of the same site."""
    if request.endpoint is None or request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    if is_from_elsewhere():
        raise CSRFError("sent from elsewhere")


def is_from_elsewhere() -> bool:
    """Tell whether the browser says that another site sent this request.

    Old browsers say nothing of the site, but all of them name the origin of a form.
    """
    if request.headers.get("Sec-Fetch-Site", "") not in OWN:
        return True
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host
