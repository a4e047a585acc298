"""What a cell gives to the criteria of a group: a level, and a few words where it likes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import IntegerField, RadioField, TextAreaField
from wtforms.validators import Optional

from web.catalogue import _
from web.filters import number
from web.forms import AtMost, Form
from workflows.criteria.framework import CriteriaSet, Criterion
from workflows.dossiers.answering import LONGEST_NOTE
from workflows.dossiers.answering_many import Given
from workflows.dossiers.tables import Answer

NOT_APPLICABLE = "-"


class GroupForm(Form):
    """The answers of one group; ``keys`` are its criteria that may be answered."""

    keys: tuple[str, ...] = ()

    def given(self, key: str) -> Given:
        """Return what was given to a criterion."""
        level = self[f"level-{key}"].data
        return Given(
            level=None if level == NOT_APPLICABLE else level or None,
            not_applicable=level == NOT_APPLICABLE,
            note=(self[f"note-{key}"].data or "").strip(),
            seen_version=self[f"version-{key}"].data or 0,
        )

    def all_given(self) -> dict[str, Given]:
        """Return what was given to each criterion."""
        return {key: self.given(key) for key in self.keys}


def group_form(
    criteria: CriteriaSet, answerable: Iterable[Criterion], answers: Mapping[str, Answer]
) -> GroupForm:
    """Return the form of a group, filled in with the answers that stand or were sent."""
    fields: dict[str, Any] = {}
    opening: dict[str, Any] = {}
    for criterion in answerable:
        key, row = criterion.key, answers.get(criterion.key)
        fields |= _fields(criteria, criterion)
        opening |= {
            f"level-{key}": _chosen(row),
            f"note-{key}": row.note if row else "",
            f"version-{key}": row.version if row else 0,
        }
    shape: type[GroupForm] = type("FormOfGroup", (GroupForm,), fields)
    form = shape(**opening)
    form.keys = tuple(name.removeprefix("level-") for name in fields if name.startswith("level-"))
    return form


def _fields(criteria: CriteriaSet, criterion: Criterion) -> dict[str, Any]:
    choices = [
        (level.key, _("%(level)s · %(points)s điểm", level=level.label, points=number(points)))
        for level in criteria.levels
        for points in [criterion.points * level.share]
    ]
    if criterion.may_be_not_applicable:
        choices.append((NOT_APPLICABLE, _("Không áp dụng")))
    anchor = anchor_of(criterion.key)
    return {
        f"level-{criterion.key}": RadioField(
            _("Chi bộ tự đánh giá"), choices=choices, validate_choice=False, id=f"muc-{anchor}"
        ),
        f"note-{criterion.key}": TextAreaField(
            _("Ghi chú ngắn"), validators=[AtMost(LONGEST_NOTE)], id=f"ghi-chu-{anchor}"
        ),
        f"version-{criterion.key}": IntegerField(validators=[Optional()], id=f"ban-{anchor}"),
    }


def anchor_of(key: str) -> str:
    """Return the end of an element's id for a criterion: ``1-1`` for ``1.1``."""
    return "".join(letter if letter.isalnum() else "-" for letter in key)


def _chosen(row: Answer | None) -> str | None:
    if row is None:
        return None
    return NOT_APPLICABLE if row.not_applicable else row.self_level
