"""What is filled in about an entry: noted, put right, checked."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import StopValidation

from web.catalogue import _l
from web.fields import DayField
from web.forms import AtMost, Form, Required, left_empty
from web.logbook.words import FINDINGS, KINDS
from web.steps.tally import NotAhead
from workflows.criteria.framework import Group
from workflows.logbook.keeping import LONGEST, Remedy
from workflows.logbook.tables import EntryKind, Finding


class Chosen:
    """One of the field's own choices was chosen."""

    field_flags = {"required": True}  # noqa: RUF012  # WTForms reads it as a plain attribute

    def __call__(self, _form: Form, field: RadioField) -> None:
        """Raise ``StopValidation`` when nothing was chosen, or what is not offered."""
        if field.data not in {value for value, *_rest in field.iter_choices()}:
            raise StopValidation(left_empty(field))


class RemedyFields:
    """How a weakness is put right; to be mixed into a form."""

    plan = TextAreaField(_l("Cách khắc phục"), validators=[AtMost(LONGEST)])
    responsible = StringField(_l("Người chịu trách nhiệm"), validators=[AtMost(200)])
    due_on = DayField(_l("Hạn khắc phục"))

    def remedy(self) -> Remedy:
        """Return what was entered."""
        return Remedy(
            (self.plan.data or "").strip(), (self.responsible.data or "").strip(), self.due_on.data
        )


class EntryForm(RemedyFields, Form):
    """A new entry."""

    kind = RadioField(
        _l("Ghi gì?"),
        choices=[SelectChoice(kind.value, words) for kind, words in KINDS.items()],
        validators=[Chosen()],
        validate_choice=False,
    )
    words = TextAreaField(_l("Nội dung"), validators=[Required(), AtMost(LONGEST)])
    noted_on = DayField(_l("Ngày"), validators=[Required(), NotAhead()])
    group_key = SelectField(_l("Thuộc nhóm"), choices=[], validate_choice=False)

    def offer(self, groups: Sequence[Group]) -> None:
        """Offer the groups of criteria that an entry may speak to."""
        self.group_key.choices = [
            SelectChoice("", _l("Không chọn")),
            *(SelectChoice(group.key, group.label) for group in groups),
        ]

    @property
    def chosen_kind(self) -> EntryKind:
        """The kind that was chosen."""
        return EntryKind(self.kind.data)


class RemedyForm(RemedyFields, Form):
    """How a noted weakness is put right."""


class CheckForm(Form):
    """What a follow-up check found."""

    finding = RadioField(
        _l("Kiểm tra thấy"),
        choices=[SelectChoice(finding.value, words) for finding, words in FINDINGS.items()],
        validators=[Chosen()],
        validate_choice=False,
    )
    check_words = TextAreaField(_l("Ghi thêm"), validators=[AtMost(LONGEST)])
    checked_on = DayField(_l("Ngày kiểm tra"), validators=[Required(), NotAhead()])
    due_on = DayField(_l("Hạn mới nếu chưa xong"))

    @property
    def chosen(self) -> Finding:
        """The finding that was chosen."""
        return Finding(self.finding.data)
