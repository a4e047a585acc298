"""The part of the site that belongs to a tenant: every page under its name.

A new package of pages adds its blueprint here, and nowhere else.
"""

from __future__ import annotations

from flask import Flask

from web.account import routes as account
from web.signing_in import codes
from web.signing_in import routes as signing_in

PAGES = (
    signing_in.bp,
    codes.bp,
    account.bp,
)


def init_app(app: Flask) -> None:
    """Put the pages of a tenant under ``/<tenant>``."""
    for bp in PAGES:
        app.register_blueprint(bp, url_prefix=f"/<slug:tenant>{bp.url_prefix or ''}")
