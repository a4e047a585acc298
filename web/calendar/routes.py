"""The working-day calendar: what everybody has, and what this tenant adds or swaps."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, abort, url_for
from flask.typing import ResponseReturnValue

from tenants.own_days import OwnDayError, remove_own_day, set_own_days
from tenants.roles import Permission
from tenants.text.dates import show_date
from tenants.working_days import DayKind
from web import current
from web.access import requires
from web.asked import number_asked
from web.calendar.forms import OwnDaysForm
from web.calendar.lines import lines_of, working_days_by_month
from web.calendar.workbook import calendar_workbook
from web.catalogue import _
from web.forms import Form
from web.htmx import go, say, show
from web.lists.workbook import XLSX

bp = Blueprint("calendar", __name__, url_prefix="/quan-tri/lich")

YEARS = range(2015, 2100)


@bp.get("")
@requires(Permission.ADMIN_READ)
def days() -> ResponseReturnValue:
    """Show the days off of a year, and the days that were swapped."""
    return _page(_year(), OwnDaysForm(formdata=None))


@bp.get("/danh-sach.xlsx")
@requires(Permission.ADMIN_READ)
def workbook() -> ResponseReturnValue:
    """Hand out the same list as XLSX."""
    year = _year()
    return Response(
        calendar_workbook(lines_of(current.session(), year)),
        mimetype=XLSX,
        headers={"Content-Disposition": f'attachment; filename="lich-{year}.xlsx"'},
    )


@bp.post("")
@requires(Permission.CALENDAR_KEEP)
def add() -> ResponseReturnValue:
    """Enter days of the tenant's own."""
    form = OwnDaysForm()
    if not form.validate_on_submit() or form.first.data is None:
        return _page(_year(), form, status=422)
    first, last = form.first.data, form.last.data or form.first.data
    try:
        changed = set_own_days(
            current.session(), first, last, DayKind(form.kind.data),
            words=form.words.data or "", actor=current.member(),
        )  # fmt: skip
    except OwnDayError as error:
        form.refuse(error)
        return _page(_year(), form, status=422)
    say(_("Đã ghi %(n)s ngày vào lịch. Các hạn tính từ nay theo lịch này.", n=len(changed)))
    return go(url_for("calendar.days", nam=first.year))


@bp.post("/<string:day>/bo")
@requires(Permission.CALENDAR_KEEP)
def remove(day: str) -> ResponseReturnValue:
    """Take out what the tenant had said of a day."""
    which = _day(day)
    if not remove_own_day(current.session(), which, actor=current.member()):
        abort(404)
    say(_("Đã bỏ ngày %(day)s khỏi lịch riêng.", day=show_date(which)))
    return go(url_for("calendar.days", nam=which.year))


def _page(year: int, form: OwnDaysForm, *, status: int = 200) -> ResponseReturnValue:
    session = current.session()
    return show(
        "calendar/days.html",
        status=status,
        year=year,
        years=[near for near in (year - 1, year, year + 1) if near in YEARS],
        lines=lines_of(session, year),
        months=working_days_by_month(session, year),
        keeps=current.member().may(Permission.CALENDAR_KEEP),
        form=form,
        plain=Form(),
    )


def _year() -> int:
    asked = number_asked("nam")
    return asked if asked is not None and asked in YEARS else current.today().year


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return abort(404)
