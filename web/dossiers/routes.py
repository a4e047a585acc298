"""A dossier's page, its whole history, and taking back the last move."""

from __future__ import annotations

from flask import Blueprint, Response, url_for
from flask.typing import ResponseReturnValue

from web import current
from web.access import signed_in
from web.dossiers.drawing import drawing_of
from web.dossiers.inputs import inputs_in_words, marked_in_words
from web.dossiers.loading import the_dossier
from web.dossiers.page import history_of, overview_of
from web.dossiers.source_cells import standing_pair
from web.dossiers.standing import after_undo, owed_acts
from web.dossiers.workbook import history_as_workbook
from web.forms import Form
from web.htmx import go, say, show
from web.idempotency import key
from web.workbooks import handed_out
from workflows.engine.fire import fire

bp = Blueprint("dossiers", __name__, url_prefix="/ho-so/<string:code>")
bp.add_app_template_filter(inputs_in_words, "inputs_words")
bp.add_app_template_filter(marked_in_words, "marked_words")
bp.add_app_template_filter(standing_pair)


@bp.get("")
@signed_in
def overview(code: str) -> ResponseReturnValue:
    """Show where a dossier stands, what is in it, and what the visitor may do."""
    dossier = the_dossier(code)
    page = overview_of(current.session(), current.member(), dossier)
    return show("dossiers/overview.html", **page, form=Form(seen_version=dossier.version))


@bp.get("/lich-su")
@signed_in
def history(code: str) -> ResponseReturnValue:
    """Show everything that happened to a dossier, the first event first."""
    dossier = the_dossier(code)
    session, member = current.session(), current.member()
    return show(
        "dossiers/history.html",
        dossier=dossier,
        lines=history_of(session, member, dossier),
        owed=owed_acts(session, dossier, member),
    )


@bp.get("/quy-trinh.svg")
@signed_in
def drawing(code: str) -> ResponseReturnValue:
    """Draw the flow that a dossier travels, with its place marked."""
    return Response(drawing_of(the_dossier(code)), mimetype="image/svg+xml")


@bp.get("/lich-su.xlsx")
@signed_in
def history_workbook(code: str) -> ResponseReturnValue:
    """Hand out the history as the page shows it, as XLSX."""
    dossier = the_dossier(code)
    lines = history_of(current.session(), current.member(), dossier)
    return handed_out(history_as_workbook(lines), f"lich-su-{dossier.code}")


@bp.post("/hoan-tac")
@signed_in
def undo(code: str) -> ResponseReturnValue:
    """Take back the visitor's last move, and show the dossier as it stands again."""
    dossier = the_dossier(code)
    session, member = current.session(), current.member()
    fire(
        session, dossier.id, "undo",
        actor=member, seen_version=Form().seen_version.data or 0, key=key(),
    )  # fmt: skip
    say(after_undo(session, dossier, member))
    return go(url_for("dossiers.overview", code=code))
