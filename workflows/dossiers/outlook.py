"""How the cell's own points stand against the rule, before anybody has appraised them."""

from __future__ import annotations

from collections.abc import Mapping

from workflows.criteria.eligibility import Line, eligibility
from workflows.dossiers.contents import criteria_of
from workflows.dossiers.eligibility import self_score
from workflows.dossiers.tables import Answer, Dossier


def outlook(dossier: Dossier, answers: Mapping[str, Answer]) -> list[Line]:
    """Judge total, groups and disqualifiers on the cell's own points.

    What depends on more than points is left to the appraisal and is not among the lines.
    """
    verdict = eligibility(criteria_of(dossier), self_score(dossier, answers), {})
    return [line for line in verdict.lines if line.kind != "prerequisite"]
