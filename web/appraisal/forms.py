"""What an appraiser fills in: a level for each criterion, and the conclusion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from web.catalogue import _l
from web.forms import Form, Required
from web.words import RATINGS
from workflows.dossiers.appraising import Appraised
from workflows.dossiers.tables import Answer


class ConclusionForm(Form):
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
        }


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
