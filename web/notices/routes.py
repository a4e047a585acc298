"""A person's messages, and marking them read."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from web import current
from web.access import signed_in
from web.htmx import show
from workflows.notices.reading import notices_of

bp = Blueprint("notices", __name__)


@bp.get("/tin-nhan")
@signed_in
def inbox() -> ResponseReturnValue:
    """Show the visitor's messages, unread ones first."""
    return show("notices/inbox.html", lines=notices_of(current.session(), current.member()))
