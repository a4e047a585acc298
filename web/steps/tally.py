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
from web.words import in_own_words
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

    met_on = DayField(_l("Ngày {meeting} họp biểu quyết"), validators=[Required(), NotAhead()])
    in_favour = CountField(
        _l("Số {members} tán thành"), validators=[Required(), Between(0, 100_000)]
    )
    base = CountField(
        _l("Tổng số {members} được tính"), validators=[Required(), Between(0, 100_000)]
    )
    base_reason = StringField(_l("Lý do tính khác danh sách"), validators=[AtMost(500)])
    base_hint = ""

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


def ask_of_how_many(form: TallyFields, dossier: Dossier) -> None:
    """Name the base in the question: «… tán thành, trên tổng số 22», and who is in it."""
    base = form.base.data or expected_base(current.session(), dossier)
    form.in_favour.label.text = in_own_words(
        _("Số {members} tán thành, trên tổng số %(n)s", n=base)
    )
    form.base_hint = (
        _("Là ủy viên Ban Thường vụ đương nhiệm. Ban Chấp hành họp thì sửa số và ghi lý do.")
        if dossier.of_committee
        else _(
            "Là đảng viên chính thức được triệu tập, không tính người được miễn sinh hoạt mà"
            " không dự."
        )
    )
