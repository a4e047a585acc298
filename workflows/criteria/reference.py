"""The criteria set that comes with the service, for a tenant's first year.

It is that of the plan 98-KH/Th.U of Hà Tĩnh, 2023 to 2025. Its points are a template: a
tenant changes them before its year opens, or scores met and not met.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from workflows.criteria.reading import CriteriaSet, read_criteria


@cache
def reference_criteria() -> CriteriaSet:
    """Read the set: sixteen criteria in four groups."""
    return read_criteria(Path(__file__).with_name("reference.yaml").read_text(encoding="utf-8"))
