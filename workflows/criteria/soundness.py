"""Whether a criteria set adds up: what no single field can tell."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from workflows.criteria.entries import BadCriteriaError
from workflows.criteria.framework import Adjustment, CriteriaSet, Criterion
from workflows.criteria.from_cells import unreadable_in


def check(criteria_set: CriteriaSet) -> None:
    """Raise ``BadCriteriaError`` for the first thing that does not add up."""
    for fault in faults_of(criteria_set):
        raise fault


def faults_of(criteria_set: CriteriaSet) -> Iterator[BadCriteriaError]:
    """List everything that does not add up, so that an editor can show it all at once."""
    yield from _empty(criteria_set)
    yield from _keys(criteria_set)
    yield from _levels(criteria_set)
    yield from _points(criteria_set)
    for one in criteria_set.measurable:
        yield from _measure(one)
    yield from _rule(criteria_set)
    yield from _grades(criteria_set)
    yield from _bases(criteria_set)
    yield from unreadable_in(criteria_set)
    starts, ends = criteria_set.effective_from, criteria_set.effective_to
    if starts and ends and ends < starts:
        yield BadCriteriaError("dates_reversed")


def _empty(criteria_set: CriteriaSet) -> Iterator[BadCriteriaError]:
    if not criteria_set.groups:
        yield BadCriteriaError("empty_list", where="The set", field="groups")
    if not criteria_set.levels:
        yield BadCriteriaError("empty_list", where="The set, scale", field="levels")
    for group in criteria_set.groups:
        if not group.criteria:
            yield BadCriteriaError("empty_list", where=f"Group {group.key}", field="criteria")


def _keys(criteria_set: CriteriaSet) -> Iterator[BadCriteriaError]:
    yield from _doubles(level.key for level in criteria_set.levels)
    for criterion in criteria_set.criteria:
        yield from _doubles(level.key for level in criterion.levels)
    # Every line of an eligibility report goes by its key, and one of them is the total.
    lines = ["total", *(group.key for group in criteria_set.groups)]
    if criteria_set.rule.each_criterion_at_least_share:
        lines.append("criteria")
    lines += [criterion.key for criterion in criteria_set.criteria]
    lines += [prerequisite.key for prerequisite in criteria_set.prerequisites]
    lines += [disqualifier.key for disqualifier in criteria_set.disqualifiers]
    lines += [adjustment.key for adjustment in criteria_set.adjustments]
    yield from _doubles(lines)
    yield from _doubles(grade.key for grade in criteria_set.grades)


def _doubles(keys: Iterable[str]) -> Iterator[BadCriteriaError]:
    seen = set()
    for key in keys:
        if key in seen:
            yield BadCriteriaError("same_key", key=key)
        seen.add(key)


def _levels(criteria_set: CriteriaSet) -> Iterator[BadCriteriaError]:
    for level in criteria_set.levels:
        if level.share > 1:
            yield BadCriteriaError("share_above_one", where=f"Level {level.key}")
    if criteria_set.levels and criteria_set.best_share != 1:
        yield BadCriteriaError("no_full_level")
    for criterion in criteria_set.criteria:
        yield from _own_levels(criterion)


def _own_levels(criterion: Criterion) -> Iterator[BadCriteriaError]:
    where, earned = f"Criterion {criterion.key}", [each.points or 0 for each in criterion.levels]
    if len(earned) == 1:
        yield BadCriteriaError("one_level_only", where=where)
    if earned and max(earned) > criterion.points:
        yield BadCriteriaError("level_above_points", where=where, points=criterion.points)
    elif earned and max(earned) < criterion.points:
        yield BadCriteriaError("no_best_level", where=where, points=criterion.points)


def _points(criteria_set: CriteriaSet) -> Iterator[BadCriteriaError]:
    for criterion in criteria_set.criteria:
        if not criterion.points:
            yield BadCriteriaError("no_points", where=f"Criterion {criterion.key}")
    for adjustment in criteria_set.adjustments:
        if not adjustment.points:
            yield BadCriteriaError("no_points", where=f"Adjustment {adjustment.key}")
    for group in criteria_set.groups:
        # With nothing left in a group its points could be given to nobody.
        if group.criteria and all(one.may_be_not_applicable for one in group.criteria):
            yield BadCriteriaError("nothing_applies", where=f"Group {group.key}")
        if group.at_least is not None and group.at_least > group.points:
            yield BadCriteriaError(
                "group_asks_too_much",
                where=f"Group {group.key}", asked=group.at_least, points=group.points,
            )  # fmt: skip
    points = sum(group.points for group in criteria_set.groups)
    if points != criteria_set.scale:
        yield BadCriteriaError("points_do_not_add_up", points=points, scale=criteria_set.scale)


def _measure(one: Criterion | Adjustment) -> Iterator[BadCriteriaError]:
    measure = one.measure
    if measure is None:
        return
    where = f"{'Criterion' if isinstance(one, Criterion) else 'Adjustment'} {one.key}"
    if not measure.full_at:
        yield BadCriteriaError("not_measurable", where=where)
    if any(step.points > one.points for step in measure.steps):
        yield BadCriteriaError("level_above_points", where=where, points=one.points)
    if isinstance(one, Adjustment) and not measure.steps:
        yield BadCriteriaError("no_steps", where=where)
    seen: set[tuple[Decimal, bool]] = set()
    for step in measure.steps:
        if (step.value, step.above) in seen:
            yield BadCriteriaError("step_twice", where=where, value=step.value)
        seen.add((step.value, step.above))


def _rule(criteria_set: CriteriaSet) -> Iterator[BadCriteriaError]:
    rule, scale = criteria_set.rule, criteria_set.scale
    if rule.total_at_least > scale:
        yield BadCriteriaError("total_above_scale", total=rule.total_at_least, scale=scale)
    if max(rule.each_group_at_least_share, rule.each_criterion_at_least_share) > 1:
        yield BadCriteriaError("share_above_one", where="The rule")
    number = len(list(criteria_set.criteria))
    if number and rule.criteria_may_miss >= number:
        yield BadCriteriaError("misses_too_many", count=rule.criteria_may_miss, of=number)


def _grades(criteria_set: CriteriaSet) -> Iterator[BadCriteriaError]:
    seen = set()
    for grade in criteria_set.grades:
        where = f"Grade {grade.key}"
        if grade.at_least > criteria_set.scale:
            yield BadCriteriaError(
                "grade_above_scale", where=where, points=grade.at_least, scale=criteria_set.scale
            )
        if grade.at_least in seen:
            yield BadCriteriaError("grade_twice", where=where, points=grade.at_least)
        seen.add(grade.at_least)


def _bases(criteria_set: CriteriaSet) -> Iterator[BadCriteriaError]:
    known = {basis.number for basis in criteria_set.legal_bases}
    for criterion in criteria_set.criteria:
        if criterion.legal_basis and criterion.legal_basis not in known:
            yield BadCriteriaError(
                "no_such_basis", where=f"Criterion {criterion.key}", number=criterion.legal_basis
            )
    for basis in criteria_set.legal_bases:
        if basis.dated and basis.until and basis.until < basis.dated:
            yield BadCriteriaError("basis_reversed", where=f"Legal basis {basis.number}")
