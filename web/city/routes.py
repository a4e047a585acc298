"""The overview of a whole committee."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from tenants.roles import Permission
from web import current
from web.access import requires
from web.city.funnel import funnel_of
from web.htmx import show
from web.lists.chips import chips_of
from workflows.campaigns.reading import year_shown
from workflows.decisions.waiting import waits_of
from workflows.dossiers.progress import progress_by_ward
from workflows.dossiers.sent_up import wards_waiting
from workflows.tasks.inbox import CITY_WORK

TO_DO = ("can-toi-xem", "phuong-chua-gui", "dang-tham-dinh", "cho-hop")

bp = Blueprint("city", __name__, url_prefix="/thanh-pho")


@bp.get("")
@requires(Permission.CITY_INBOX)
def overview() -> ResponseReturnValue:
    """Show the funnel, what waits for the visitor, and how far each ward is."""
    session, member = current.session(), current.member()
    years = year_shown(session, request.args.get("nam", type=int))
    wards = progress_by_ward(session, member, year=years.year)
    return show(
        "city/overview.html",
        wards=wards,
        funnel=funnel_of(wards),
        years=years,
        chips=[
            chip
            for chip in chips_of(session, member, CITY_WORK, year=years.year)
            if chip.work.word in TO_DO
        ],
        waiting=wards_waiting(session, member),
        decisions=waits_of(session, member),
    )
