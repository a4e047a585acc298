"""Bodies: who sits on each, from when to when, and who sat there on any day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants.bodies import Body, Seat
from tenants.people import Membership, Person
from tenants.roles import Permission
from tenants.staffing.bodies import (
    count_seat,
    former_seats,
    found_body,
    leave_seat,
    list_bodies,
    roll,
    take_seat,
)
from tenants.staffing.refusals import StaffingRefusedError
from tenants.text.dates import BadDateError, parse_date
from tenants.units import OrgUnit, UnitKind
from web import current
from web.access import requires
from web.catalogue import _
from web.htmx import go, say, show
from web.people.forms import (
    SEATS,
    BodyForm,
    EndForm,
    ReasonForm,
    SeatForm,
    person_choices,
    seat_choices,
)
from web.people.reading import known_person
from web.people.refusals import REFUSED, explain

bp = Blueprint("bodies", __name__, url_prefix="/quan-tri/ban-thuong-vu")


@bp.app_template_filter("seat_word")
def seat_word(seat: Seat) -> str:
    """Return what a place on a body is called."""
    return str(SEATS[Seat(seat)])


@bp.get("")
@requires(Permission.ADMIN_READ)
def bodies() -> ResponseReturnValue:
    """Show the bodies and how many sit on each."""
    return _list(BodyForm(formdata=None))


@bp.post("")
@requires(Permission.UNIT_KEEP)
def found() -> ResponseReturnValue:
    """Give a unit its body."""
    form = BodyForm()
    units = {unit.code: unit for unit in _units_without_a_body()}
    if not form.validate_on_submit():
        return _list(form, status=422)
    unit = units.get(form.unit.data)
    try:
        if unit is None:
            raise StaffingRefusedError("missing", fields=["unit"])
        found_body(current.session(), unit, form.name.data or "", actor=current.member())
    except REFUSED as error:
        return _list(form, status=explain(form, error))
    say(_("Đã lập %(name)s.", name=form.name.data))
    return go(url_for("bodies.body", code=unit.code))


@bp.get("/<slug:code>")
@requires(Permission.ADMIN_READ)
def body(code: str) -> ResponseReturnValue:
    """Show who sits on a body, or who sat there on a day."""
    return _page(_body(code))


@bp.post("/<slug:code>/uy-vien")
@requires(Permission.UNIT_KEEP)
def seat(code: str) -> ResponseReturnValue:
    """Give somebody a seat."""
    found_here, form = _body(code), SeatForm()
    _offer(form, found_here)
    if not form.validate_on_submit():
        return _page(found_here, status=422, seating=form)
    person = known_person(form.person.data)
    try:
        if person is None:
            raise StaffingRefusedError("no_such_person", fields=["person"])
        if form.seat.data not in set(Seat):
            raise StaffingRefusedError("missing", fields=["seat"])
        take_seat(
            current.session(), found_here, person, seat=Seat(form.seat.data),
            post=form.post.data or "", since=form.since.data or current.today(),
            actor=current.member(),
        )  # fmt: skip
    except REFUSED as error:
        return _page(found_here, status=explain(form, error), seating=form)
    say(_("Đã ghi đồng chí %(name)s.", name=person.name))
    return go(url_for("bodies.body", code=code))


@bp.post("/<slug:code>/uy-vien/<uuid:seat_id>/thoi")
@requires(Permission.UNIT_KEEP)
def unseat(code: str, seat_id: UUID) -> ResponseReturnValue:
    """End a seat with a last day."""
    found_here, form = _body(code), EndForm()
    if not form.validate_on_submit():
        return _page(found_here, status=422, ending=form)
    try:
        leave_seat(
            current.session(), found_here, seat_id, last=form.last.data or current.today(),
            actor=current.member(),
        )  # fmt: skip
    except REFUSED as error:
        return _page(found_here, status=explain(form, error), ending=form)
    say(_("Đã ghi ngày thôi tham gia."))
    return go(url_for("bodies.body", code=code))


@bp.post("/<slug:code>/uy-vien/<uuid:seat_id>/<any('khong-tinh', 'tinh-lai'):word>")
@requires(Permission.UNIT_KEEP)
def count(code: str, seat_id: UUID, word: str) -> ResponseReturnValue:
    """Leave a seat out of the roll, with a reason, or count it again."""
    found_here, form = _body(code), ReasonForm()
    if not form.validate_on_submit():
        return _page(found_here, status=422, counting=form)
    try:
        count_seat(
            current.session(), found_here, seat_id, counted=word == "tinh-lai",
            reason=form.reason.data or "", actor=current.member(),
        )  # fmt: skip
    except REFUSED as error:
        return _page(found_here, status=explain(form, error), counting=form)
    say(_("Đã lưu."))
    return go(url_for("bodies.body", code=code))


def _list(form: BodyForm, *, status: int = 200) -> ResponseReturnValue:
    units = _units_without_a_body()
    form.unit.choices = [("", _("Chọn đơn vị"))] + [(unit.code, unit.name) for unit in units]
    return show(
        "people/bodies.html",
        status=status,
        bodies=list_bodies(current.session(), on=current.today()),
        form=form,
        lacking=units,
        may_change=current.member().may(Permission.UNIT_KEEP),
    )


def _units_without_a_body() -> list[OrgUnit]:
    having = select(Body.unit_id)
    return list(
        current.session().scalars(
            select(OrgUnit)
            .where(
                OrgUnit.kind.in_([UnitKind.UPPER_COMMITTEE, UnitKind.WARD_COMMITTEE]),
                OrgUnit.valid_to.is_(None),
                OrgUnit.id.not_in(having),
            )
            .order_by(OrgUnit.sort_key, OrgUnit.code)
        )
    )


def _body(code: str) -> Body:
    found_here = current.session().scalar(
        select(Body)
        .join(OrgUnit, OrgUnit.id == Body.unit_id)
        .where(OrgUnit.code == code)
        .options(joinedload(Body.unit))
    )
    return found_here or abort(404)


def _page(
    found_here: Body,
    *,
    status: int = 200,
    seating: SeatForm | None = None,
    ending: EndForm | None = None,
    counting: ReasonForm | None = None,
) -> ResponseReturnValue:
    session, today = current.session(), current.today()
    typed = request.args.get("ngay", "").strip()
    day, day_error = _day(typed)
    seating = seating or SeatForm(formdata=None, since=today)
    _offer(seating, found_here)
    return show(
        "people/body.html",
        status=status,
        body=found_here,
        day=day,
        today=today,
        typed=typed,
        day_error=day_error,
        seats=roll(session, found_here, on=day),
        former=former_seats(session, found_here, before=today),
        seating=seating,
        ending=ending or EndForm(formdata=None, last=today),
        counting=counting or ReasonForm(formdata=None),
        may_change=current.member().may(Permission.UNIT_KEEP),
    )


def _day(typed: str) -> tuple[date, str]:
    if not typed:
        return current.today(), ""
    try:
        return parse_date(typed), ""
    except BadDateError:
        return current.today(), _("Viết ngày như 05/03/2026")


def _offer(form: SeatForm, found_here: Body) -> None:
    """Offer the people of the unit and of what is below it, by name."""
    units = select(OrgUnit.id).where(
        (OrgUnit.id == found_here.unit_id) | (OrgUnit.parent_id == found_here.unit_id)
    )
    holds = select(Membership.person_id).where(Membership.unit_id.in_(units))
    people = current.session().scalars(
        select(Person)
        .where(Person.id.in_(holds), Person.disabled_at.is_(None))
        .order_by(Person.sort_key, Person.id)
    )
    form.person.choices = person_choices(people)
    form.seat.choices = [("", _("Chọn vị trí")), *seat_choices()]
