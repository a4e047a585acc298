"""What the clerk enters from the book."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from tenants.bodies import BodyMember, Seat
from web.catalogue import _, _l
from web.fields import DayField
from web.forms import AtMost, Form, Required
from workflows.decisions.tables import Decision


class NumberForm(Form):
    """Number, date and signer of a decision."""

    number = StringField(_l("Số quyết định"), validators=[Required(), AtMost(60)])
    signed_on = DayField(_l("Ngày ký"), validators=[Required()])
    signer = SelectField(_l("Người ký"), validators=[Required()], validate_choice=False)


def number_form(decision: Decision, seats: Sequence[BodyMember]) -> NumberForm:
    """Return the form with the body's members in office to choose from, its chair first."""
    form = NumberForm(seen_version=decision.version)
    form.signer.choices = [
        SelectChoice(
            str(seat.person_id),
            _("%(name)s, %(post)s", name=seat.person.name, post=seat.post)
            if seat.post
            else seat.person.name,
        )
        for seat in sorted(seats, key=lambda seat: seat.seat is not Seat.CHAIR)
    ]
    return form
