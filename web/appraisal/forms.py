"""What an appraiser fills in: a level for each criterion, and the conclusion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import StopValidation

from web.catalogue import _, _l
from web.fields import CountField
from web.forms import AtMost, Between, Form, Required, left_empty
from web.words import RATINGS, in_own_words
from workflows.criteria.framework import Disqualifier
from workflows.dossiers.appraising import Appraised
from workflows.dossiers.claiming import MOST_TIMES
from workflows.dossiers.contents import criteria_of
from workflows.dossiers.eligibility import asked_conditions, counted_adjustments
from workflows.dossiers.measuring import counted as counted_of
from workflows.dossiers.tables import Answer, Dossier

LONGEST_REASON = 2000
OPINION_PHRASES = {
    "khong": _l("Không có ý kiến gì thêm."),
    "ky-luat": _l("Trong năm không có đảng viên bị kỷ luật, không có đơn thư chưa giải quyết."),
    "lam-ro": _l("Có nội dung cần làm rõ thêm trước khi họp."),
}


class ConclusionForm(Form):
    """The proposed rating, and whether a member was disciplined in the year."""

    proposed_rating = RadioField(
        _l("Đề xuất xếp loại chất lượng cuối năm"),
        choices=[SelectChoice(rating, words) for rating, words in RATINGS.items()],
        validators=[Required()],
    )
    disciplined = BooleanField(_l("Có đảng viên bị kỷ luật trong năm"))

    asked: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    bars: frozenset[str] = frozenset()  # those of them that stand in the way when ticked

    def inputs(self) -> dict[str, Any]:
        """Return what the move is told."""
        told = {
            "proposed_rating": self.proposed_rating.data,
            "disciplined": bool(self.disciplined.data),
        }
        if self.asked:
            told["conditions"] = {key: bool(self[f"condition-{key}"].data) for key in self.asked}
        if self.counted:
            told["counts"] = {key: self[f"count-{key}"].data or 0 for key in self.counted}
            told["count_reasons"] = {
                key: (self[f"count-reason-{key}"].data or "").strip() for key in self.counted
            }
        return told


class OpinionForm(Form):
    """What a desk says: a ready phrase, words of its own, or both."""

    ready = RadioField(
        _l("Câu có sẵn"),
        choices=[SelectChoice(key, words) for key, words in OPINION_PHRASES.items()],
        validate_choice=False,
    )
    words = TextAreaField(_l("Ý kiến"), validators=[AtMost(LONGEST_REASON)])
    flagged = BooleanField(_l("Có điểm cần lưu ý khi họp"))

    def validate_words(self, field: Field) -> None:
        """Ask for words where no phrase was chosen."""
        if not self.inputs()["words"]:
            raise StopValidation(left_empty(field))

    def inputs(self) -> dict[str, Any]:
        """Return what the move is told."""
        ready = OPINION_PHRASES.get(self.ready.data or "", "")
        said = " ".join(part for part in (str(ready), (self.words.data or "").strip()) if part)
        return {"words": said, "flagged": bool(self.flagged.data)}


def conclusion_form(
    dossier: Dossier, answers: Mapping[str, Answer], **opening: Any
) -> ConclusionForm:
    """Return the form of the conclusion, with what only appraisers can answer.

    Bonuses and penalties open as they were counted before, else as the unit claims them.
    """
    criteria = criteria_of(dossier)
    asked, counted = asked_conditions(criteria), counted_adjustments(criteria)
    fields: dict[str, Any] = {f"condition-{each.key}": BooleanField(each.label) for each in asked}
    for each in counted:
        key, row = each.key, answers.get(each.key)
        fields[f"count-{key}"] = CountField(each.label, validators=[Between(0, MOST_TIMES)])
        fields[f"count-reason-{key}"] = StringField(
            in_own_words(_("Lý do nếu khác số {unit} khai")), validators=[AtMost(LONGEST_REASON)]
        )
        if row is not None:
            opening.setdefault(
                f"count-{key}", counted_of(row.appraised_measured or row.self_measured) or None
            )
            opening.setdefault(f"count-reason-{key}", row.appraised_reason)
    shape: type[ConclusionForm] = type("FormOfConclusion", (ConclusionForm,), fields)
    form = shape(**opening)
    form.counted = tuple(each.key for each in counted)
    form.asked = tuple(each.key for each in asked)
    form.bars = frozenset(each.key for each in asked if isinstance(each, Disqualifier))
    return form


def given_at(sent: MultiDict[str, str], key: str) -> Appraised:
    """Return the level and the reason that were sent for one criterion."""
    return Appraised(sent.get(f"level-{key}", ""), sent.get(f"reason-{key}", ""))


def levels_of(answers: Mapping[str, Answer]) -> dict[str, Appraised]:
    """Return the appraised levels as they stand; an empty level is not given yet."""
    return {
        key: Appraised(row.appraised_level or "", row.appraised_reason)
        for key, row in answers.items()
    }


def read_levels(
    sent: MultiDict[str, str], answers: Mapping[str, Answer], *, agree: bool
) -> dict[str, Appraised]:
    """Read the levels that were sent.

    Args:
        agree: whether a criterion without a level takes over the cell's own.

    """
    read = {}
    for key, row in answers.items():
        level = sent.get(f"level-{key}", "")
        if agree and not level and row.self_level:
            level = row.self_level
        read[key] = Appraised(level, sent.get(f"reason-{key}", ""))
    return read
