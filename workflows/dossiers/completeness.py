"""What a self-assessment still lacks before it may be sent, criterion by criterion."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from enum import StrEnum

from workflows.criteria.framework import CriteriaSet
from workflows.dossiers.contents import criteria_of
from workflows.dossiers.eligibility import self_score
from workflows.dossiers.tables import Answer, Dossier


class Lack(StrEnum):
    """What a criterion may lack."""

    ANSWER = "answer"
    REASON = "reason"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Missing:
    """A criterion, and what it lacks."""

    criterion: str
    lack: Lack


def missing_of(
    dossier: Dossier, answers: Mapping[str, Answer], attached: Container[str]
) -> list[Missing]:
    """List what is missing, in the order of the criteria: the same that sending insists on.

    Args:
        attached: the criteria that have a file.

    """
    criteria = criteria_of(dossier)
    unsettled = self_score(dossier, answers).unsettled
    unexplained = unexplained_of(criteria, answers)
    lacking = lacking_files(criteria, answers, attached)
    found = []
    for criterion in criteria.criteria:
        if criterion.key in unsettled:
            found.append(Missing(criterion.key, Lack.ANSWER))
        elif criterion.key in unexplained:
            found.append(Missing(criterion.key, Lack.REASON))
        elif criterion.key in lacking:
            found.append(Missing(criterion.key, Lack.FILE))
    return found


def unexplained_of(criteria: CriteriaSet, answers: Mapping[str, Answer]) -> list[str]:
    """List the criteria that are said not to apply, without a word why."""
    return [
        criterion.key
        for criterion in criteria.criteria
        if criterion.key in answers
        and answers[criterion.key].not_applicable
        and not answers[criterion.key].note.strip()
    ]


def lacking_files(
    criteria: CriteriaSet, answers: Mapping[str, Answer], attached: Container[str]
) -> list[str]:
    """List the criteria that must have a file and have none; what does not apply needs none."""
    return [
        criterion.key
        for criterion in criteria.criteria
        if criterion.evidence_required
        and criterion.key not in attached
        and not (criterion.key in answers and answers[criterion.key].not_applicable)
    ]
