"""Admission to the platform's pages: on its own connection, by its own sign-ins."""

from __future__ import annotations

from flask import abort, g, url_for
from flask.typing import ResponseReturnValue

from web import transaction
from web.access import Access
from web.htmx import go
from web.platform.visitor import operator_here


def admit(access: Access) -> ResponseReturnValue | None:
    """Let the platform's people in; a process without their connection has no such pages."""
    if not transaction.serves_platform():
        abort(404)
    g.session = transaction.begin_as_platform()
    operator = operator_here()
    if operator is not None:
        g.operator = operator
    elif access == "platform":
        return go(url_for("platform_door.sign_in"))
    return None
