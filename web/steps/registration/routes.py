"""Register: fill in, send, and keep a receipt."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from web import current
from web.access import signed_in
from web.dossiers.loading import the_readable_dossier
from web.dossiers.standing import after_move
from web.forms import Form
from web.htmx import go, say, show
from web.idempotency import key
from web.steps.receipts import last_standing, receipt_of
from web.steps.registration.forms import (
    RegistrationForm,
    is_late,
    registration_form,
    where_from,
)
from web.steps.registration.signed_copy import attach_signed_copy
from web.steps.sending import refuse_old_page, refuse_others
from web.uploads import FILES, keep_for_next_try, takes_files, uploads_here
from workflows.dossiers.contents import commitments_of, criteria_of
from workflows.dossiers.tables import Dossier
from workflows.engine.act import Act, Move
from workflows.engine.fire import fire
from workflows.engine.offers import why_not
from workflows.engine.refusals import Refusal
from workflows.evidence.links import REGISTRATION, evidence_of
from workflows.evidence.preparing import Upload
from workflows.flows import flow_of
from workflows.targets.reading import targets_of

SUBMIT = "submit_registration"

bp = Blueprint("registration", __name__, url_prefix="/ho-so/<string:code>/nop-dang-ky")


@bp.get("")
@signed_in
def ask(code: str) -> ResponseReturnValue:
    """Show the form, mostly filled in, or say why it is not the time for it."""
    dossier = _theirs(code)
    move = _move(dossier)
    refusal = why_not(current.session(), dossier, move, current.member())
    if refusal is None and is_late(dossier) and not _takes_late(dossier):
        refusal = Refusal("too_late", until=dossier.campaign.registration_until)
    if refusal is not None:
        raise refusal
    return _page(dossier, registration_form(dossier, on_behalf=_on_behalf(dossier, move)))


@bp.post("")
@signed_in
@takes_files
def send(code: str) -> ResponseReturnValue:
    """Send the registration, and show the receipt."""
    dossier = _theirs(code)
    refuse_old_page(dossier, Form())
    on_behalf = _on_behalf(dossier, _move(dossier))
    form = registration_form(dossier, on_behalf=on_behalf)
    papers = uploads_here() if on_behalf else []
    if not form.validate_on_submit():
        keep_for_next_try(papers)
        return _page(dossier, form, status=422, papers=papers)
    session, member = current.session(), current.member()
    try:
        attach_signed_copy(dossier, papers)
        fire(
            session, dossier.id, SUBMIT,
            actor=member, seen_version=dossier.version, inputs=form.inputs(), key=key(),
        )  # fmt: skip
    except Refusal as refusal:
        if not refusal.code.startswith("file_"):
            keep_for_next_try(papers)
        return _page(dossier, form, status=form.explain(refusal))
    say(after_move(session, dossier, SUBMIT, member))
    return go(url_for("registration.receipt", code=code))


@bp.get("/bien-nhan")
@signed_in
def receipt(code: str) -> ResponseReturnValue:
    """Show what was sent, who has it, and how to take it back while that is possible."""
    dossier = the_readable_dossier(code)
    step = last_standing(dossier, SUBMIT)
    if step is None:
        return go(url_for("dossiers.overview", code=code))
    return show(
        "steps/registration/receipt.html",
        **receipt_of(dossier, step),
        groups=criteria_of(dossier).groups,
        commitments=commitments_of(current.session(), dossier.id),
        targets=targets_of(current.session(), dossier.id),
        papers=evidence_of(current.session(), dossier.id).get(REGISTRATION, []),
        form=Form(seen_version=dossier.version),
    )


def _theirs(code: str) -> Dossier:
    """Return a dossier whose registration is the visitor's to send, in whichever state it is."""
    dossier = the_readable_dossier(code)
    refuse_others(dossier, [row for row in flow_of(dossier).moves if row.trigger == SUBMIT])
    return dossier


def _move(dossier: Dossier) -> Move:
    move = flow_of(dossier).move(SUBMIT, dossier.state)
    if move is None:
        raise Refusal("not_from_here", state=dossier.state, trigger=SUBMIT)
    return move


def _on_behalf(dossier: Dossier, move: Move) -> bool:
    return Act(current.session(), dossier, move, current.member()).on_behalf


def _takes_late(dossier: Dossier) -> bool:
    return bool(dossier.campaign.rules.get("late_registration", True))


def _page(
    dossier: Dossier,
    form: RegistrationForm,
    *,
    status: int = 200,
    papers: Sequence[Upload] = (),
) -> ResponseReturnValue:
    return show(
        "steps/registration/form.html",
        status=status,
        dossier=dossier,
        form=form,
        late=is_late(dossier),
        on_behalf=form.at("signed_copy") is not None,
        commitments_open=any(
            form[name].errors or name in dossier.marked
            for name in [*form.commitments(), *form.target_fields()]
        ),
        where_from=where_from(dossier),
        papers=[paper.name for paper in papers],
        field=FILES,
    )
