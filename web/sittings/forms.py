"""What is filled in around a sitting."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import SelectField, StringField, TextAreaField, ValidationError

from tenants.text.dates import show_date
from web import current
from web.catalogue import _, _l
from web.fields import DayField
from web.forms import AtMost, Form, Required
from workflows.engine.refusals import Refusal

LONGEST = 500
# What a page asks for in a box of its own, beside the fields of its form.
UNWRITTEN = {
    "reason": _l("Đồng chí chưa ghi lý do. Ghi lý do rồi bấm lại."),
    "exception_reason": _l("Đồng chí chưa ghi lý do cho biểu quyết. Ghi lý do rồi bấm lại."),
    "ground": _l("Đồng chí chưa ghi căn cứ. Ghi căn cứ rồi bấm lại."),
}
RATING = "xep-loai-"


class AgendaForm(Form):
    """When and where a body meets, who chairs; the dossiers are ticked beside it."""

    planned_on = DayField(_l("Ngày họp"), validators=[Required()])
    place = StringField(_l("Nơi họp"), validators=[AtMost(120)])
    chair = SelectField(_l("Người chủ trì"), validators=[Required()])
    mode = SelectField(_l("Cách biểu quyết"), validators=[Required()])
    counting_team = StringField(_l("Tổ kiểm phiếu"), validators=[AtMost(200)])

    def validate_planned_on(self, planned_on: DayField) -> None:
        """Ask for a day from today on."""
        today = current.today()
        if planned_on.data is not None and planned_on.data < today:
            raise ValidationError(
                _("Ngày họp phải từ hôm nay, %(today)s, trở đi", today=show_date(today))
            )


class RecordForm(Form):
    """The page of an opened sitting: its boxes are read by ``web.sittings.typed``.

    ``number`` and ``decided_on`` are those of the decision on ratings, ``ratings`` the
    rating chosen for each dossier, by its code. ``row_faults`` lists what to correct in
    rows: the element's id, and the sentence.
    """

    number = StringField(_l("Số quyết định xếp loại"), validators=[Required(), AtMost(60)])
    decided_on = DayField(_l("Ngày quyết định xếp loại"), validators=[Required()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row_faults: list[tuple[str, str]] = []
        self.ratings: dict[str, str] = {}

    def read_ratings(self, sent: MultiDict[str, str]) -> None:
        """Read the rating chosen for each dossier."""
        self.ratings = {
            name.removeprefix(RATING): value
            for name, value in sent.items()
            if name.startswith(RATING)
        }

    def explain(self, refusal: Refusal) -> int:
        """Put a refusal where it belongs; what is left empty beside the form is named."""
        (named,) = refusal.info.get("fields", [])[:1] or [""]
        if refusal.code == "missing" and named in UNWRITTEN:
            self.form_errors.append(str(UNWRITTEN[named]))
            return 422
        return super().explain(refusal)

    def faults(self) -> list[tuple[str, str]]:
        """List what to correct, rows last."""
        return [*super().faults(), *self.row_faults]


class ReasonForm(Form):
    """A reason, for calling a sitting off or breaking it off."""

    reason = TextAreaField(_l("Lý do"), validators=[Required(), AtMost(LONGEST)])


class ClosingForm(Form):
    """The confirmation: ``seen`` marks what was shown."""

    seen = StringField()
    no_pilot_reason = TextAreaField(
        _l("Lý do không chọn chi bộ làm điểm"), validators=[AtMost(LONGEST)]
    )
