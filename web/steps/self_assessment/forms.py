"""What a cell gives to the criteria of a group: a level, and a few words where it likes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import IntegerField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Optional

from web.catalogue import _
from web.filters import number
from web.forms import AtMost, Form
from web.words import in_own_words
from workflows.criteria.framework import CriteriaSet, Criterion, Group, points_at
from workflows.criteria.scoring import shown
from workflows.dossiers.answering import LONGEST_NOTE
from workflows.dossiers.answering_many import Given
from workflows.dossiers.tables import Answer

NOT_APPLICABLE = "-"


class GroupForm(Form):
    """The answers of one group, filled in with those that stand until others are sent.

    A criterion has the fields ``level-<key>``, ``note-<key>`` and ``version-<key>``, the
    last of them the version of the answer that was shown. ``keys`` are the criteria that
    the visitor may answer.
    """

    keys: tuple[str, ...] = ()

    def given(self, key: str) -> Given:
        """Return what was given to a criterion."""
        level = self[f"level-{key}"].data
        return Given(
            level=None if level == NOT_APPLICABLE else level or None,
            not_applicable=level == NOT_APPLICABLE,
            note=(self[f"note-{key}"].data or "").replace("\r\n", "\n").strip(),
            seen_version=self[f"version-{key}"].data or 0,
        )


def group_form(
    criteria: CriteriaSet, group: Group, keys: Iterable[str], answers: Mapping[str, Answer]
) -> GroupForm:
    """Return the form of a group.

    Args:
        keys: the criteria that the visitor may answer.

    """
    fields: dict[str, Any] = {}
    standing: dict[str, Any] = {}
    for criterion in group.criteria:
        fields |= _fields(criteria, criterion)
        standing |= _standing(criterion.key, answers.get(criterion.key))
    shape: type[GroupForm] = type("FormOfGroup", (GroupForm,), fields)
    form = shape(**standing)
    form.keys = tuple(keys)
    return form


def anchor_of(key: str) -> str:
    """Return the end of an element's id for a criterion: ``1-1`` for ``1.1``."""
    return "".join(letter if letter.isalnum() else "-" for letter in key)


def _fields(criteria: CriteriaSet, criterion: Criterion) -> dict[str, Any]:
    key, anchor = criterion.key, anchor_of(criterion.key)
    return {
        f"level-{key}": RadioField(
            in_own_words(_("{Unit} tự đánh giá")),
            choices=_choices(criteria, criterion),
            validate_choice=False,
            id=f"muc-{anchor}",
        ),
        f"note-{key}": TextAreaField(
            _("Ghi chú ngắn"), validators=[AtMost(LONGEST_NOTE)], id=f"ghi-chu-{anchor}"
        ),
        f"version-{key}": IntegerField(validators=[Optional()], id=f"ban-{anchor}"),
    }


def _choices(criteria: CriteriaSet, criterion: Criterion) -> list[SelectChoice]:
    levels = [
        SelectChoice(
            level.key,
            _(
                "%(level)s · %(points)s điểm",
                level=level.label,
                points=number(shown(points_at(criterion, level))),
            ),
        )
        for level in criteria.levels_of(criterion)
    ]
    if criterion.may_be_not_applicable:
        levels.append(SelectChoice(NOT_APPLICABLE, _("Không áp dụng")))
    return levels


def _standing(key: str, row: Answer | None) -> dict[str, Any]:
    if row is None:
        return {f"level-{key}": None, f"note-{key}": ""}
    return {
        f"level-{key}": NOT_APPLICABLE if row.not_applicable else row.self_level,
        f"note-{key}": row.note,
    }
