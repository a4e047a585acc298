"""Where an office begins: five things to do, and the next of them."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tenants.roles import Permission
from web import current
from web.access import requires
from web.htmx import show
from web.onboarding.checklist import steps_of

bp = Blueprint("onboarding", __name__, url_prefix="/quan-tri/bat-dau")


@bp.get("")
@requires(Permission.ADMIN_READ)
def start() -> ResponseReturnValue:
    """Show what has to be done, and how far it is."""
    steps = steps_of(current.session())
    return show(
        "onboarding/start.html",
        steps=steps,
        following=next((step for step in steps if not step.is_done), None),
        may_import=current.member().may(Permission.LIST_IMPORT),
    )
