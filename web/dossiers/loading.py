"""Loading the dossier that an address names."""

from __future__ import annotations

from flask import abort

from web import current
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import find_dossier, reads_contents


def the_dossier(code: str) -> Dossier:
    """Return the dossier with this code; for those who may not see it there is none."""
    if not code.isprintable():
        abort(404)
    dossier = find_dossier(current.session(), code, viewer=current.member()) or abort(404)
    current.speak_of(dossier)
    return dossier


def the_readable_dossier(code: str) -> Dossier:
    """Return a dossier whose contents the visitor may read; refuse who sees it from outside."""
    dossier = the_dossier(code)
    if not reads_contents(current.member(), dossier):
        abort(403, "contents")
    return dossier
