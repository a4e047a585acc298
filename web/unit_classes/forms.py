"""What is filled in for a kind or a sector."""

from __future__ import annotations

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from tenants.unit_classes.keeping import OwnClass, Wording
from web.catalogue import _, _l
from web.fields import CountField
from web.forms import AtMost, Between, Form, Required
from web.unit_classes.words import Branch, behaviour_word, behaviours_of
from web.words import class_word


class WordingForm(Form):
    """What it is called, and by which words lists speak of it."""

    name = StringField(_l("Tên gọi"), validators=[Required(), AtMost(80)])
    short_name = StringField(_l("Tên viết tắt"), validators=[AtMost(20)])
    position = CountField(_l("Thứ tự trong danh mục"), validators=[Between(0, 9999)])
    spellings = TextAreaField(
        _l("Cách viết khác trong các danh sách, mỗi dòng một cách"), validators=[AtMost(3000)]
    )
    reason = StringField(_l("Lý do, số văn bản"), validators=[Required(), AtMost(300)])

    def show(self, row: OwnClass) -> None:
        """Fill in what stands."""
        self.name.data, self.short_name.data = row.name, row.short_name
        self.position.data, self.seen_version.data = row.position, row.version
        self.spellings.data = "\n".join(row.spellings)

    @property
    def wording(self) -> Wording:
        """What was filled in."""
        return Wording(
            self.name.data or "",
            self.short_name.data or "",
            self.position.data or 0,
            tuple((self.spellings.data or "").splitlines()),
        )


class NewClassForm(WordingForm):
    """One more kind or sector."""

    behaves_as = SelectField(_l("Được xử lý như"), validate_choice=False)
    code = StringField(_l("Mã"), validators=[AtMost(40)])

    def offer(self, branch: Branch) -> None:
        """Say what the new one may behave as."""
        self.behaves_as.choices = [
            SelectChoice("", _("Chọn một dòng")),
            *(SelectChoice(each.value, behaviour_word(each)) for each in behaviours_of(branch)),
        ]


class EndForm(Form):
    """Whether units go over to another, and why."""

    successor = SelectField(_l("Các đơn vị đang dùng"), validate_choice=False)
    reason = StringField(_l("Lý do, số văn bản"), validators=[Required(), AtMost(300)])

    def offer(self, rows: list[OwnClass]) -> None:
        """Name what units may go over to."""
        self.successor.choices = [
            SelectChoice("", _("giữ nguyên như đang ghi")),
            *(
                SelectChoice(row.code, _("chuyển sang %(name)s", name=class_word(row, row.code)))
                for row in rows
            ),
        ]


class TakeUpForm(Form):
    """Why it is used again."""

    reason = StringField(_l("Lý do, số văn bản"), validators=[Required(), AtMost(300)])
