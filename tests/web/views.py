"""Views that fail in every way there is, for an app that needs them."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from tenants.units import root_unit
from web import current
from web.access import public, signed_in
from workflows.engine.refusals import GoneError, Refusal, StaleError

bp = Blueprint("failing", __name__, url_prefix="/<slug:tenant>/thu")

STALE = StaleError(
    name="Trần Văn Hùng",
    trigger="return_registration",
    at=datetime(2026, 3, 8, 7, 32, tzinfo=UTC),
    state="registration_returned",
)


@bp.route("/ghi", methods=["GET", "POST"])
@public
def write() -> ResponseReturnValue:
    """Rename the tenant's own committee."""
    root_unit(current.session()).name = f"Đã đổi tên {uuid4()}"
    current.session().flush()
    return "written"


@bp.post("/ghi-roi-tu-choi")
@public
def write_and_refuse() -> ResponseReturnValue:
    """Rename it, then think better of it."""
    write()
    raise Refusal("on_opened_sitting", sitting="26-PH3")


@bp.post("/da-doi")
@signed_in
def stale() -> ResponseReturnValue:
    """Say that somebody was faster."""
    raise STALE


@bp.post("/khong-phai-vai")
@signed_in
def not_yours() -> ResponseReturnValue:
    """Say whose move it is."""
    raise Refusal("role", parties=["ward_office"])


@bp.get("/khong-con")
@public
def gone() -> ResponseReturnValue:
    """Say that there is no such dossier."""
    raise GoneError(uuid4())


@bp.get("/hong")
@public
def broken() -> ResponseReturnValue:
    """Fail as nobody foresaw."""
    raise ZeroDivisionError("a secret")


@bp.get("/ban")
@public
def busy() -> ResponseReturnValue:
    """Wait longer for the database than it lets anybody."""
    current.session().execute(text("SET LOCAL statement_timeout = 1"))
    current.session().execute(text("SELECT pg_sleep(1)"))
    return "late"


@bp.get("/ma/<int:status>")
@public
def status(status: int) -> ResponseReturnValue:
    """Fail with a status."""
    abort(status)


@bp.post("/qua-lon")
@signed_in
def too_large() -> ResponseReturnValue:
    """Ask the database for a number that it cannot hold."""
    current.session().execute(text("SELECT CAST(:n AS integer)"), {"n": "9" * 30})
    return "held"
