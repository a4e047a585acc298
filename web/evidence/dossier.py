"""The evidence of one dossier, criterion by criterion, for whoever reads it."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from web import current
from web.access import signed_in
from web.dossiers.loading import the_readable_dossier
from web.htmx import show
from workflows.dossiers.contents import criteria_of
from workflows.evidence.attaching import may_attach
from workflows.evidence.citing import cited_in
from workflows.evidence.links import REGISTRATION, evidence_of, takes_evidence

bp = Blueprint("dossier_evidence", __name__, url_prefix="/ho-so/<string:code>/minh-chung")


@bp.get("")
@signed_in
def page(code: str) -> ResponseReturnValue:
    """Show every file of a dossier, and what it cites, where it belongs; what has none says so."""
    dossier = the_readable_dossier(code)
    gathers = may_attach(current.session(), current.member(), dossier)
    criteria = criteria_of(dossier)
    return show(
        "evidence/dossier.html",
        dossier=dossier,
        criteria=criteria,
        files=evidence_of(current.session(), dossier.id),
        cited=cited_in(current.session(), dossier),
        registration=REGISTRATION,
        gathers=gathers,
        open_keys={each.key for each in criteria.criteria if takes_evidence(dossier, each.key)},
        takes_signed_copy=gathers and takes_evidence(dossier, REGISTRATION),
    )
