"""Whether the service is alive, and whether it can do its work."""

from __future__ import annotations

from flask import Blueprint, Response
from sqlalchemy import text

from web import current
from web.access import public

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def alive() -> Response:
    """Say that the process answers."""
    return _plain("alive")


@bp.get("/readyz")
@public
def ready() -> Response:
    """Say that the database answers and can be written to; otherwise 503."""
    standby = current.session().scalar(text("SELECT pg_is_in_recovery()"))
    return _plain("standby", status=503) if standby else _plain("ready")


def _plain(words: str, *, status: int = 200) -> Response:
    return Response(f"{words}\n", status, mimetype="text/plain")
