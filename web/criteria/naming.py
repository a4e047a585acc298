"""What criteria, bonuses and penalties are called in a sentence."""

from __future__ import annotations

from web.catalogue import _
from workflows.criteria.framework import Adjustment, CriteriaSet, Criterion


def criterion_name(key: str, criteria: CriteriaSet | None = None) -> str:
    """Name a criterion by its number; a bonus or penalty by its words, for its key is a code."""
    for one in criteria.adjustments if criteria is not None else ():
        if one.key == key:
            return called(one)
    return _("tiêu chí %(key)s", key=key)


def titled(one: Criterion | Adjustment) -> str:
    """Head what earns or costs points: its number, or what it is, and its words."""
    if isinstance(one, Criterion):
        return f"{one.key}. {one.label}"
    return f"{kind_of(one)}: {one.label}"


def kind_of(one: Adjustment) -> str:
    """Say whether it earns or costs points."""
    return _("Thưởng") if one.kind == "bonus" else _("Trừ")


def called(one: Criterion | Adjustment) -> str:
    """Name what earns or costs points."""
    if isinstance(one, Criterion):
        return criterion_name(one.key)
    if one.kind == "bonus":
        return _("điểm thưởng «%(words)s»", words=one.label)
    return _("điểm trừ «%(words)s»", words=one.label)
