"""Criteria sets for the tests: the service's, and a small one whose numbers are easy."""

from functools import cache
from pathlib import Path

from workflows.criteria.reading import CriteriaSet, read_criteria
from workflows.criteria.scoring import Answer

REFERENCE = Path(__file__).parents[3] / "workflows" / "criteria" / "reference.yaml"

SMALL = """
key: small
title: Chi bộ 2 tốt
scale: {maximum: 20, levels: [{key: good, label: Tốt, share: 1}, {key: not_met, label: Chưa đạt, share: 0}]}
rule: {total_at_least: 15, each_group_at_least_share: 0.5}
groups:
  - {key: "1", label: Một, criteria: [{key: "1.1", label: A, points: 4}, {key: "1.2", label: B, points: 6}]}
  - {key: "2", label: Hai, criteria: [{key: "2.1", label: C, points: 10}]}
"""  # noqa: E501


@cache
def reference() -> CriteriaSet:
    """Return the service's set: 16 criteria in four groups of 30, 25, 25 and 20 points."""
    return read_criteria(REFERENCE.read_text(encoding="utf-8"))


def all_at(criteria_set: CriteriaSet, level: str) -> dict[str, Answer]:
    """Answer every criterion with one level."""
    return {criterion.key: Answer(level) for criterion in criteria_set.criteria}
