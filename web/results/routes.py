"""The page of a dossier's result."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from web import current
from web.access import signed_in
from web.dossiers.loading import the_dossier
from web.htmx import show
from web.results.page import result_of

bp = Blueprint("results", __name__, url_prefix="/ho-so/<string:code>")


@bp.get("/ket-qua")
@signed_in
def result(code: str) -> ResponseReturnValue:
    """Show what became of a dossier, or that it is not known yet."""
    return show(
        "results/result.html", **result_of(current.session(), current.member(), the_dossier(code))
    )
