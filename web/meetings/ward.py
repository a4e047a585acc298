"""Which cells of a ward have met, for its office; and those of a supervisor."""

from __future__ import annotations

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from tenants.roles import Permission, Role
from tenants.text.folding import search_key
from tenants.units import OrgUnit
from web import current
from web.access import requires
from web.htmx import show
from web.meetings.workbook import ward_workbook
from web.workbooks import handed_out
from workflows.campaigns.reading import campaigns_of
from workflows.logbook.reading import overdue_by_unit
from workflows.meetings.reading import OfCell, Standing, sheets_of_cells, sheets_of_ward

bp = Blueprint("ward_meetings", __name__)
BEHIND = frozenset({Standing.OVERDUE, Standing.MISSED})


@bp.get("/phuong/sinh-hoat")
@requires(Permission.WARD_YEAR)
def page() -> ResponseReturnValue:
    """Show month by month which cells have met; those behind can be picked out."""
    year, cells = _year(), _cells(_year())
    behind = [each for each in cells if is_behind(each)]
    shown = behind if request.args.get("loc") == "cham" else cells
    asked = request.args.get("tim", "").strip()
    return show(
        "meetings/ward.html",
        year=year,
        years=_years(year),
        cells=[each for each in shown if search_key(asked) in search_key(each.unit.name)],
        counts={"tat-ca": len(cells), "cham": len(behind)},
        which="cham" if request.args.get("loc") == "cham" else "tat-ca",
        search=asked,
    )


@bp.get("/phuong/sinh-hoat/danh-sach.xlsx")
@requires(Permission.WARD_YEAR)
def workbook() -> ResponseReturnValue:
    """Hand the same table out as XLSX."""
    return handed_out(ward_workbook(_cells(_year()), _year()), f"sinh-hoat-{_year()}")


@bp.get("/phu-trach")
@requires(Permission.ASSIGNED_CELLS)
def assigned() -> ResponseReturnValue:
    """Show a supervisor the cells they are in charge of, and what is late in each."""
    session, member, year = current.session(), current.member(), current.today().year
    units = member.units(Role.SUPERVISOR)
    cells = sheets_of_cells(session, member, units, year, today=current.today())
    late = overdue_by_unit(session, member, units, today=current.today())
    return show("meetings/assigned.html", year=year, cells=cells, overdue=late)


def is_behind(each: OfCell) -> bool:
    """Tell whether a cell has not written down a meeting whose day has passed."""
    return any(month.standing in BEHIND for month in each.sheet.months)


def _cells(year: int) -> list[OfCell]:
    session, member = current.session(), current.member()
    wards = session.scalars(
        select(OrgUnit).where(OrgUnit.id.in_(member.units(Role.WARD_OFFICE)))
    ).all()
    return [
        each
        for ward in wards or abort(404)
        for each in sheets_of_ward(session, member, ward.id, year, today=current.today())
    ]


def _year() -> int:
    asked = request.args.get("nam", 0, type=int)
    return asked if 2000 <= asked <= 2100 else current.today().year


def _years(year: int) -> list[int]:
    known = {campaign.year for campaign in campaigns_of(current.session())}
    return sorted({*known, year, current.today().year}, reverse=True)
