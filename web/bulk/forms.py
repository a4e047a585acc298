"""What a bulk act asks for once, for all its dossiers."""

from __future__ import annotations

from typing import Any

from wtforms import StringField

from web.catalogue import _l
from web.fields import DayField
from web.forms import AtMost, Form, Required
from workflows.engine.flow import Move


class BulkForm(Form):
    """Nothing but the key."""

    def inputs(self) -> dict[str, Any]:
        """Return what the move is told."""
        return {}


class SubmissionForm(BulkForm):
    """Number and date of the submission, from the clerk's book."""

    number = StringField(_l("Số tờ trình"), validators=[Required(), AtMost(60)])
    signed_on = DayField(_l("Ngày tờ trình"), validators=[Required()])

    def inputs(self) -> dict[str, Any]:
        """Return number and date."""
        return {"number": (self.number.data or "").strip(), "signed_on": self.signed_on.data}


def form_for(move: Move) -> BulkForm:
    """Return the form of a move: what its row of the flow asks for."""
    return SubmissionForm() if "number" in move.asks else BulkForm()
