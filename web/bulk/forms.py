"""What a bulk act asks for once, for all its dossiers."""

from __future__ import annotations

from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.validators import ValidationError

from web import current
from web.catalogue import _, _l
from web.fields import DayField
from web.filters import day
from web.forms import AtMost, Form, Required
from workflows.engine.act import Move


class BulkForm(Form):
    """Nothing but the key."""

    def inputs(self) -> dict[str, Any]:
        """Return what the move is told."""
        return {}


class SubmissionForm(BulkForm):
    """Number and date of the submission, from the clerk's book."""

    number = StringField(_l("Số tờ trình"), validators=[Required(), AtMost(60)])
    signed_on = DayField(_l("Ngày tờ trình"), validators=[Required()])

    def validate_signed_on(self, signed_on: DayField) -> None:
        """Refuse a day to come here already, once for all the dossiers."""
        if signed_on.data is not None and signed_on.data > current.today():
            raise ValidationError(
                _("Ngày tờ trình phải trước hoặc đúng hôm nay, %(day)s", day=day(current.today()))
            )

    def inputs(self) -> dict[str, Any]:
        """Return number and date."""
        return {"number": (self.number.data or "").strip(), "signed_on": self.signed_on.data}


class AgreementForm(BulkForm):
    """What the lead desk says of all of them at once."""

    words = TextAreaField(_l("Kết luận thẩm định"), validators=[Required(), AtMost(2000)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_submitted():
            self.words.data = _(
                "Hồ sơ đủ, điểm thẩm định sát với điểm tự đánh giá, không có vấn đề cần xem riêng."
                " Thống nhất trình xét công nhận."
            )

    def inputs(self) -> dict[str, Any]:
        """Return the words."""
        return {"words": (self.words.data or "").strip()}


def form_for(move: Move) -> BulkForm:
    """Return the form of a move: what its row of the flow asks for."""
    if "number" in move.asks:
        return SubmissionForm()
    return AgreementForm() if "words" in move.asks else BulkForm()
