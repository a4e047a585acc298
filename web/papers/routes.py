"""The papers of dossiers and sittings, for whoever may read them."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from flask import Blueprint, Response, abort
from flask.typing import ResponseReturnValue

from tenants.roles import Permission
from web import current
from web.access import requires, signed_in
from web.dossiers.loading import the_dossier
from web.htmx import show
from web.papers.words import MEDIA_TYPES, file_name, form_word, paper_name
from web.sittings.loading import the_sitting
from workflows.papers.copies import may_give_back
from workflows.papers.numbering import draft_of
from workflows.papers.tables import Origin, Paper
from workflows.papers.visible import (
    find_paper_of_dossier,
    find_paper_of_sitting,
    papers_of_agenda,
    papers_of_dossier,
    papers_of_sitting,
)
from workflows.sittings.reading import may_record

bp = Blueprint("papers", __name__)
bp.add_app_template_filter(paper_name, "paper_name")
bp.add_app_template_filter(form_word, "form_word")


@bp.get("/ho-so/<string:code>/van-ban")
@signed_in
def of_dossier(code: str) -> ResponseReturnValue:
    """List a dossier's papers; those that are being made say so."""
    dossier = the_dossier(code)
    member = current.member()
    papers = papers_of_dossier(current.session(), dossier, viewer=member)
    given_back = {
        paper.id
        for paper in papers
        if paper.origin is Origin.MADE and may_give_back(member, paper, dossier)
    }
    return show(
        "papers/of_dossier.html",
        dossier=dossier,
        papers=in_forms(papers),
        given_back=given_back,
        numbers=set(),
    )


@bp.get("/ho-so/<string:code>/van-ban/<uuid:paper_id>")
@signed_in
def file(code: str, paper_id: UUID) -> ResponseReturnValue:
    """Hand out one paper as a file."""
    dossier = the_dossier(code)
    paper = find_paper_of_dossier(current.session(), dossier, paper_id, viewer=current.member())
    if paper is None or paper.content is None:
        abort(404)
    return handed_out(paper, dossier.code)


@bp.get("/phien-hop/<code:code>/van-ban")
@requires(Permission.SITTING_READ)
def of_sitting(code: str) -> ResponseReturnValue:
    """List a sitting's papers; those that are being made say so."""
    sitting, session, member = the_sitting(code), current.session(), current.member()
    papers = papers_of_sitting(session, sitting)
    records = may_record(member, sitting)
    given_back = {paper.id for paper in papers if records and paper.origin is Origin.MADE}
    return show(
        "papers/of_sitting.html", sitting=sitting, papers=in_forms(papers), given_back=given_back,
        numbers={paper.id for paper in papers if draft_of(session, paper, actor=member)},
        bundles=papers_of_agenda(session, sitting, "D20", viewer=member),
        notices=papers_of_agenda(session, sitting, "D16", viewer=member),
    )  # fmt: skip


@bp.get("/phien-hop/<code:code>/van-ban/<uuid:paper_id>")
@requires(Permission.SITTING_READ)
def sitting_file(code: str, paper_id: UUID) -> ResponseReturnValue:
    """Hand out one paper of a sitting as a file."""
    sitting = the_sitting(code)
    paper = find_paper_of_sitting(current.session(), sitting, paper_id)
    if paper is None or paper.content is None:
        abort(404)
    return handed_out(paper, sitting.code)


def in_forms(papers: list[Paper]) -> list[list[Paper]]:
    """Put the forms of each paper together, the latest paper first."""
    groups = [list(forms) for _same, forms in groupby(papers, key=_identity)][::-1]
    # A signed scan is the truth: it stands before what was made of the same paper.
    return sorted(groups, key=lambda forms: forms[0].origin is not Origin.SIGNED)


def handed_out(paper: Paper, code: str) -> Response:
    """Answer with a paper as a file to keep; its name says which one it is."""
    return Response(
        bytes(paper.content or b""),
        mimetype=MEDIA_TYPES[paper.form],
        headers={"Content-Disposition": f'attachment; filename="{file_name(paper, code)}"'},
    )


def _identity(paper: Paper) -> tuple[str, str, str, str]:
    return (paper.kind, paper.part, paper.edition, f"{paper.origin} {paper.upload}")
