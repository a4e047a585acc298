"""Ask what a move needs, and make it. Which move it is, the last word of the address says."""

from __future__ import annotations

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue

from web import current
from web.access import signed_in
from web.dossiers.loading import the_dossier
from web.dossiers.source_cells import Sources, sources_of
from web.dossiers.standing import after_move, leads_to
from web.forms import Form
from web.htmx import go, say, show
from web.idempotency import key
from web.steps.reason.forms import MoveForm, form_for
from web.steps.sending import refuse_old_page, refuse_others
from workflows.dossiers.contents import answers_of
from workflows.dossiers.tables import Dossier
from workflows.engine.act import Move
from workflows.engine.fire import fire
from workflows.engine.offers import why_not
from workflows.engine.refusals import Refusal
from workflows.flows import flow_of
from workflows.flows.reopening import follow_authority
from workflows.guards.contents import cells_have_ended

bp = Blueprint("reason", __name__, url_prefix="/ho-so/<string:code>/<slug:word>")


@bp.get("")
@signed_in
def ask(code: str, word: str) -> ResponseReturnValue:
    """Show what the move asks for, or say why it is not the visitor's to make now."""
    dossier = the_dossier(code)
    move = _move(dossier, _rows(dossier, word))
    refusal = why_not(current.session(), dossier, move, current.member())
    if refusal is not None:
        raise refusal
    return _page(dossier, form_for(move, dossier))


@bp.post("")
@signed_in
def make(code: str, word: str) -> ResponseReturnValue:
    """Make the move, and show the dossier as it now stands."""
    dossier = the_dossier(code)
    rows = _rows(dossier, word)
    refuse_old_page(dossier, Form())
    form = form_for(_move(dossier, rows), dossier)
    if not form.validate_on_submit():
        return _page(dossier, form, status=422)
    session, member, trigger = current.session(), current.member(), form.move.trigger
    try:
        version = follow_authority(
            session, dossier, trigger, actor=member, seen_version=dossier.version
        )  # fmt: skip
        fire(
            session, dossier.id, trigger,
            actor=member, seen_version=version, inputs=form.inputs(), key=key(),
            seen_content=form.seen_content.data,
        )  # fmt: skip
    except Refusal as refusal:
        return _page(dossier, form, status=form.explain(refusal))
    say(after_move(session, dossier, trigger, member))
    return go(url_for("dossiers.overview", code=code))


def _rows(dossier: Dossier, word: str) -> list[Move]:
    """Return the rows that this word names, whichever state they leave, for their parties."""
    rows = flow_of(dossier).by_word(word) or abort(404)
    refuse_others(dossier, rows)
    return rows


def _move(dossier: Dossier, rows: list[Move]) -> Move:
    """Return the row that leaves the dossier's state.

    Raises:
        Refusal: the move leaves other states, or only a sitting makes it.

    """
    here = next((row for row in rows if dossier.state in row.source), None)
    if here is None:
        raise Refusal("not_from_here", state=dossier.state, trigger=rows[0].trigger)
    if here.at_sitting:
        raise Refusal("only_at_sitting")
    return here


def _page(dossier: Dossier, form: MoveForm, *, status: int = 200) -> ResponseReturnValue:
    return show(
        "steps/reason/ask.html",
        status=status,
        dossier=dossier,
        form=form,
        sources=_sources(dossier) if cells_have_ended in form.move.needs else None,
        leads=leads_to(dossier, form.move),
    )


def _sources(dossier: Dossier) -> Sources | None:
    session = current.session()
    return sources_of(session, current.member(), dossier, answers_of(session, dossier.id))
