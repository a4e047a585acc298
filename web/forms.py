"""The form that every form is: sent once, on the version that was seen, refused in place."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import uuid4

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, IntegerField
from wtforms.validators import Optional, StopValidation, ValidationError
from wtforms.widgets import HiddenInput

from web.asked import MOST
from web.catalogue import _, _l
from web.idempotency import KEY
from web.refusals import words_of
from workflows.engine.refusals import Refusal

NOT_AMONG_CHOICES = _l(
    "Lựa chọn này không có trong danh sách. Đồng chí tải lại trang rồi chọn lại."
)
SENTENCES = {"Not a valid integer value.": _l("Viết số nguyên bằng chữ số, ví dụ 21")}


class OwnSentences:
    """What WTForms says by itself, which it knows to say in English and not in Vietnamese."""

    def gettext(self, said: str) -> str:
        """Return our sentence for theirs; only a made-up form brings any other."""
        return str(SENTENCES.get(said, NOT_AMONG_CHOICES))

    def ngettext(self, one: str, _many: str, _n: int) -> str:
        """Return our sentence for theirs."""
        return self.gettext(one)


class Form(FlaskForm):
    """A form with a key of its own; ``seen_version`` is the dossier's as the page showed it."""

    class Meta(FlaskForm.Meta):  # noqa: D106
        def get_translations(self, _form: FlaskForm) -> OwnSentences:
            """Let fields speak as our pages do."""
            return OwnSentences()

    key = HiddenField(name=KEY, default=lambda: str(uuid4()))
    seen_version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    seen_content = HiddenField()

    def explain(self, refusal: Refusal) -> int:
        """Put a refusal where it belongs, and return the status of the answer.

        Fields that the refusal names get the sentence; what was typed stays.
        """
        named = [self.at(name) for name in refusal.info.get("fields", [])]
        fields = [field for field in named if field is not None]
        for field in fields:
            sentence = left_empty(field) if refusal.code == "missing" else words_of(refusal)
            field.errors = [*field.errors, sentence]
        if not fields:
            self.form_errors.append(words_of(refusal))
        return 403 if refusal.code == "role" else 422

    def at(self, name: str) -> Field | None:
        """Return the field that is sent under this name."""
        return next((field for field in self if field.name == name), None)

    def faults(self) -> list[tuple[str, str]]:
        """List what to correct, in the order of the page: the element's id (or none), why."""
        return [("", sentence) for sentence in self.form_errors] + [
            (first_element(field), sentence) for field in self for sentence in sentences(field)
        ]


class Required:
    """The field must be filled in."""

    field_flags = {"required": True}  # noqa: RUF012  # WTForms reads it as a plain attribute

    def __init__(self, message: str | None = None) -> None:
        self.message = message

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Raise ``StopValidation`` when nothing was typed or chosen."""
        if any(str(raw).strip() for raw in field.raw_data or []):
            return
        field.errors = []  # nothing chosen is no wrong choice besides
        raise StopValidation(str(self.message) if self.message else left_empty(field))


class Between:
    """The number lies between two others, both included; unsaid, the most is what a row holds."""

    def __init__(self, least: int | None = None, most: int | None = None) -> None:
        self.least = least
        self.most = MOST if most is None else most

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Raise ``ValidationError`` when the number lies outside."""
        if field.data is None:
            return
        if self.least is not None and field.data < self.least:
            raise ValidationError(_("Số này phải từ %(least)s trở lên", least=self.least))
        if field.data > self.most:
            raise ValidationError(_("Số này không thể lớn hơn %(most)s", most=self.most))


class AtMost:
    """The text has at most so many letters."""

    def __init__(self, letters: int) -> None:
        self.letters = letters

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Raise ``ValidationError`` when the text is too long."""
        extra = len(field.data or "") - self.letters
        if extra > 0:
            raise ValidationError(
                _(
                    "Viết tối đa %(most)s chữ cái, hiện thừa %(extra)s",
                    most=self.letters,
                    extra=extra,
                )
            )


def left_empty(field: Field) -> str:
    """Return the sentence for a field that was left empty."""
    return _("Đồng chí chưa điền: %(label)s", label=field.label.text)


def first_element(field: Field) -> str:
    """Return the id of the element that a link to the field leads to."""
    return f"{field.id}-0" if field.type == "RadioField" else str(field.id)


def sentences(field: Field) -> Iterable[str]:
    """Return the errors of a field, flat, each once."""
    return dict.fromkeys(str(error) for error in field.errors)
