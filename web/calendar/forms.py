"""What an administrator enters into the calendar."""

from __future__ import annotations

from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from tenants.own_days import OwnDayError
from tenants.text.dates import show_date
from tenants.working_days import DayKind
from web.catalogue import _, _l
from web.fields import DayField
from web.forms import AtMost, Form, Required


class OwnDaysForm(Form):
    """One day or several in a row: off, or worked although they would be off."""

    kind = RadioField(
        _l("Là ngày gì?"),
        choices=[
            SelectChoice(DayKind.OFF.value, _l("Ngày nghỉ")),
            SelectChoice(DayKind.WORKING.value, _l("Ngày làm việc (làm bù)")),
        ],
        validators=[Required()],
    )
    first = DayField(_l("Ngày"), validators=[Required()])
    last = DayField(_l("Đến hết ngày"))
    words = StringField(_l("Lý do, số văn bản"), validators=[Required(), AtMost(200)])

    def refuse(self, error: OwnDayError) -> None:
        """Say beside the day why it cannot be entered."""
        field = self.last if error.code == "order" else self.first
        field.errors = [*field.errors, _words_of(error)]


def _words_of(error: OwnDayError) -> str:
    match error.code:
        case "order":
            return _(
                "Ngày cuối phải từ ngày đầu, %(day)s, trở đi", day=show_date(error.info["first"])
            )
        case "too_many":
            return _("Mỗi lần ghi tối đa %(n)s ngày", n=error.info["most"])
        case "too_many_in_year":
            return _("Một năm ghi tối đa %(n)s ngày nghỉ riêng", n=error.info["most"])
        case _:
            return _("Lịch đã như vậy rồi, không có ngày nào đổi. Kiểm tra lại ngày đã ghi.")
