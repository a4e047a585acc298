"""What the clerk enters from the book."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from tenants.bodies import BodyMember, Seat
from web.asked import row_named
from web.catalogue import _, _l
from web.fields import DayField
from web.forms import AtMost, Form, Required
from workflows.decisions.tables import Decision


class NumberForm(Form):
    """Number, date and signer of a decision."""

    number = StringField(_l("Số quyết định"), validators=[Required(), AtMost(60)])
    signed_on = DayField(_l("Ngày ký"), validators=[Required()])
    signer = SelectField(_l("Người ký"), validators=[Required()], validate_choice=False)

    def offer(self, seats: Sequence[BodyMember]) -> None:
        """Let the signer be chosen among these members of the body, its chair first."""
        self.signer.choices = [
            SelectChoice(
                str(seat.person_id),
                _("%(name)s, %(post)s", name=seat.person.name, post=seat.post)
                if seat.post
                else seat.person.name,
            )
            for seat in sorted(seats, key=lambda seat: seat.seat is not Seat.CHAIR)
        ]

    def show_again(self, decision: Decision) -> None:
        """Carry the version that the page shows now; what was typed stays."""
        self.seen_version.raw_data = None
        self.seen_version.data = decision.version

    @property
    def signer_id(self) -> UUID | None:
        """Who signs, if anybody readable was chosen."""
        return row_named(self.signer.data)
