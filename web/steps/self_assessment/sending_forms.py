"""What a cell fills in to send its self-assessment: its vote, and reasons where they are due."""

from __future__ import annotations

from typing import Any

from wtforms import Field, StringField
from wtforms.validators import StopValidation

from web import current
from web.catalogue import _, _l
from web.fields import CountField, DayField
from web.forms import AtMost, Between, Form, Required, left_empty
from web.steps.self_assessment.page import last_day
from web.steps.self_assessment.writers import asks_for_vote
from web.steps.tally import TallyFields, ask_of_how_many, prefilled
from web.words import in_own_words
from workflows.dossiers.contents import content_hash, tally_of
from workflows.dossiers.tables import CellTally, Dossier, Purpose


class SendingForm(TallyFields, Form):
    """The cell's vote on what it says of itself; a committee's own body votes in a sitting."""

    late_reason = StringField(_l("Lý do nộp muộn"), validators=[Required(), AtMost(500)])
    signed_copy = StringField(_l("Bản tự đánh giá đã ký"), validators=[Required(), AtMost(200)])

    def show_version(self, dossier: Dossier) -> None:
        """Let the form be sent again, on the version and the contents that are shown now."""
        self.seen_version.raw_data = self.seen_content.raw_data = None
        self.seen_version.data = dossier.version
        self.seen_content.data = content_hash(current.session(), dossier)

    def inputs(self) -> dict[str, Any]:
        """Return what the move is told."""
        return {
            **(self.tally() if "in_favour" in self else {}),
            **{
                name: (self[name].data or "").strip()
                for name in ("late_reason", "signed_copy")
                if name in self
            },
        }


class SendingAgainForm(SendingForm):
    """The same, while a vote on this very content stands: a new one is needed no more."""

    met_on = DayField(_l("Ngày {meeting} họp biểu quyết"))
    in_favour = CountField(_l("Số {members} tán thành"), validators=[Between(0, 100_000)])

    def validate_met_on(self, field: Field) -> None:
        """Ask for the day of a new vote, once its count is given."""
        if self.in_favour.data is not None and field.data is None:
            raise StopValidation(left_empty(field))

    def inputs(self) -> dict[str, Any]:
        """Leave the vote out unless there is a new one."""
        told = super().inputs()
        if self.in_favour.data is not None:
            return told
        return {name: told[name] for name in told if name not in self.tally()}


def sending_form(dossier: Dossier, *, on_behalf: bool) -> SendingForm:
    """Return the form as it opens."""
    again = standing_vote(dossier) is not None and asks_for_vote(dossier)
    shape = SendingAgainForm if again else SendingForm
    seen = content_hash(current.session(), dossier)
    form = shape(seen_version=dossier.version, seen_content=seen, **prefilled(dossier, None))
    form.met_on.label.text = _("Ngày {meeting} họp thông qua")
    for field in form:
        field.label.text = in_own_words(str(field.label.text))
    if asks_for_vote(dossier):
        ask_of_how_many(form, dossier)
    else:
        for name in form.tally():
            del form[name]
    if not is_late(dossier):
        del form.late_reason
    if not on_behalf:
        del form.signed_copy
    return form


def standing_vote(dossier: Dossier) -> CellTally | None:
    """Return the cell's vote on exactly what the dossier says now, if there is one."""
    vote = tally_of(current.session(), dossier.id, Purpose.SELF_ASSESSMENT)
    if vote is None or vote.content_version != dossier.content_version:
        return None
    return vote


def is_late(dossier: Dossier) -> bool:
    """Tell whether the last day has passed."""
    return current.today() > last_day(dossier)
