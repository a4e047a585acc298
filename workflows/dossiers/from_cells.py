"""Criteria of a committee's title that are computed from how its cells ended their year.

The campaign says which ones, under the rule ``computed_from_cells``:
``{"4.2": {"counts": "recognized", "levels": [["good", 70], ["met", 50], ["not_met", 0]]}}``
gives the first level whose share, in hundredths, is reached. Every cell's dossier of the
year is in the base, those held or not taking part as well; only one that went into another
is not (docs/process.md, section 2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from tenants import clock
from tenants.database import Json
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.dossiers.tables import Answer, Dossier, QualityRating, Rating

RECOGNIZED, RATED_GOOD = "recognized", "rated_good"
GOOD = (Rating.EXCELLENT, Rating.GOOD)


@dataclass(frozen=True, slots=True)
class CellFigures:
    """A committee's cells in a year: all, those rated good, those with the title, those held."""

    base: int
    rated_good: int
    recognized: int
    held: tuple[str, ...] = ()

    def counted(self, what: str) -> int:
        """Return how many count."""
        return self.recognized if what == RECOGNIZED else self.rated_good

    def reaches(self, what: str, share: int) -> bool:
        """Tell whether so many hundredths are reached; nothing is reached of no cells."""
        return self.base > 0 and 100 * self.counted(what) >= share * self.base

    def words(self, what: str) -> str:
        """Return the share as offices write it: ``8/10 = 80 %``."""
        if not self.base:
            return "0/0"
        percent = 100 * self.counted(what) / self.base
        shown = f"{percent:.1f}".rstrip("0").rstrip(".").replace(".", ",")
        return f"{self.counted(what)}/{self.base} = {shown} %"

    def as_json(self) -> Json:
        """Return the figures for the trail."""
        return {
            "base": self.base, RATED_GOOD: self.rated_good, RECOGNIZED: self.recognized,
            "held": list(self.held),
        }  # fmt: skip


def computed_criteria(dossier: Dossier) -> Mapping[str, Any]:
    """Return which criteria the campaign computes from cells, and how."""
    rule = dossier.campaign.rules.get("computed_from_cells")
    return rule if isinstance(rule, dict) else {}


def cell_figures(session: TenantSession, dossier: Dossier) -> CellFigures:
    """Count the cells of the committee whose dossier this is, as they stand now."""
    rows = session.execute(
        select(Dossier.code, Dossier.state, QualityRating.rating)
        .join(Campaign, Campaign.id == Dossier.campaign_id)
        .outerjoin(QualityRating, QualityRating.dossier_id == Dossier.id)
        .where(
            Dossier.committee_id == dossier.unit_id,
            Dossier.unit_id != dossier.unit_id,
            Campaign.year == dossier.campaign.year,
            Dossier.state != "superseded",
        )
        .order_by(Dossier.code)
    ).all()
    return CellFigures(
        base=len(rows),
        rated_good=sum(rating in GOOD for _code, _state, rating in rows),
        recognized=sum(state == "recognized" for _code, state, _rating in rows),
        held=tuple(code for code, state, _rating in rows if state == "on_hold"),
    )


def appraise_from_cells(session: TenantSession, dossier: Dossier, *, by: str) -> Json:
    """Give the computed criteria their levels; return the figures they were computed from."""
    wanted = computed_criteria(dossier)
    if not wanted:
        return {}
    figures, now = cell_figures(session, dossier), clock.now(session)
    answers = {
        row.criterion: row
        for row in session.scalars(
            select(Answer).where(
                Answer.dossier_id == dossier.id, Answer.criterion.in_(list(wanted))
            )
        )
    }
    for key, how in wanted.items():
        level = next(
            (name for name, share in how["levels"] if figures.reaches(how["counts"], share)),
            how["levels"][-1][0],
        )
        row = answers.get(key)
        if row is None:
            row = Answer(
                dossier_id=dossier.id, criterion=key, answered_at=now, answered_by=by, version=1
            )
            session.add(row)
        row.not_applicable = False
        row.appraised_level = level
        row.appraised_reason = figures.words(how["counts"])
        row.appraised_at, row.appraised_by = now, by
    session.flush()
    return figures.as_json()
