"""What an appraiser fills in: a level for each criterion, and the conclusion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import StopValidation

from web.appraisal.verdict import LONGEST_REASON, VerdictFields, verdict_fields
from web.catalogue import _l
from web.forms import AtMost, Form, Required, left_empty
from web.words import RATINGS
from workflows.dossiers.appraising import Appraised
from workflows.dossiers.tables import Answer, Dossier

OPINION_PHRASES = {
    "khong": _l("Không có ý kiến gì thêm."),
    "ky-luat": _l("Trong năm không có đảng viên bị kỷ luật, không có đơn thư chưa giải quyết."),
    "lam-ro": _l("Có nội dung cần làm rõ thêm trước khi họp."),
}


class ConclusionForm(VerdictFields, Form):
    """The proposed rating, and whether a member was disciplined in the year."""

    proposed_rating = RadioField(
        _l("Đề xuất xếp loại chất lượng cuối năm"),
        choices=[SelectChoice(rating, words) for rating, words in RATINGS.items()],
        validators=[Required()],
    )
    disciplined = BooleanField(_l("Có đảng viên bị kỷ luật trong năm"))

    def inputs(self) -> dict[str, Any]:
        """Return what the move is told."""
        return {
            "proposed_rating": self.proposed_rating.data,
            "disciplined": bool(self.disciplined.data),
            **self.verdict(),
        }


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
    """Return the form of the conclusion, with what only appraisers can answer."""
    fields, opens = verdict_fields(dossier, answers)
    shape: type[ConclusionForm] = type("FormOfConclusion", (ConclusionForm,), fields)
    form = shape(**{**opens, **opening})
    form.ask_of(dossier, answers)
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
