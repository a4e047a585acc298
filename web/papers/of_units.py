"""A committee's own papers: the list of registrations, the review, the book of awards."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue

from tenants.roles import Permission
from web import current
from web.access import requires
from web.asked import number_asked
from web.catalogue import _
from web.certificates.forms import PressForm
from web.htmx import go, say, show
from web.papers.routes import handed_out, in_forms
from web.papers.words import paper_name
from workflows.campaigns.reading import campaigns_of
from workflows.campaigns.tables import Campaign
from workflows.papers.numbering import draft_of
from workflows.papers.of_units import (
    OF_COMMITTEES,
    have_made,
    keeps_book,
    keeps_paper,
    office_of,
)
from workflows.papers.tables import Origin
from workflows.papers.visible import find_paper_of_unit, papers_of_units

bp = Blueprint("unit_papers", __name__, url_prefix="/van-ban")


@bp.get("")
@requires(Permission.EVENT_READ)
def page() -> ResponseReturnValue:
    """List the papers of a year, and offer to have them made of what is known now."""
    session, member = current.session(), current.member()
    campaigns = campaigns_of(session)
    campaign = _campaign(campaigns)
    papers = papers_of_units(session, campaign.id, viewer=member) if campaign else []
    return show(
        "papers/of_units.html",
        campaigns=campaigns,
        campaign=campaign,
        papers=in_forms(papers),
        given_back={
            paper.id
            for paper in papers
            if paper.origin is Origin.MADE and keeps_paper(session, member, paper)
        },
        numbers={paper.id for paper in papers if draft_of(session, paper, actor=member)},
        kinds=_offered(),
        press=PressForm(formdata=None),
    )


@bp.post("/<int:year>/<string:kind>")
@requires(Permission.EVENT_KEEP)
def make(year: int, kind: str) -> ResponseReturnValue:
    """Have one of the papers made of what is known now."""
    campaign = next((each for each in campaigns_of(current.session()) if each.year == year), None)
    if campaign is None or kind not in _offered() or not PressForm().validate_on_submit():
        abort(404)
    have_made(current.session(), kind, campaign, actor=current.member())
    say(_("Máy đang lập «%(name)s», xong sẽ hiện ở đây.", name=paper_name(kind)))
    return go(url_for("unit_papers.page", nam=year))


@bp.get("/<uuid:paper_id>")
@requires(Permission.EVENT_READ)
def file(paper_id: UUID) -> ResponseReturnValue:
    """Hand out one paper as a file."""
    found = find_paper_of_unit(current.session(), paper_id, viewer=current.member())
    if found is None or found.content is None:
        abort(404)
    return handed_out(found, "")


def _offered() -> list[str]:
    """List the papers that the visitor may have made; a book is of those who grant."""
    office = office_of(current.session(), current.member())
    if office is None:
        return []
    book = keeps_book(current.session(), office)
    return [kind for kind in OF_COMMITTEES if kind != "D18" or book]


def _campaign(campaigns: list[Campaign]) -> Campaign | None:
    year = number_asked("nam")
    return next((each for each in campaigns if each.year == year), next(iter(campaigns), None))
