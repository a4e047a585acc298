"""What is filled in about certificates."""

from __future__ import annotations

from decimal import Decimal

from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from web.catalogue import _l
from web.certificates.words import MODES, REASONS
from web.fields import DayField, DecimalField
from web.forms import AtMost, Form, Required
from workflows.certificates.issuing import BY_HAND
from workflows.certificates.tables import Mode, Reason


class PrintForm(Form):
    """How sheets are printed: on white ones or on those of a printing house."""

    mode = RadioField(
        _l("Cách in"),
        choices=[SelectChoice(mode.value, words) for mode, words in MODES.items()],
        default=Mode.FULL.value,
        validators=[Required()],
    )
    right_mm = DecimalField(_l("Dịch chữ sang phải (mm)"), default=Decimal(0))
    down_mm = DecimalField(_l("Dịch chữ xuống dưới (mm)"), default=Decimal(0))


class ReplaceForm(Form):
    """Why a certificate is given out anew, and what was wrong in it."""

    reason = RadioField(
        _l("Lý do cấp lại"),
        choices=[SelectChoice(reason.value, REASONS[reason]) for reason in BY_HAND],
        validators=[Required()],
    )
    note = TextAreaField(_l("Ghi rõ"), validators=[Required(), AtMost(500)])
    unit_name = StringField(_l("Tên đúng của đơn vị"), validators=[AtMost(120)])

    @property
    def chosen(self) -> Reason:
        """The reason that was chosen."""
        return Reason(self.reason.data)


class BackForm(Form):
    """On which day a sheet that stands no longer came back."""

    on = DayField(_l("Ngày nộp lại"), validators=[Required()])


class PressForm(Form):
    """Nothing but a button."""
