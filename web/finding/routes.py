"""Find cells, people and dossiers within one's own scope, while one types."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from tenants.finding import FoundUnit, find_people, find_units
from tenants.roles import Permission, Role
from tenants.text.folding import normalise
from web import current
from web.access import signed_in
from web.htmx import show
from workflows.dossiers.finding import find_dossiers, latest_codes

bp = Blueprint("finding", __name__, url_prefix="/tim")

MOST = 20
LONGEST = 100
# Who works for others reads their phones; members of a body and of a cell do not.
READS_PHONES = (
    Role.WARD_OFFICE, Role.CITY_OFFICE, Role.CITY_ORG_DEPT, Role.TENANT_ADMIN,
)  # fmt: skip


@bp.get("")
@signed_in
def search() -> ResponseReturnValue:
    """Show what was found, the nearest first."""
    asked = normalise(request.args.get("q", ""))[:LONGEST]
    if not asked:
        return show("finding/search.html", asked="", units=[], people=[], dossiers=[], links={})
    session, member, today = current.session(), current.member(), current.today()
    units = find_units(session, member, asked, on=today, limit=MOST)
    return show(
        "finding/search.html",
        asked=asked,
        units=units,
        people=find_people(session, member, asked, on=today, limit=MOST),
        dossiers=find_dossiers(session, member, asked, limit=MOST),
        links=_links(units),
        reads_phones=any(held.role in READS_PHONES for held in member.holdings),
        gives_codes=member.may(Permission.CODE_ISSUE),
    )


def _links(units: list[FoundUnit]) -> dict[UUID, str]:
    """Return where each unit leads: to its latest dossier, if the visitor may see one."""
    codes = latest_codes(current.session(), current.member(), [found.unit.id for found in units])
    return {unit_id: url_for("dossiers.overview", code=code) for unit_id, code in codes.items()}
