"""What is filled in about a year's ratings."""

from __future__ import annotations

from wtforms import StringField

from web.catalogue import _l
from web.fields import DayField
from web.forms import AtMost, Form, Required
from web.steps.tally import NotAhead


class UploadForm(Form):
    """The committee's own rating list."""


class DecisionForm(Form):
    """The paper that the ratings were decided in."""

    number = StringField(_l("Số quyết định xếp loại"), validators=[Required(), AtMost(60)])
    decided_on = DayField(_l("Ngày quyết định"), validators=[Required(), NotAhead()])
