"""Words from the catalogue, in the visitor's language. Vietnamese is written in the code.

A sentence is one message with named places, never built from parts:
``_("Còn %(n)s ngày", n=3)``.
"""

from __future__ import annotations

from typing import Any, cast

from flask_babel import gettext, lazy_gettext  # type: ignore[import-untyped]


def _(text: str, **places: Any) -> str:
    """Return a text in the visitor's language."""
    return cast("str", gettext(text, **places))


def _l(text: str) -> str:
    """Return a text that is put into the visitor's language when it is shown."""
    return cast("str", lazy_gettext(text))
