"""Criteria of a committee's title that are computed from how its cells ended their year.

Which ones, and how, the year says under the rule ``computed_from_cells``:
``{"4.2": {"counts": "recognized", "levels": [["good", 70], ["met", 50], ["not_met", 0]]}}``
gives the first level whose share, in hundredths, is reached; a year that says nothing
follows its criteria set (``workflows.criteria.from_cells``). Every cell's dossier of the
year is in the base, those held or not taking part as well; only one that went into another
is not (docs/process.md, section 2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from tenants import clock
from tenants.database import Json
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.criteria.from_cells import RECOGNIZED, Computed, computed_by
from workflows.dossiers.contents import answers_of, criteria_of
from workflows.dossiers.tables import Answer, Dossier, QualityRating, Rating
from workflows.engine.registry import states_of

RULE = "computed_from_cells"
GOOD = (Rating.EXCELLENT, Rating.GOOD)
HELD = "on_hold"
KEPT = "from_cells"  # under which an answer keeps the cells that its level was computed from


@dataclass(frozen=True, slots=True)
class SourceCell:
    """One cell in the base: where its dossier stands, and the rating that was decided."""

    dossier_id: UUID
    code: str
    name: str
    state: str
    rating: str

    @property
    def held(self) -> bool:
        """Whether it is held: it stays in the base and does not count."""
        return self.state == HELD

    @property
    def under_way(self) -> bool:
        """Whether its year has not ended: the committee's conclusion waits for it."""
        return self.state in states_of("open")

    def is_counted(self, what: str) -> bool:
        """Tell whether it is one of those that count."""
        return self.state == "recognized" if what == RECOGNIZED else self.rating in GOOD


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

    def level(self, how: Mapping[str, Any]) -> str:
        """Return the first level whose share is reached, else the last."""
        reached = (name for name, share in how["levels"] if self.reaches(how["counts"], share))
        return str(next(reached, how["levels"][-1][0]))

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
            "base": self.base, "rated_good": self.rated_good, RECOGNIZED: self.recognized,
            "held": list(self.held),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A cell that stands otherwise than when the conclusion was computed from it."""

    dossier_id: UUID
    code: str
    name: str
    before: tuple[str, str]
    after: tuple[str, str]


def computed_criteria(dossier: Dossier) -> Computed:
    """Return which criteria of a dossier are computed from cells, and how; a cell has none."""
    if not dossier.of_committee:
        return {}
    rule, criteria = dossier.campaign.rules.get(RULE), criteria_of(dossier)
    if not isinstance(rule, dict):
        return computed_by(criteria)
    known = {criterion.key for criterion in criteria.criteria}
    return {key: how for key, how in rule.items() if key in known}


def source_cells(session: TenantSession, dossier: Dossier) -> list[SourceCell]:
    """List the cells of the committee whose dossier this is, as they stand now."""
    rows = session.execute(
        select(Dossier.id, Dossier.code, OrgUnit.name, Dossier.state, QualityRating.rating)
        .join(Campaign, Campaign.id == Dossier.campaign_id)
        .join(OrgUnit, OrgUnit.id == Dossier.unit_id)
        .outerjoin(QualityRating, QualityRating.dossier_id == Dossier.id)
        .where(
            Dossier.committee_id == dossier.unit_id,
            Dossier.unit_id != dossier.unit_id,
            Campaign.year == dossier.campaign.year,
            Dossier.state != "superseded",
        )
        .order_by(OrgUnit.sort_key, Dossier.code)
    )
    return [SourceCell(*row[:4], row.rating or "") for row in rows]


def figures_of(cells: Sequence[SourceCell]) -> CellFigures:
    """Count cells."""
    return CellFigures(
        base=len(cells),
        rated_good=sum(cell.rating in GOOD for cell in cells),
        recognized=sum(cell.is_counted(RECOGNIZED) for cell in cells),
        held=tuple(sorted(cell.code for cell in cells if cell.held)),
    )


def cell_figures(session: TenantSession, dossier: Dossier) -> CellFigures:
    """Count the cells of the committee whose dossier this is, as they stand now."""
    return figures_of(source_cells(session, dossier))


def appraise_from_cells(session: TenantSession, dossier: Dossier, *, by: str) -> Json:
    """Give the computed criteria their levels; return the figures they were computed from.

    Each answer keeps the cells as they stood: what becomes of one later is told beside it.
    """
    wanted = computed_criteria(dossier)
    if not wanted:
        return {}
    cells, now = source_cells(session, dossier), clock.now(session)
    figures = figures_of(cells)
    stood = {cell.code: [cell.state, cell.rating] for cell in cells}
    answers = answers_of(session, dossier.id)
    for key, how in wanted.items():
        row = answers.get(key)
        if row is None:
            row = Answer(
                dossier_id=dossier.id, criterion=key, answered_at=now, answered_by=by, version=1
            )
            session.add(row)
        row.not_applicable = False
        row.appraised_level = figures.level(how)
        row.appraised_reason = figures.words(how["counts"])
        row.appraised_measured = {KEPT: stood}
        row.appraised_at, row.appraised_by = now, by
    session.flush()
    return figures.as_json()


def changed_since(
    answers: Mapping[str, Answer], wanted: Computed, cells: Sequence[SourceCell]
) -> list[ChangedCell]:
    """List the cells that stand otherwise than when the levels were computed: nothing re-scores.

    A cell counts as changed where a criterion would count it otherwise, or not at all.
    """
    kept = next(
        (row.appraised_measured[KEPT] for key, row in answers.items()
         if key in wanted and KEPT in row.appraised_measured),
        None,
    )  # fmt: skip
    if kept is None:
        return []
    counts = {how["counts"] for how in wanted.values()}
    changed = []
    for cell in cells:
        state, rating = kept.get(cell.code, ("", ""))
        before = SourceCell(cell.dossier_id, cell.code, cell.name, state, rating)
        if not state or any(before.is_counted(what) != cell.is_counted(what) for what in counts):
            changed.append(
                ChangedCell(
                    cell.dossier_id, cell.code, cell.name,
                    (state, rating), (cell.state, cell.rating),
                )
            )  # fmt: skip
    return changed
