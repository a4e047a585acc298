"""The page of a dossier's result."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from web.access import signed_in
from web.dossiers.loading import the_dossier
from web.htmx import show

bp = Blueprint("results", __name__, url_prefix="/ho-so/<string:code>")


@bp.get("/ket-qua")
@signed_in
def result(code: str) -> ResponseReturnValue:
    """Show what became of a dossier, or that it is not known yet."""
    return show("results/result.html", dossier=the_dossier(code))
