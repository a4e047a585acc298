"""Answering both kinds of visitor: htmx gets a part, a plain browser a page.

A page ``x.html`` wraps its part ``_x.html`` at the same address. The part has one
root element, whose id is its name, and that element is what htmx swaps.
"""

from __future__ import annotations

from typing import Any

from flask import Response, flash, make_response, redirect, render_template
from flask_htmx import HTMX

htmx = HTMX()


def show(page: str, *, status: int = 200, **context: Any) -> Response:
    """Render a page, or its part alone for an htmx swap."""
    if not wants_part():
        return make_response(render_template(page, **context), status)
    part = render_template(_part_of(page), **context)
    return make_response(part + render_template("components/announcement.html"), status)


def changed(page: str, *, address: str, **context: Any) -> Response:
    """Answer a change with the part as it now stands, or send a browser to it."""
    return show(page, **context) if wants_part() else go(address)


def go(address: str) -> Response:
    """Send the visitor to another page; htmx is told to leave, not to swap it in."""
    if htmx:
        return Response(headers={"HX-Redirect": address})
    return make_response(redirect(address, code=303))


def say(sentence: str) -> None:
    """Say one sentence in the live region of the answer, or of the page it leads to."""
    flash(sentence)


def wants_part() -> bool:
    """Tell whether the answer is swapped into a page that is there already."""
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def _part_of(page: str) -> str:
    folder, _, name = page.rpartition("/")
    return f"{folder}/_{name}"
