"""The book of numbers of each committee that the visitor keeps papers for."""

from __future__ import annotations

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select

from tenants.members import Member
from tenants.roles import Permission, Role
from tenants.units import OrgUnit, kept_by
from web import current
from web.access import requires
from web.catalogue import _
from web.htmx import show
from web.number_books.words import finding_words, paper_words
from web.workbooks import handed_out, workbook_of
from workflows.papers.number_books import book_of
from workflows.papers.numbers import Series, series_of

bp = Blueprint("number_books", __name__, url_prefix="/so-van-ban")
bp.add_app_template_filter(finding_words)
bp.add_app_template_filter(paper_words)
KEEPERS = (Role.WARD_OFFICE, Role.CITY_OFFICE, Role.CITY_ORG_DEPT)


@bp.get("")
@requires(Permission.DECISION_KEEP, Permission.SITTING_PREPARE)
def books() -> ResponseReturnValue:
    """Show every series of numbers, and where one is given twice, missing or out of order."""
    return show("number_books/books.html", books=_books(current.member()))


@bp.get("/so-van-ban.xlsx")
@requires(Permission.DECISION_KEEP, Permission.SITTING_PREPARE)
def workbook() -> Response:
    """Hand out the same as XLSX."""
    headings = (
        (_("Đơn vị"), 32), (_("Nhiệm kỳ"), 14), (_("Loại"), 14), (_("Số"), 18), (_("Ngày"), 14),
        (_("Văn bản"), 34), (_("Cần xem lại"), 60),
    )  # fmt: skip
    rows = [
        (
            unit.name, _("%(first)s–%(last)s", first=series.term, last=series.term + 5),
            series.symbol, paper.number, paper.day, paper_words(paper.what),
            " ".join(finding_words(each) for each in series.findings if each.papers[-1] == paper),
        )
        for unit, listed in _books(current.member())
        for series in listed
        for paper in series.papers
    ]  # fmt: skip
    return handed_out(workbook_of(_("Số văn bản"), headings, rows), "so-van-ban")


def _books(member: Member) -> list[tuple[OrgUnit, list[Series]]]:
    session, own = current.session(), member.units(*KEEPERS)
    units = session.scalars(
        select(OrgUnit)
        .where(or_(OrgUnit.id.in_(own), OrgUnit.id.in_(kept_by(own))))
        .order_by(OrgUnit.valid_to.is_not(None), OrgUnit.sort_key)
    )
    books = [(unit, series_of(book_of(session, unit.id))) for unit in units]
    return [(unit, listed) for unit, listed in books if listed or unit.valid_to is None]
