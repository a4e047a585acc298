"""The app and the signed-in browser of the web's own tests: some rules are asked of pages."""

from __future__ import annotations

from tests.web.conftest import app, browser, sign_in

__all__ = ["app", "browser", "sign_in"]
