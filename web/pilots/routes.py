"""Pilots beside the rest: a page for ward and city, and as XLSX."""

from __future__ import annotations

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from tenants.roles import Permission
from web import current
from web.access import requires
from web.catalogue import _
from web.htmx import show
from web.workbooks import Cell, handed_out, workbook_of
from workflows.campaigns.reading import campaigns_of
from workflows.campaigns.tables import Campaign
from workflows.pilots.comparing import Compared, Figures, compare_pilots, pilots_seen

bp = Blueprint("pilots", __name__, url_prefix="/lam-diem")


@bp.get("")
@requires(Permission.PROGRESS_READ)
def page() -> ResponseReturnValue:
    """Show the pilots of a year beside the other cells, ward by ward."""
    session, member = current.session(), current.member()
    campaigns = list(campaigns_of(session))
    campaign = _campaign(campaigns)
    return show(
        "pilots/compared.html",
        campaigns=campaigns,
        campaign=campaign,
        rows=compare_pilots(session, member, campaign.id) if campaign else [],
        pilots=pilots_seen(session, member, campaign.id) if campaign else [],
    )


@bp.get("/so-sanh.xlsx")
@requires(Permission.PROGRESS_READ)
def workbook() -> ResponseReturnValue:
    """Hand the comparison out, as XLSX."""
    session = current.session()
    campaign = _campaign(list(campaigns_of(session))) or abort(404)
    rows = compare_pilots(session, current.member(), campaign.id)
    content = workbook_of(
        _("Làm điểm %(year)s", year=campaign.year),
        [
            (_("Đơn vị"), 34), (_("Nhóm"), 14), (_("Số chi bộ"), 10),
            (_("Đã nộp tự đánh giá"), 16), (_("Điểm thẩm định bình quân"), 16),
            (_("Đủ điều kiện"), 12), (_("Được công nhận"), 14), (_("Tỷ lệ công nhận, %"), 14),
            (_("Giấy khen"), 10),
        ],
        [_cells(row, figures, words) for row in rows for figures, words in _groups(row)],
    )  # fmt: skip
    return handed_out(content, f"lam-diem-{campaign.year}")


def _groups(row: Compared) -> list[tuple[Figures, str]]:
    return [(row.pilots, _("Làm điểm")), (row.rest, _("Còn lại"))]


def _cells(row: Compared, figures: Figures, words: str) -> list[Cell]:
    return [
        row.ward.name if row.ward else _("Tất cả"), words, figures.cells, figures.assessed,
        figures.score, figures.eligible, figures.recognized, figures.share, figures.merit,
    ]  # fmt: skip


def _campaign(campaigns: list[Campaign]) -> Campaign | None:
    wanted = request.args.get("nam", "")
    named = [each for each in campaigns if str(each.year) == wanted]
    return next(iter(named or campaigns), None)
