"""The model is driven against the same app as the web tests."""

from __future__ import annotations

from tests.web.conftest import app

__all__ = ["app"]
