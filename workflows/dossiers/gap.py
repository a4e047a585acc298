"""How far the cell's own points and the appraised ones lie apart."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from workflows.criteria.scoring import Score
from workflows.dossiers.tables import Dossier

FLAG_ABOVE = 15


@dataclass(frozen=True, slots=True)
class Gap:
    """The difference over what is appraised so far; ``flagged`` above the campaign's bound."""

    points: Decimal
    bound: int
    complete: bool

    @property
    def flagged(self) -> bool:
        """Whether it is wider than the campaign lets pass without a remark."""
        return self.points > self.bound


def gap_of(dossier: Dossier, own: Score, appraised: Score) -> Gap:
    """Return how much the cell gives itself above what the appraisers give.

    Before the end only the criteria that have both are compared: what nobody has appraised
    yet is no difference.
    """
    bound = int(dossier.campaign.rules.get("gap_flag_above", FLAG_ABOVE))
    if appraised.complete:
        return Gap(own.total - appraised.total, bound, complete=True)
    theirs = {one.key: one for group in appraised.groups for one in group.criteria}
    apart = sum(
        (
            one.points - (theirs[one.key].points or Decimal(0))
            for group in own.groups
            for one in group.criteria
            if one.points is not None and theirs[one.key].points is not None
        ),
        Decimal(0),
    )
    return Gap(apart, bound, complete=False)
