"""What a committee's title takes from its cells, in words: what is counted, from which share on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from web.catalogue import _, _l
from workflows.criteria.framework import CriteriaSet, Criterion
from workflows.criteria.from_cells import RATED_GOOD, RECOGNIZED, Computed

COUNTED = {
    RECOGNIZED: _l("Số chi bộ được công nhận danh hiệu"),
    RATED_GOOD: _l("Số chi bộ xếp loại hoàn thành tốt nhiệm vụ trở lên"),
}


def rule_words(how: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """Say what is counted, and from which share on each level is given."""
    levels = "; ".join(
        _("từ %(n)s %%: %(level)s", n=share, level=labels.get(level, level))
        if share
        else _("còn lại: %(level)s", level=labels.get(level, level))
        for level, share in how["levels"]
    )
    counted = COUNTED.get(how["counts"], how["counts"])
    return _("%(counted)s trên tổng số chi bộ; %(levels)s", counted=counted, levels=levels)


def labels_of(criteria: CriteriaSet, criterion: Criterion) -> dict[str, str]:
    """Return what the levels of a criterion are called."""
    return {level.key: level.label for level in criteria.levels_of(criterion)}


def lines_of(computed: Computed, criteria: CriteriaSet) -> list[str]:
    """Say of each computed criterion of a set how it is computed."""
    return [
        f"{each.key}: {rule_words(computed[each.key], labels_of(criteria, each))}"
        for each in criteria.criteria
        if each.key in computed
    ]
