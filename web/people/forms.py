"""What is filled in around people and roles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import SelectField, SelectMultipleField, StringField

from tenants.bodies import Seat
from tenants.people import Person
from tenants.roles import Role
from web.catalogue import _, _l
from web.fields import DayField, PhoneField
from web.forms import AtMost, Form, Required
from web.words import DESKS, desk_word, move_word, role_word

LONGEST = 200


class PersonForm(Form):
    """A comrade's name and post."""

    name = StringField(_l("Họ và tên"), validators=[Required(), AtMost(120)])
    post = StringField(_l("Chức vụ"), validators=[AtMost(120)])


class NewPersonForm(PersonForm):
    """A comrade who is not known yet, with a first role if one is chosen."""

    phone = PhoneField(_l("Số điện thoại"), validators=[Required()])
    unit = SelectField(_l("Đơn vị"), validate_choice=False)
    role = SelectField(_l("Vai trò"), validate_choice=False)
    desk = SelectField(_l("Bộ phận thẩm định"), validate_choice=False)
    since = DayField(_l("Từ ngày"))


class RoleForm(Form):
    """A role in a unit, from a day on, perhaps to another."""

    unit = SelectField(_l("Đơn vị"), validators=[Required()], validate_choice=False)
    role = SelectField(_l("Vai trò"), validators=[Required()], validate_choice=False)
    desk = SelectField(_l("Bộ phận thẩm định"), validate_choice=False)
    since = DayField(_l("Từ ngày"), validators=[Required()])
    until = DayField(_l("Đến hết ngày"))


class CellRoleForm(Form):
    """Somebody for a role in a cell: one who is known, or a newcomer with a phone."""

    role = SelectField(_l("Vai trò"), validators=[Required()], validate_choice=False)
    known = SelectField(_l("Đồng chí trong {ward}"), validate_choice=False)
    name = StringField(_l("Hoặc họ và tên đồng chí mới"), validators=[AtMost(120)])
    phone = PhoneField(_l("Số điện thoại của đồng chí mới"))
    since = DayField(_l("Từ ngày"), validators=[Required()])


class EndForm(Form):
    """The last day of a role or a seat."""

    last = DayField(_l("Ngày cuối giữ vai"), validators=[Required()])
    reason = StringField(_l("Lý do"), validators=[AtMost(LONGEST)])


class ReasonForm(Form):
    """Why somebody may not use the service any more."""

    reason = StringField(_l("Lý do"), validators=[Required(), AtMost(LONGEST)])


class SeatForm(Form):
    """A seat on a body."""

    person = SelectField(_l("Đồng chí"), validators=[Required()], validate_choice=False)
    seat = SelectField(_l("Vị trí"), validators=[Required()], validate_choice=False)
    post = StringField(_l("Chức vụ ghi trên văn bản"), validators=[AtMost(120)])
    since = DayField(_l("Từ ngày"), validators=[Required()])


class BodyForm(Form):
    """The name of a unit's deciding body."""

    unit = SelectField(_l("Đơn vị"), validators=[Required()], validate_choice=False)
    name = StringField(_l("Tên (ví dụ: Ban Thường vụ Đảng ủy phường)"), validators=[AtMost(200)])


class DelegationForm(Form):
    """Who acts for whom, in which steps, and for how long."""

    to_person = SelectField(
        _l("Ủy quyền cho đồng chí"), validators=[Required()], validate_choice=False
    )
    steps = SelectMultipleField(_l("Những việc được ủy quyền"), validate_choice=False)
    valid_from = DayField(_l("Từ ngày"), validators=[Required()])
    valid_to = DayField(_l("Đến hết ngày"), validators=[Required()])
    reason = StringField(_l("Lý do"), validators=[AtMost(LONGEST)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.steps.flags.required = True  # the delegation itself asks for one at least


SEATS = {
    Seat.CHAIR: _l("Chủ trì"),
    Seat.DEPUTY: _l("Phó chủ trì"),
    Seat.MEMBER: _l("Ủy viên"),
}


def desk_choices() -> list[tuple[str, str]]:
    """List the desks; none for roles without one."""
    return [("", _("Không"))] + [(desk, desk_word(desk)) for desk in DESKS]


def role_choices(roles: Iterable[Role]) -> list[tuple[str, str]]:
    """List roles by what they are called."""
    return [("", _("Chọn vai trò"))] + [(role.value, role_word(role)) for role in roles]


def person_choices(people: Iterable[Person]) -> list[tuple[str, str]]:
    """List people by name, with their posts."""
    return [("", _("Chọn đồng chí"))] + [
        (str(person.id), f"{person.name}, {person.post}" if person.post else person.name)
        for person in people
    ]


def step_choices(steps: Iterable[str]) -> list[tuple[str, str]]:
    """List steps by what they are called."""
    return [(step, move_word(step)) for step in steps]


def seat_choices() -> list[tuple[str, str]]:
    """List the places on a body."""
    return [(seat.value, str(words)) for seat, words in SEATS.items()]
