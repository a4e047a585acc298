"""What the tenant's administrator and the auditor look after."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tenants.roles import Permission
from tenants.staffing.vacancies import vacancies
from tenants.unit_lists import count_units
from web import current
from web.access import requires
from web.htmx import show
from workflows.campaigns.reading import campaigns_of

bp = Blueprint("administration", __name__, url_prefix="/quan-tri")


@bp.get("")
@requires(Permission.ADMIN_READ)
def home() -> ResponseReturnValue:
    """Show what an administrator looks after, and the days of the year that is open."""
    session = current.session()
    return show(
        "administration/home.html",
        campaigns=campaigns_of(session),
        counts=count_units(session),
        empty_roles=len(vacancies(session, on=current.today())),
    )
