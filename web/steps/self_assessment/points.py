"""The cell's own points so far, beside what the title asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from web.dossiers.conditions import Condition, conditions_of
from web.dossiers.page import level_labels
from workflows.criteria.scoring import Score
from workflows.dossiers.contents import criteria_of
from workflows.dossiers.eligibility import self_score
from workflows.dossiers.outlook import outlook
from workflows.dossiers.tables import Answer, Dossier


@dataclass(frozen=True, slots=True)
class GroupPoints:
    """A group's points so far, the most it can have, and the least that the title asks."""

    label: str
    points: Decimal
    maximum: Decimal
    needed: Decimal

    @property
    def reached(self) -> bool:
        """Whether the group has what the title asks."""
        return self.points >= self.needed


@dataclass(frozen=True, slots=True)
class Points:
    """The total and the groups, in the order of the set."""

    score: Score
    needed: Decimal
    groups: tuple[GroupPoints, ...]


def points_of(dossier: Dossier, answers: Mapping[str, Answer]) -> Points:
    """Count what the cell has given itself so far."""
    criteria = criteria_of(dossier)
    score = self_score(dossier, answers)
    share = criteria.rule.each_group_at_least_share
    return Points(
        score=score,
        needed=criteria.rule.total_at_least,
        groups=tuple(
            GroupPoints(group.label, own.points, own.maximum, own.maximum * share)
            for group, own in zip(criteria.groups, score.groups, strict=True)
        ),
    )


@dataclass(frozen=True, slots=True)
class Outlook:
    """How the cell's own points stand against the rule: every condition, and those not met yet."""

    conditions: Sequence[Condition]
    open: Sequence[Condition]


def outlook_of(dossier: Dossier, answers: Mapping[str, Answer]) -> Outlook:
    """Judge what the cell has given itself so far, line by line."""
    lines = [asdict(line) for line in outlook(dossier, answers)]
    labels = level_labels(dossier)
    return Outlook(
        conditions=conditions_of(lines, labels),
        open=conditions_of([line for line in lines if line["blocks"]], labels),
    )
