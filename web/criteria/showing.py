"""What the pages of a set show, whether it is a draft, a version or a template."""

from __future__ import annotations

from typing import Any

from web.criteria.words import basis_words, how_words, rule_lines, whom_words
from workflows.criteria.framework import CriteriaSet


def shown_set(criteria: CriteriaSet) -> dict[str, Any]:
    """Gather a set for its page."""
    return {
        "criteria": criteria,
        "rules": rule_lines(criteria),
        "whom": whom_words(criteria.applies_to),
        "how": {one.key: how_words(criteria, one) for one in criteria.measurable},
        "bases": {basis.number: basis_words(basis) for basis in criteria.legal_bases},
        "number_of_criteria": len(list(criteria.criteria)),
    }
