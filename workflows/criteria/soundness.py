"""Whether a criteria set adds up: what no single field can tell."""

from collections.abc import Iterable

from workflows.criteria.entries import BadCriteriaError
from workflows.criteria.framework import CriteriaSet


def check(criteria_set: CriteriaSet) -> None:
    """Raise ``BadCriteriaError`` for the first thing that does not add up."""
    _check_keys(criteria_set)
    _check_levels(criteria_set)
    _check_points(criteria_set)
    _check_rule(criteria_set)
    starts, ends = criteria_set.effective_from, criteria_set.effective_to
    if starts and ends and ends < starts:
        raise BadCriteriaError("dates_reversed")


def _check_keys(criteria_set: CriteriaSet) -> None:
    _refuse_doubles(level.key for level in criteria_set.levels)
    # Every line of an eligibility report goes by its key, and one of them is the total.
    lines = ["total", *(group.key for group in criteria_set.groups)]
    lines += [criterion.key for criterion in criteria_set.criteria]
    lines += [prerequisite.key for prerequisite in criteria_set.prerequisites]
    _refuse_doubles(lines)


def _refuse_doubles(keys: Iterable[str]) -> None:
    seen = set()
    for key in keys:
        if key in seen:
            raise BadCriteriaError("same_key", key=key)
        seen.add(key)


def _check_levels(criteria_set: CriteriaSet) -> None:
    for level in criteria_set.levels:
        if level.share > 1:
            raise BadCriteriaError("share_above_one", where=f"Level {level.key}")
    if criteria_set.best_share != 1:
        raise BadCriteriaError("no_full_level")


def _check_points(criteria_set: CriteriaSet) -> None:
    for criterion in criteria_set.criteria:
        if not criterion.points:
            raise BadCriteriaError("no_points", where=f"Criterion {criterion.key}")
    for group in criteria_set.groups:
        # With nothing left in a group its points could be given to nobody.
        if all(criterion.may_be_not_applicable for criterion in group.criteria):
            raise BadCriteriaError("nothing_applies", where=f"Group {group.key}")
    points = sum(group.points for group in criteria_set.groups)
    if points != criteria_set.scale:
        raise BadCriteriaError("points_do_not_add_up", points=points, scale=criteria_set.scale)


def _check_rule(criteria_set: CriteriaSet) -> None:
    rule, scale = criteria_set.rule, criteria_set.scale
    if rule.total_at_least > scale:
        raise BadCriteriaError("total_above_scale", total=rule.total_at_least, scale=scale)
    if rule.each_group_at_least_share > 1:
        raise BadCriteriaError("share_above_one", where="The rule")
