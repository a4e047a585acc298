"""The check before sending, sending with the cell's vote, and the receipt."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from web import current
from web.access import signed_in
from web.dossiers.page import group_lines
from web.dossiers.standing import after_move
from web.forms import Form
from web.htmx import go, say, show
from web.idempotency import key
from web.steps.receipts import last_standing, receipt_of
from web.steps.self_assessment.checking import check_context
from web.steps.self_assessment.sending_forms import SendingForm, sending_form
from web.steps.self_assessment.writers import (
    SUBMIT,
    enters_for_cell,
    readers_dossier,
    sending_move,
    writers_dossier,
)
from workflows.dossiers.contents import answers_of
from workflows.dossiers.eligibility import self_score
from workflows.dossiers.tables import Dossier
from workflows.engine.fire import fire, stale
from workflows.engine.refusals import Refusal, StaleError

bp = Blueprint("sending", __name__, url_prefix="/ho-so/<string:code>/nop-tu-danh-gia")


@bp.get("")
@signed_in
def check(code: str) -> ResponseReturnValue:
    """Show the whole before it is sent; once it is, what became of it."""
    dossier = readers_dossier(code)
    if sending_move(dossier) is None:
        return go(url_for("sending.receipt", code=code))
    return _page(dossier, sending_form(dossier, on_behalf=enters_for_cell(dossier)))


@bp.post("")
@signed_in
def send(code: str) -> ResponseReturnValue:
    """Send the self-assessment, and show the receipt."""
    dossier = writers_dossier(code)
    if sending_move(dossier) is None:
        raise stale(current.session(), dossier)
    form = sending_form(dossier, on_behalf=enters_for_cell(dossier))
    if not form.validate_on_submit():
        return _page(dossier, form, status=422)
    session, member = current.session(), current.member()
    try:
        fire(
            session, dossier.id, SUBMIT,
            actor=member, seen_version=form.seen_version.data or 0, inputs=form.inputs(),
            seen_content=form.seen_content.data,
            key=key(),
        )  # fmt: skip
    except StaleError as changed:
        return _page_again(dossier, form, changed)
    except Refusal as refusal:
        return _page(dossier, form, status=form.explain(refusal))
    say(after_move(session, dossier, SUBMIT, member))
    return go(url_for("sending.receipt", code=code))


@bp.get("/bien-nhan")
@signed_in
def receipt(code: str) -> ResponseReturnValue:
    """Show what was sent, who has it, and how to take it back while that is possible."""
    dossier = readers_dossier(code)
    step = last_standing(dossier, SUBMIT)
    if step is None:
        return go(url_for("dossiers.overview", code=code))
    answers = answers_of(current.session(), dossier.id)
    return show(
        "steps/self_assessment/receipt.html",
        **receipt_of(dossier, step),
        score=self_score(dossier, answers),
        lines=group_lines(dossier, answers),
        form=Form(seen_version=dossier.version),
    )


def _page_again(dossier: Dossier, form: SendingForm, changed: StaleError) -> ResponseReturnValue:
    """Show the whole as it now stands, with what was typed, unless it cannot be sent any more."""
    if sending_move(dossier) is None:
        raise changed
    form.show_version(dossier)
    return _page(dossier, form, status=409, changed=changed)


def _page(
    dossier: Dossier, form: SendingForm, *, status: int = 200, changed: StaleError | None = None
) -> ResponseReturnValue:
    return show(
        "steps/self_assessment/check.html",
        status=status,
        form=form,
        changed=changed,
        **check_context(dossier),
    )
