"""What is filled in about evidence."""

from __future__ import annotations

from wtforms import HiddenField, SelectField, SelectMultipleField, StringField

from web.catalogue import _l
from web.evidence.places import Place
from web.fields import DayField
from web.forms import AtMost, Form
from web.steps.tally import NotAhead
from workflows.evidence.keeping import LONGEST_NOTE

LATER = ""


class AddForm(Form):
    """New files: where they belong, or that this is decided later."""

    criterion = SelectField(_l("Gắn vào tiêu chí"), default=LATER, choices=[])
    note = StringField(_l("Nội dung"), validators=[AtMost(LONGEST_NOTE)])
    form_key = HiddenField()
    back = HiddenField()

    def offer(self, places: list[Place]) -> None:
        """Offer the criteria that take files now."""
        self.criterion.choices = [
            (LATER, _l("Để sau")),
            *((each.key, each.words) for each in places),
        ]


class DescribeForm(Form):
    """One file: what it shows, of which day, and the criteria that it serves."""

    note = StringField(_l("Nội dung"), validators=[AtMost(LONGEST_NOTE)])
    taken_on = DayField(_l("Ngày"), validators=[NotAhead()])
    criteria = SelectMultipleField(_l("Dùng cho tiêu chí"), choices=[], validate_choice=False)


class ReplaceForm(Form):
    """A file in the place of another."""


class PressForm(Form):
    """Nothing but a button."""
