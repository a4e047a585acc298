"""Decisions and their papers, for those who keep them and those whom they concern."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from tenants.bodies import BodyMember, in_office
from tenants.roles import Permission
from web import current
from web.access import requires, signed_in
from web.catalogue import _
from web.decisions.forms import NumberForm, number_form
from web.decisions.papers import MEDIA_TYPES, file_name
from web.htmx import go, say, show
from workflows.decisions.making import number_decision
from workflows.decisions.reading import (
    FORMS,
    decisions_of,
    edition_of,
    find_decision,
    find_paper,
    keeps,
    papers_of,
    reads_drafts,
    titles_counted,
    titles_of,
    visible_codes,
)
from workflows.decisions.tables import Decision, Edition
from workflows.engine.refusals import Refusal

bp = Blueprint("decisions", __name__, url_prefix="/quyet-dinh")


@bp.get("")
@requires(Permission.DECISION_KEEP, Permission.SITTING_READ)
def all_decisions() -> ResponseReturnValue:
    """List the decisions that the visitor may see, those without a number first."""
    found = decisions_of(current.session(), viewer=current.member())
    counts = titles_counted(current.session(), found)
    return show("decisions/list.html", decisions=found, counts=counts)


@bp.get("/<code:code>")
@signed_in
def page(code: str) -> ResponseReturnValue:
    """Show a decision: whom it recognises, its papers, and what is still to be entered."""
    decision = _decision(code)
    return _page(decision, number_form(decision, _seats(decision)))


@bp.post("/<code:code>")
@requires(Permission.DECISION_KEEP)
def number(code: str) -> ResponseReturnValue:
    """Enter the clerk's number and date; from now on the decision is frozen."""
    decision = _decision(code)
    form = number_form(decision, _seats(decision))
    if not form.validate_on_submit() or form.signed_on.data is None:
        return _page(decision, form, status=422)
    try:
        number_decision(
            current.session(),
            decision,
            number=form.number.data or "",
            signed_on=form.signed_on.data,
            signer_id=_signer(form),
            actor=current.member(),
            seen_version=form.seen_version.data or 0,
        )
    except Refusal as refusal:
        return _page(decision, form, status=form.explain(refusal))
    say(_("Đã ghi số %(number)s. Máy đang lập quyết định để in và ký.", number=decision.number))
    return go(url_for("decisions.page", code=code))


@bp.get("/<code:code>/<string:edition>.<string:form>")
@signed_in
def paper(code: str, edition: str, form: str) -> ResponseReturnValue:
    """Hand out a paper of a decision to those who may have it."""
    if edition not in list(Edition) or form not in FORMS:
        abort(404)
    decision = _decision(code)
    found = find_paper(current.session(), decision, Edition(edition), form, viewer=current.member())
    if found is None:
        abort(404)
    return Response(
        bytes(found.content),
        mimetype=MEDIA_TYPES[form],
        headers={
            "Content-Disposition": f'attachment; filename="{file_name(decision, form)}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _page(decision: Decision, form: NumberForm, *, status: int = 200) -> ResponseReturnValue:
    session, member = current.session(), current.member()
    titles = titles_of(session, decision)
    edition = edition_of(decision)
    shows_papers = edition is Edition.FINAL or reads_drafts(member, decision)
    return show(
        "decisions/page.html",
        status=status,
        decision=decision,
        titles=titles,
        opens=visible_codes(session, titles, member),
        papers=papers_of(session, decision) if shows_papers else [],
        expects=len(FORMS) if shows_papers else 0,
        edition=edition,
        keeps=keeps(member, decision),
        form=form,
    )


def _decision(code: str) -> Decision:
    return find_decision(current.session(), code, viewer=current.member()) or abort(404)


def _seats(decision: Decision) -> list[BodyMember]:
    query = in_office(decision.body_id, current.today()).options(joinedload(BodyMember.person))
    return list(current.session().scalars(query))


def _signer(form: NumberForm) -> UUID:
    try:
        return UUID(form.signer.data or "")
    except ValueError as error:
        raise Refusal("signer_not_in_office", fields=["signer"]) from error
