"""A ward's own cells: who leads them, who watches over them, and handing a role over."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from tenants.members import Member
from tenants.people import Membership, Person
from tenants.roles import Permission, Role
from tenants.staffing.lists import StaffedCell, Who, comrades_for, count_unled, staffed_cells
from tenants.staffing.offices import end_role, give_role, hand_over
from tenants.staffing.people import add_comrade
from tenants.staffing.refusals import StaffingRefusedError
from tenants.text.phones import show_phone
from tenants.units import OrgUnit
from web import current
from web.access import requires
from web.catalogue import _
from web.htmx import go, say, show
from web.people.forms import CellRoleForm, EndForm, person_choices, role_choices
from web.people.reading import kept_cell, kept_membership, known_person
from web.people.refusals import REFUSED, explain
from web.words import in_own_words
from web.workbooks import Cell, handed_out, workbook_of

bp = Blueprint("cells", __name__, url_prefix="/phuong/chi-bo")

MOST_SHOWN = 100
COLUMNS = (Role.CELL_SECRETARY, Role.CELL_DEPUTY, Role.SUPERVISOR)


@bp.get("")
@requires(Permission.PEOPLE_KEEP)
def cells() -> ResponseReturnValue:
    """Show the cells with their people, and what they lack."""
    found = _found(after=request.args.get("sau", ""), limit=MOST_SHOWN + 1)
    shown = found[:MOST_SHOWN]
    return show(
        "people/cells.html",
        cells=shown,
        next=shown[-1].cell.code if len(found) > len(shown) else None,
        search=request.args.get("tim", "").strip(),
        lacking=count_unled(current.session(), current.member(), on=current.today()),
        columns=COLUMNS,
    )


@bp.get("/danh-sach.xlsx")
@requires(Permission.PEOPLE_KEEP)
def workbook() -> Response:
    """Hand out the cells that the page shows as XLSX."""
    headings = (
        (_("Mã"), 24), (_("Chi bộ"), 36), (_("Đơn vị"), 30), (_("Bí thư"), 28),
        (_("Số điện thoại"), 16), (_("Đăng nhập lần cuối"), 18), (_("Phó Bí thư"), 34),
        (_("Phụ trách"), 34),
    )  # fmt: skip
    content = workbook_of(_("Chi bộ"), headings, (_row(cell) for cell in _found()))
    return handed_out(content, "chi-bo")


@bp.get("/<slug:code>")
@requires(Permission.PEOPLE_KEEP)
def cell(code: str) -> ResponseReturnValue:
    """Show one cell with its people, and the forms that change them."""
    return _page(kept_cell(code))


@bp.post("/<slug:code>/vai")
@requires(Permission.PEOPLE_KEEP)
def give(code: str) -> ResponseReturnValue:
    """Give somebody a role in the cell, a newcomer as well."""
    unit = kept_cell(code)
    form = _form(unit, CellRoleForm())
    if not form.validate_on_submit():
        return _page(unit, status=422, giving=form)
    try:
        person = _person_of(form, current.member())
        give_role(
            current.session(), person, _role_of(form), unit=unit,
            since=form.since.data or current.today(), actor=current.member(),
        )  # fmt: skip
    except REFUSED as error:
        return _page(unit, status=explain(form, error), giving=form)
    say(_("Đã giao vai cho đồng chí %(name)s.", name=person.name))
    return go(url_for("cells.cell", code=code))


@bp.get("/<slug:code>/ban-giao/<uuid:membership_id>")
@requires(Permission.PEOPLE_KEEP)
def ask_successor(code: str, membership_id: UUID) -> ResponseReturnValue:
    """Ask who takes a role over, and from which day."""
    unit = kept_cell(code)
    held = kept_membership(membership_id, unit=unit)
    return _hand_over_page(unit, held, _form(unit, CellRoleForm(formdata=None)))


@bp.post("/<slug:code>/ban-giao/<uuid:membership_id>")
@requires(Permission.PEOPLE_KEEP)
def pass_on(code: str, membership_id: UUID) -> ResponseReturnValue:
    """Hand the role over: the one ends, the other begins, tasks go along."""
    unit = kept_cell(code)
    held = kept_membership(membership_id, unit=unit)
    form = _form(unit, CellRoleForm())
    form.role.validators = ()
    if not form.validate_on_submit():
        return _hand_over_page(unit, held, form, status=422)
    try:
        successor = _person_of(form, current.member())
        hand_over(
            current.session(), held, successor, on=form.since.data or current.today(),
            actor=current.member(),
        )  # fmt: skip
    except REFUSED as error:
        return _hand_over_page(unit, held, form, status=explain(form, error))
    say(
        _(
            "Đã bàn giao cho đồng chí %(name)s. Máy của đồng chí %(former)s đã đăng xuất.",
            name=successor.name,
            former=held.person.name,
        )
    )
    return go(url_for("cells.cell", code=code))


@bp.post("/<slug:code>/thoi/<uuid:membership_id>")
@requires(Permission.PEOPLE_KEEP)
def end(code: str, membership_id: UUID) -> ResponseReturnValue:
    """End a role in the cell."""
    unit = kept_cell(code)
    held = kept_membership(membership_id, unit=unit)
    form = EndForm()
    if not form.validate_on_submit():
        return _page(unit, status=422, ending=form)
    try:
        end_role(
            current.session(), held, last=form.last.data or current.today(),
            reason=form.reason.data or "", actor=current.member(),
        )  # fmt: skip
    except REFUSED as error:
        return _page(unit, status=explain(form, error), ending=form)
    say(_("Đã ghi ngày thôi giữ vai."))
    return go(url_for("cells.cell", code=code))


def _found(*, after: str = "", limit: int | None = None) -> list[StaffedCell]:
    return staffed_cells(
        current.session(),
        current.member(),
        on=current.today(),
        search=request.args.get("tim", "").strip(),
        after=after,
        limit=limit,
    )


def _page(
    unit: OrgUnit,
    *,
    status: int = 200,
    giving: CellRoleForm | None = None,
    ending: EndForm | None = None,
) -> ResponseReturnValue:
    (staffed,) = staffed_cells(
        current.session(), current.member(), on=current.today(), code=unit.code
    )
    giving = giving or _form(unit, CellRoleForm(formdata=None))
    ending = ending or EndForm(formdata=None, last=current.today())
    return show(
        "people/cell.html",
        status=status,
        staffed=staffed,
        columns=COLUMNS,
        giving=giving,
        ending=ending,
    )


def _hand_over_page(
    unit: OrgUnit, held: Membership, form: CellRoleForm, *, status: int = 200
) -> ResponseReturnValue:
    return show("people/hand_over.html", status=status, unit=unit, held=held, form=form)


def _form(unit: OrgUnit, form: CellRoleForm) -> CellRoleForm:
    form.role.choices = role_choices(COLUMNS)
    form.known.choices = person_choices(comrades_for(current.session(), unit, on=current.today()))
    form.known.label.text = in_own_words(str(form.known.label.text))
    if not form.is_submitted():
        form.since.data = current.today()
        form.role.data = request.args.get("vai", "")
    return form


def _role_of(form: CellRoleForm) -> Role:
    if form.role.data not in COLUMNS:
        raise StaffingRefusedError("missing", fields=["role"])
    return Role(form.role.data)


def _person_of(form: CellRoleForm, actor: Member) -> Person:
    """Return who was chosen, or add the newcomer who was written down."""
    if form.known.data:
        person = known_person(form.known.data)
        if person is None:
            raise StaffingRefusedError("no_such_person", fields=["known"])
        return person
    if not form.name.data or not form.phone.data:
        missing = [name for name in ("name", "phone") if not form[name].data]
        raise StaffingRefusedError("missing", fields=missing)
    return add_comrade(
        current.session(), form.name.data, phone=form.phone.data, post="", actor=actor
    )


def _row(staffed: StaffedCell) -> tuple[Cell, ...]:
    secretary = next(iter(staffed.having(Role.CELL_SECRETARY)), None)
    return (
        staffed.cell.code,
        staffed.cell.name,
        staffed.cell.parent.name if staffed.cell.parent else "",
        secretary.person.name if secretary else "",
        show_phone(secretary.phone) if secretary and secretary.phone else "",
        secretary.last_seen if secretary else None,
        _names(staffed.having(Role.CELL_DEPUTY)),
        _names(staffed.having(Role.SUPERVISOR)),
    )


def _names(people: list[Who]) -> str:
    return ", ".join(who.person.name for who in people)
