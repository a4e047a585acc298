"""The count of a cell's own vote: three boxes and a reason, the same on every form."""

from __future__ import annotations

from datetime import date
from typing import Any, TypedDict

from wtforms import Field, StringField
from wtforms.validators import ValidationError

from web import current
from web.catalogue import _, _l
from web.fields import CountField, DayField
from web.forms import AtMost, Between, Form, Required
from web.refusals import words_of
from workflows.dossiers.tables import CellTally, Dossier
from workflows.dossiers.voting_base import expected_base
from workflows.engine.refusals import Refusal
from workflows.sittings.majority import BadTallyError, cell_adopts


class Prefilled(TypedDict, total=False):
    """What stands in the boxes when the form opens."""

    met_on: date
    in_favour: int
    base: int
    base_reason: str


class NotAhead:
    """The day is today or earlier."""

    def __call__(self, _form: Form, field: Field) -> None:
        """Raise ``ValidationError`` for a day to come."""
        today = current.today()
        if field.data is not None and field.data > today:
            raise ValidationError(words_of(Refusal("future_day", today=today)))


class TallyFields:
    """When the cell met, how many were in favour, of how many; to be mixed into a form."""

    met_on = DayField(_l("Ngày chi bộ họp biểu quyết"), validators=[Required(), NotAhead()])
    in_favour = CountField(
        _l("Số đảng viên tán thành"), validators=[Required(), Between(0, 100_000)]
    )
    base = CountField(
        _l("Tổng số đảng viên được tính"), validators=[Required(), Between(0, 100_000)]
    )
    base_reason = StringField(_l("Lý do tính khác danh sách"), validators=[AtMost(500)])

    def validate_in_favour(self, field: Field) -> None:
        """Tell that the count is not enough, or not possible, beside all other mistakes."""
        base = self.base.data
        if base is None or field.data is None:
            return
        try:
            adopted = cell_adopts(field.data, base)
        except BadTallyError as error:
            raise ValidationError(words_of(Refusal("bad_tally", base=base))) from error
        if not adopted:
            needed = base // 2 + 1
            raise ValidationError(words_of(Refusal("not_adopted", base=base, needed=needed)))

    def tally(self) -> dict[str, Any]:
        """Return what the move is told of the vote."""
        return {
            "met_on": self.met_on.data,
            "in_favour": self.in_favour.data,
            "base": self.base.data,
            "base_reason": (self.base_reason.data or "").strip(),
        }


def prefilled(dossier: Dossier, standing: CellTally | None) -> Prefilled:
    """Return what the boxes open with: the vote that stands, or the base alone."""
    if standing is None:
        return {"base": expected_base(current.session(), dossier)}
    return {
        "met_on": standing.met_on,
        "in_favour": standing.in_favour,
        "base": standing.base,
        "base_reason": standing.base_reason,
    }


def ask_of_how_many(in_favour: Field, dossier: Dossier, base: int | None = None) -> None:
    """Name the base in the question: «Số đảng viên tán thành, trên tổng số 22»."""
    base = base or expected_base(current.session(), dossier)
    in_favour.label.text = _("Số đảng viên tán thành, trên tổng số %(n)s", n=base)
