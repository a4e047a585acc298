"""Targets of many cells: added up, cell by cell, as a list and as XLSX."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from tenants.roles import Permission
from tenants.text.folding import search_key
from web import current
from web.access import requires
from web.asked import row_named
from web.htmx import show
from web.targets.workbook import sums_workbook, targets_workbook
from web.workbooks import handed_out
from workflows.campaigns.reading import campaigns_of
from workflows.campaigns.tables import Campaign
from workflows.targets.reading import OfCell, sums_of, targets_seen

bp = Blueprint("target_sums", __name__, url_prefix="/chi-tieu")


@bp.get("")
@requires(Permission.WARD_INBOX, Permission.CITY_INBOX, Permission.PROGRESS_READ)
def page() -> ResponseReturnValue:
    """Show the sums of a year, and one target cell by cell."""
    campaigns = list(campaigns_of(current.session()))
    campaign = _campaign(campaigns)
    seen = _seen(campaign)
    search = request.args.get("tim", "").strip()
    chosen = request.args.get("chi-tieu", "")
    cells = [each for each in seen if each.target.name_key == chosen]
    wards = {each.dossier.committee_id for each in seen}
    return show(
        "targets/sums.html",
        campaigns=campaigns,
        campaign=campaign,
        sums=[each for each in sums_of(seen) if search_key(search) in search_key(each.name)],
        target_key=chosen,
        cells=cells,
        search=search,
        ward_id=_ward_id(),
        many_wards=len(wards) > 1,
    )


@bp.get("/tong-hop.xlsx")
@requires(Permission.WARD_INBOX, Permission.CITY_INBOX, Permission.PROGRESS_READ)
def workbook() -> ResponseReturnValue:
    """Hand out the sums, as XLSX."""
    campaign = _campaign(list(campaigns_of(current.session()))) or abort(404)
    return handed_out(sums_workbook(sums_of(_seen(campaign))), f"chi-tieu-tong-hop-{campaign.year}")


@bp.get("/chi-tiet.xlsx")
@requires(Permission.WARD_INBOX, Permission.CITY_INBOX, Permission.PROGRESS_READ)
def lines() -> ResponseReturnValue:
    """Hand out every line behind the sums, as XLSX."""
    campaign = _campaign(list(campaigns_of(current.session()))) or abort(404)
    return handed_out(targets_workbook(_seen(campaign)), f"chi-tieu-tung-chi-bo-{campaign.year}")


def _campaign(campaigns: list[Campaign]) -> Campaign | None:
    wanted = request.args.get("nam", "")
    named = [each for each in campaigns if str(each.year) == wanted]
    return next(iter(named or campaigns), None)


def _seen(campaign: Campaign | None) -> list[OfCell]:
    if campaign is None:
        return []
    return targets_seen(current.session(), current.member(), campaign.id, committee_id=_ward_id())


def _ward_id() -> UUID | None:
    return row_named(request.args.get("phuong"))
