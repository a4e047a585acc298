"""«n years running»: titles counted back through what became of units, by the rule chosen then.

A year counts for a unit where it had the title itself. A year from before a merger or a
split counts as the act says: where every unit before it had the title, where one at least
had it, where a named one had it, or not at all. A revoked title counts for nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select

from tenants.successions import (
    Part,
    StreakRule,
    SuccessionKind,
    UnitSuccession,
    forerunners,
    successions_of,
)
from tenants.wall import TenantSession
from workflows.decisions.tables import Recognition

# A unit that goes on through these is the same unit; its own years stay its own.
SAME_UNIT = (SuccessionKind.SPLIT, SuccessionKind.RENAME, SuccessionKind.REPARENT)


@dataclass(frozen=True, slots=True)
class Ancestry:
    """One act as a count sees it."""

    on: date
    kind: SuccessionKind
    rule: StreakRule
    one: UUID | None
    before: frozenset[UUID]
    after: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Titles:
    """Which units had the title in which years, and what became of the units."""

    held: frozenset[tuple[UUID, int]]
    acts: tuple[Ancestry, ...] = ()
    _known: dict[tuple[UUID, int, date | None], bool] = field(
        default_factory=dict, repr=False, compare=False
    )

    def counts(self, unit_id: UUID, year: int, *, until: date | None = None) -> bool:
        """Tell whether a year counts for a unit, as it was before a day if one is given."""
        asked = (unit_id, year, until)
        if asked not in self._known:
            self._known[asked] = self._counted(unit_id, year, until)
        return self._known[asked]

    def running(self, unit_id: UUID, year: int) -> int:
        """Count the years in a row that end with this one."""
        number = 0
        while self.counts(unit_id, year - number):
            number += 1
        return number

    def _counted(self, unit_id: UUID, year: int, until: date | None) -> bool:
        own = (unit_id, year) in self.held
        act = self._last_act(unit_id, year, until)
        if act is None or (own and act.on.year == year):
            return own
        match act.rule:
            case StreakRule.NONE:
                return False
            case StreakRule.ONE:
                return act.one is not None and self.counts(act.one, year, until=act.on)
            case StreakRule.ANY:
                return any(self.counts(unit, year, until=act.on) for unit in act.before)
            case StreakRule.EVERY:
                return all(self.counts(unit, year, until=act.on) for unit in act.before)

    def _last_act(self, unit_id: UUID, year: int, until: date | None) -> Ancestry | None:
        """Return the last act by which the unit came to be what it is, after the year."""
        found = [
            act
            for act in self.acts
            if unit_id in act.after
            and act.before
            and (until is None or act.on < until)
            and not (unit_id in act.before and act.kind in SAME_UNIT)
            and (act.on.year > year or (act.on.year == year and unit_id not in act.before))
        ]
        return max(found, key=lambda act: act.on, default=None)


def load_titles(session: TenantSession, unit_ids: Sequence[UUID]) -> Titles:
    """Read the titles that may count for units: their own, and those of all forerunners."""
    everybody = forerunners(session, unit_ids)
    held = session.execute(
        select(Recognition.unit_id, Recognition.year).where(
            Recognition.unit_id.in_(everybody), Recognition.revoked_at.is_(None)
        )
    ).all()
    acts = successions_of(session, everybody)
    return Titles(
        frozenset((unit_id, year) for unit_id, year in held),
        tuple(_ancestry(act) for act in acts),
    )


def years_running(session: TenantSession, unit_ids: Iterable[UUID], year: int) -> dict[UUID, int]:
    """Return for each unit how many years in a row it has the title, ending with a year."""
    wanted = list(unit_ids)
    titles = load_titles(session, wanted)
    return {unit_id: titles.running(unit_id, year) for unit_id in wanted}


def years_of(session: TenantSession, unit_id: UUID) -> list[int]:
    """List the years that count for a unit, the latest first."""
    titles = load_titles(session, [unit_id])
    years = {year for _unit, year in titles.held}
    return sorted((year for year in years if titles.counts(unit_id, year)), reverse=True)


def _ancestry(act: UnitSuccession) -> Ancestry:
    parts = {part: frozenset(row.unit_id for row in act.parts if row.part is part) for part in Part}
    return Ancestry(
        on=act.effective_on,
        kind=act.kind,
        rule=act.streak_rule,
        one=act.streak_unit_id,
        before=parts[Part.BEFORE],
        after=parts[Part.AFTER],
    )
