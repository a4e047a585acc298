"""The check before sending, the cell's vote, and the receipt."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from web.access import signed_in
from web.dossiers.loading import the_readable_dossier
from web.htmx import go
from web.steps.self_assessment.page import address_of_group
from workflows.dossiers.contents import criteria_of

bp = Blueprint("sending", __name__, url_prefix="/ho-so/<string:code>/nop-tu-danh-gia")


@bp.get("")
@signed_in
def check(code: str) -> ResponseReturnValue:
    """Lead to the first group."""
    dossier = the_readable_dossier(code)
    return go(address_of_group(dossier, criteria_of(dossier).groups[0]))
