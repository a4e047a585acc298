"""What the platform opened of this tenant in an emergency: told until somebody has read it."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from tenants.platform.break_glass import count_unseen, mark_seen
from tenants.platform.tables import BreakGlassOpening
from tenants.roles import Permission
from web import current
from web.access import requires
from web.catalogue import _
from web.forms import Form
from web.htmx import go, say, show

bp = Blueprint("emergencies", __name__, url_prefix="/quan-tri/mo-khan-cap")


@bp.get("")
@requires(Permission.ADMIN_READ)
def openings() -> ResponseReturnValue:
    """List who of the platform opened this tenant's pages, when and why."""
    found = current.session().scalars(
        select(BreakGlassOpening).order_by(BreakGlassOpening.began_at.desc())
    )
    return show("administration/openings.html", openings=list(found), form=Form())


@bp.post("")
@requires(Permission.EMERGENCY_SEEN)
def seen() -> ResponseReturnValue:
    """Say that the administrator has read of them all."""
    mark_seen(current.session(), actor=current.member())
    say(_("Đã ghi là đã xem."))
    return go(url_for("emergencies.openings"))


@bp.app_template_global("unseen_openings")
def unseen_openings() -> int:
    """Count what nobody of the tenant has read of yet."""
    return count_unseen(current.session())
