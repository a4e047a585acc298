"""What only appraisers can answer when they conclude: the set's own conditions, and counts.

The ward asks it on the appraisal sheet; of a committee's own title the level above asks it, in
the form of the move.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, Field, StringField

from web.catalogue import _
from web.fields import CountField
from web.forms import AtMost, Between
from web.words import in_own_words
from workflows.criteria.framework import Disqualifier
from workflows.dossiers.claiming import MOST_TIMES
from workflows.dossiers.contents import criteria_of
from workflows.dossiers.eligibility import asked_conditions, counted_adjustments
from workflows.dossiers.measuring import counted as counted_of
from workflows.dossiers.tables import Answer, Dossier

LONGEST_REASON = 2000


class VerdictFields:
    """The part of a form that asks it; ``bars`` are the conditions that bar when ticked.

    ``claims`` says of each bonus and penalty how often the unit found it, and what for.
    """

    asked: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    bars: frozenset[str] = frozenset()
    claims: Mapping[str, tuple[int, str]] = {}

    def verdict(self) -> dict[str, Any]:
        """Return what the move is told of it; nothing where the set asks nothing."""
        told: dict[str, Any] = {}
        if self.asked:
            told["conditions"] = {key: bool(self._said(f"condition-{key}")) for key in self.asked}
        if self.counted:
            told["counts"] = {key: self._said(f"count-{key}") or 0 for key in self.counted}
            told["count_reasons"] = {
                key: str(self._said(f"count-reason-{key}") or "").strip() for key in self.counted
            }
        return told

    def ask_of(self, dossier: Dossier, answers: Mapping[str, Answer]) -> None:
        """Take note of what the dossier's criteria ask, and of what the unit claims."""
        criteria = criteria_of(dossier)
        asked, counted = asked_conditions(criteria), counted_adjustments(criteria)
        self.asked = tuple(each.key for each in asked)
        self.counted = tuple(each.key for each in counted)
        self.bars = frozenset(each.key for each in asked if isinstance(each, Disqualifier))
        self.claims = {
            key: (counted_of(answers[key].self_measured) or 0, answers[key].note)
            for key in self.counted
            if key in answers
        }

    def _said(self, name: str) -> Any:
        return self[name].data  # type: ignore[index]  # a form's own fields, by their names


def verdict_fields(
    dossier: Dossier, answers: Mapping[str, Answer]
) -> tuple[dict[str, Field], dict[str, Any]]:
    """Return the fields by their names, and what they open with.

    Bonuses and penalties open as they were counted before, else as the unit claims them.
    """
    criteria = criteria_of(dossier)
    asked, counted = asked_conditions(criteria), counted_adjustments(criteria)
    fields: dict[str, Field] = {f"condition-{each.key}": BooleanField(each.label) for each in asked}
    opening: dict[str, Any] = {}
    for each in counted:
        key, row = each.key, answers.get(each.key)
        fields[f"count-{key}"] = CountField(each.label, validators=[Between(0, MOST_TIMES)])
        fields[f"count-reason-{key}"] = StringField(
            in_own_words(_("Lý do nếu khác số {unit} khai")), validators=[AtMost(LONGEST_REASON)]
        )
        if row is not None:
            found = counted_of(row.appraised_measured or row.self_measured)
            opening |= {f"count-{key}": found or None, f"count-reason-{key}": row.appraised_reason}
    return fields, opening
