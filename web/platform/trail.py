"""What was done on the platform, the newest first."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from tenants.platform.tables import PlatformEvent
from web import current
from web.access import for_platform
from web.asked import number_asked
from web.htmx import show
from web.platform.words import EVENTS

bp = Blueprint("platform_trail", __name__, url_prefix="/nhat-ky")
PAGE = 50


@bp.get("")
@for_platform
def trail() -> ResponseReturnValue:
    """Show a page of the platform's trail, of one kind of act if asked."""
    kind = request.args.get("viec", "")
    before = number_asked("truoc")
    wanted = select(PlatformEvent).order_by(PlatformEvent.seq.desc()).limit(PAGE + 1)
    if kind in EVENTS:
        wanted = wanted.where(PlatformEvent.kind == kind)
    if before is not None:
        wanted = wanted.where(PlatformEvent.seq < before)
    events = list(current.session().scalars(wanted))
    return show(
        "platform/trail.html",
        events=events[:PAGE],
        older=events[PAGE - 1].seq if len(events) > PAGE else None,
        kind=kind if kind in EVENTS else "",
        kinds=EVENTS,
    )
