"""The overview of a whole committee."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tenants.roles import Permission
from web import current
from web.access import requires
from web.city.funnel import funnel_of
from web.htmx import show
from web.lists.chips import chips_of
from workflows.dossiers.progress import progress_by_ward
from workflows.dossiers.sent_up import wards_waiting
from workflows.tasks.inbox import CITY_WORK

bp = Blueprint("city", __name__, url_prefix="/thanh-pho")


@bp.get("")
@requires(Permission.CITY_INBOX)
def overview() -> ResponseReturnValue:
    """Show the funnel, what waits for the visitor, and how far each ward is."""
    session, member = current.session(), current.member()
    wards = progress_by_ward(session, member)
    return show(
        "city/overview.html",
        wards=wards,
        funnel=funnel_of(wards),
        chips=chips_of(session, member, CITY_WORK),
        waiting=wards_waiting(session, member),
    )
