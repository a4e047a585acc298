"""Entering the clerk's number for a notice of pilots (D4) or a review (D12)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.core import Label

from tenants.roles import Permission
from web import current
from web.access import requires
from web.catalogue import _
from web.decisions.forms import NumberForm
from web.htmx import go, say, show
from web.papers.words import paper_name
from web.sittings.loading import the_sitting
from workflows.engine.refusals import Refusal
from workflows.papers.numbering import Draft, draft_of, number_paper, signers
from workflows.papers.tables import Paper
from workflows.papers.visible import find_paper_of_sitting, find_paper_of_unit

bp = Blueprint("numbering", __name__)


class PaperNumberForm(NumberForm):
    """Number and symbol, date and signer of a notice or a report."""

    def __init__(self, *fields: Any, **given: Any) -> None:
        super().__init__(*fields, **given)
        # A field of its own would come last, in the list of what to correct as well.
        self.number.label = Label(self.number.id, _("Số và ký hiệu"))


@bp.get("/phien-hop/<code:code>/van-ban/<uuid:paper_id>/so")
@requires(Permission.DECISION_KEEP)
def ask_of_sitting(code: str, paper_id: UUID) -> ResponseReturnValue:
    """Ask for the number of a sitting's notice."""
    back = url_for("papers.of_sitting", code=code)
    return _page(_of_sitting(code, paper_id), back, PaperNumberForm(formdata=None))


@bp.post("/phien-hop/<code:code>/van-ban/<uuid:paper_id>/so")
@requires(Permission.DECISION_KEEP)
def number_of_sitting(code: str, paper_id: UUID) -> ResponseReturnValue:
    """Enter the number of a sitting's notice."""
    return _number(_of_sitting(code, paper_id), url_for("papers.of_sitting", code=code))


@bp.get("/van-ban/<uuid:paper_id>/so")
@requires(Permission.DECISION_KEEP)
def ask_of_unit(paper_id: UUID) -> ResponseReturnValue:
    """Ask for the number of a committee's review."""
    back = url_for("unit_papers.page")
    return _page(_of_unit(paper_id), back, PaperNumberForm(formdata=None))


@bp.post("/van-ban/<uuid:paper_id>/so")
@requires(Permission.DECISION_KEEP)
def number_of_unit(paper_id: UUID) -> ResponseReturnValue:
    """Enter the number of a committee's review."""
    return _number(_of_unit(paper_id), url_for("unit_papers.page"))


def _number(draft: Draft, back: str) -> ResponseReturnValue:
    form = PaperNumberForm()
    if not form.validate_on_submit() or form.signed_on.data is None:
        return _page(draft, back, form, status=422)
    try:
        row = number_paper(
            current.session(), draft, number=form.number.data or "",
            signed_on=form.signed_on.data, signer_id=form.signer_id, actor=current.member(),
        )  # fmt: skip
    except Refusal as refusal:
        status = form.explain(refusal)
        return _page(draft, back, form, status=409 if refusal.code == "paper_numbered" else status)
    say(_("Đã ghi số %(number)s. Máy đang lập bản chính để in và ký.", number=row.number))
    return go(back)


def _page(
    draft: Draft, back: str, form: PaperNumberForm, *, status: int = 200
) -> ResponseReturnValue:
    form.offer(signers(current.session(), draft, form.signed_on.data, current.today()))
    head = (draft.paper.facts or {})["head"]
    return show(
        "papers/number.html", status=status, form=form, back=back,
        name=paper_name(draft.paper.kind), sample=head["number"].partition("-")[2],
    )  # fmt: skip


def _of_sitting(code: str, paper_id: UUID) -> Draft:
    return _draft(find_paper_of_sitting(current.session(), the_sitting(code), paper_id))


def _of_unit(paper_id: UUID) -> Draft:
    session, member = current.session(), current.member()
    return _draft(find_paper_of_unit(session, paper_id, viewer=member))


def _draft(paper: Paper | None) -> Draft:
    """Return a draft that the visitor's office numbers, or 404."""
    draft = draft_of(current.session(), paper, actor=current.member()) if paper else None
    return draft or abort(404)
