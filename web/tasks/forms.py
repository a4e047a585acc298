"""What handing over a task asks for: to whom, and why."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from tenants.members import Member
from tenants.people import Person
from web.catalogue import _, _l
from web.forms import AtMost, Form, Required

LONGEST = 500


class HandOverForm(Form):
    """Who takes the task on, and the reason, which both of the two read."""

    to = RadioField(_l("Giao cho"), validators=[Required()])
    reason = TextAreaField(_l("Lý do"), validators=[Required(), AtMost(LONGEST)])


def hand_over_form(people: Sequence[Person], visitor: Member) -> HandOverForm:
    """Return the form with everybody who may take the task on, the visitor at the top."""
    form = HandOverForm()
    others = [person for person in people if person.id != visitor.person_id]
    own = SelectChoice(str(visitor.person_id), _("Tôi nhận"))
    form.to.choices = [own, *(SelectChoice(str(each.id), each.name) for each in others)]
    return form
