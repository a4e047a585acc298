"""The fields that a move asks for, by their names in the flow's table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from wtforms import BooleanField, Field, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput

from web.catalogue import _, _l
from web.criteria.naming import called, titled
from web.dossiers.inputs import REGISTRATION_FIELDS
from web.fields import DayField
from web.forms import AtMost, Form, Required, left_empty
from web.steps.reason.phrases import PHRASES
from web.words import RATINGS, at_start, in_own_words
from workflows.dossiers.contents import criteria_of
from workflows.dossiers.eligibility import returnable
from workflows.dossiers.tables import Dossier
from workflows.engine.act import Move

LONGEST, ONE_LINE, LONGEST_COMMENT = 2000, 120, 500


@dataclass(frozen=True, slots=True)
class Asked:
    """What a field may depend on: whose move it is, and whether it must be filled in."""

    move: Move
    dossier: Dossier
    must: bool

    @property
    def validators(self) -> list[object]:
        """What is checked besides the kind of the field."""
        return [Required()] if self.must else []


Maker: TypeAlias = Callable[[Asked], Field]


class WordsOrPhrase:
    """Some words, or one of the ready phrases beside them."""

    field_flags = {"required": True}  # noqa: RUF012  # WTForms reads it as a plain attribute

    def __call__(self, form: Form, field: Field) -> None:
        """Raise ``StopValidation`` when there is neither."""
        ready = form.at(f"ready_{field.name}")
        if form.says_it_elsewhere():
            return
        if not (field.data or "").strip() and not (ready is not None and ready.data):
            raise StopValidation(left_empty(field))


def words(label: str) -> Maker:
    """Make the maker of a box for a few sentences."""
    return lambda asked: TextAreaField(label, validators=[*_or_phrase(asked), AtMost(LONGEST)])


def line(label: str) -> Maker:
    """Make the maker of a box for one line."""
    return lambda asked: StringField(label, validators=[*asked.validators, AtMost(ONE_LINE)])


def day(label: str) -> Maker:
    """Make the maker of a box for a day."""
    return lambda asked: DayField(label, validators=asked.validators)


def tick(label: str) -> Maker:
    """Make the maker of one tick box."""
    return lambda _asked: BooleanField(label)


def rating(label: str) -> Maker:
    """Make the maker of a choice among the four ratings of the year's end."""
    choices = [SelectChoice(each, words) for each, words in RATINGS.items()]
    return lambda asked: RadioField(
        label, choices=choices, validators=asked.validators, validate_choice=False
    )


def ready_phrases(move: Move, name: str) -> Field | None:
    """Return the choice of ready phrases for a field of words, where the move has some."""
    if name not in {"reason", "outcome"} or move.trigger not in PHRASES:
        return None
    choices = [
        SelectChoice(key, in_own_words(str(phrase)))
        for key, phrase in PHRASES[move.trigger].items()
    ]
    return RadioField(_l("Câu có sẵn"), choices=choices, validate_choice=False)


def _or_phrase(asked: Asked) -> Sequence[object]:
    return [WordsOrPhrase()] if asked.must and asked.move.trigger in PHRASES else asked.validators


def _marked(asked: Asked) -> Field:
    return SelectMultipleField(
        _l("Mục cần sửa"),
        choices=_may_be_marked(asked.move, asked.dossier),
        validators=asked.validators,
        option_widget=CheckboxInput(),
    )


def _may_be_marked(move: Move, dossier: Dossier) -> list[SelectChoice]:
    criteria = criteria_of(dossier)
    if move.trigger != "return_registration":
        return [SelectChoice(each.key, titled(each)) for each in returnable(criteria)]
    fields = [
        SelectChoice(name, at_start(in_own_words(str(word))))
        for name, word in REGISTRATION_FIELDS.items()
    ]
    commitments = [
        SelectChoice(f"commitment-{group.key}", _("Cam kết: %(group)s", group=group.label))
        for group in criteria.groups
    ]
    return fields + commitments


FIELDS: dict[str, Maker] = {
    "marked": _marked,
    "reason": words(_l("Lý do")),
    "words": words(_l("Ý kiến")),
    "proposed_rating": rating(_l("Đề xuất xếp loại chất lượng cuối năm")),
    "disciplined": tick(_l("Có đảng viên bị kỷ luật trong năm")),
    "conclusion": words(_l("Kết luận")),
    "outcome": words(_l("Kết quả xem xét")),
    "flagged": tick(_l("Có điểm cần lưu ý khi họp")),
    "number": line(_l("Số văn bản")),
    "signed_on": day(_l("Ngày ký")),
    "due_on": day(_l("Hạn mới cho {unit}")),
    "look_again_on": day(_l("Ngày xem lại")),
    "consent_number": line(_l("Số văn bản đồng ý của Ban Thường vụ")),
    "consent_on": day(_l("Ngày văn bản đồng ý")),
}

HINTS = {
    "number": _l("Lấy từ sổ công văn, ví dụ 12-TTr/ĐU"),
    "consent_number": _l("Đăng ký này nộp muộn nên cần Ban Thường vụ đồng ý"),
    "due_on": _l("Để đủ ngày cho {meeting} họp biểu quyết lại"),
    "disciplined": _l("Theo xác nhận của Ủy ban Kiểm tra"),
    "look_again_on": _l("Đến ngày này hồ sơ được nhắc lại"),
    "marked": _l("{Unit} chỉ mở lại những mục được chọn"),
}
HINTS_OF_MOVES = {
    ("return_registration", "marked"): _l("{Unit} thấy các mục này được đánh dấu"),
    ("resend", "reason"): _l("Ghi những gì đã bổ sung quanh hồ sơ, không phải trong hồ sơ"),
    ("call_back", "reason"): _l("Chỉ cần khi {unit} còn hạn bổ sung"),
}


def comment_fields(dossier: Dossier) -> dict[str, Field]:
    """Return a line for all that a return may mark: what is asked of it, once it is marked."""
    return {
        f"comment-{each.key}": StringField(
            _("Cần sửa gì ở %(name)s", name=called(each)), validators=[AtMost(LONGEST_COMMENT)]
        )
        for each in returnable(criteria_of(dossier))
    }


def hint_of(move: Move, name: str) -> str:
    """Return the line of help above a field."""
    return in_own_words(str(HINTS_OF_MOVES.get((move.trigger, name)) or HINTS.get(name, "")))
