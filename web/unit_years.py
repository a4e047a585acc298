"""Whose year a page is about: meetings, the logbook and what else hangs on a unit and a year."""

from __future__ import annotations

from flask import abort, request
from sqlalchemy import select

from tenants.roles import Role
from tenants.units import OrgUnit
from web import current
from web.evidence.whose import Whose, store_of, the_store
from workflows.dossiers.own import cells_of


def the_unit_year() -> Whose | None:
    """Return the year that the address names, or that of the visitor's only cell.

    Nothing is returned for those who lead or supervise several cells and named none.
    """
    if request.args.get("ma"):
        return the_store()
    cells = cells_here()
    if not cells:
        abort(404)
    return store_of(cells[0], request.args.get("nam", "")) if len(cells) == 1 else None


def cells_here() -> list[OrgUnit]:
    """List the cells that the visitor leads or is in charge of, in Vietnamese order."""
    session, member = current.session(), current.member()
    supervised = member.units(Role.SUPERVISOR)
    if not supervised:
        return cells_of(session, member)
    wanted = {*supervised, *member.units(Role.CELL_SECRETARY, Role.CELL_DEPUTY)}
    return list(
        session.scalars(
            select(OrgUnit).where(OrgUnit.id.in_(wanted)).order_by(OrgUnit.sort_key, OrgUnit.id)
        )
    )
