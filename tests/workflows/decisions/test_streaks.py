"""«n years running»: which years count for a unit, through mergers and splits and revocation."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from tenants import clock
from tenants.successions import StreakRule, SuccessionKind
from tenants.units import OrgUnit
from tests import make
from tests.make import Town
from tests.workflows.sittings import meeting
from workflows.decisions.streaks import Ancestry, Titles, years_of, years_running
from workflows.decisions.tables import Recognition
from workflows.successions.asking import Asked, NewUnit
from workflows.successions.doing import succeed
from workflows.successions.planning import plan_succession

A, B, C, D = (uuid4() for _ in range(4))
MERGE, SPLIT, RENAME = SuccessionKind.MERGE, SuccessionKind.SPLIT, SuccessionKind.RENAME
EVERY, ANY, ONE, NONE = StreakRule.EVERY, StreakRule.ANY, StreakRule.ONE, StreakRule.NONE


def act(
    on: str, kind: SuccessionKind, rule: StreakRule, before: set[UUID], after: set[UUID],
    one: UUID | None = None,
) -> Ancestry:  # fmt: skip
    return Ancestry(date.fromisoformat(on), kind, rule, one, frozenset(before), frozenset(after))


def titles(*acts: Ancestry, **years: str) -> Titles:
    units = {"a": A, "b": B, "c": C, "d": D}
    held = {(units[name], int(year)) for name, listed in years.items() for year in listed.split()}
    return Titles(frozenset(held), acts)


# what happened, and who had the title when | whose count | ending with | years running
CASES = [
    (titles(a="2023 2024 2025"), A, 2025, 3),
    (titles(a="2023 2025"), A, 2025, 1),
    (titles(a="2023 2024"), A, 2025, 0),
    (titles(), A, 2025, 0),
    # A and B become C in July 2025.
    (
        titles(act("2025-07-01", MERGE, EVERY, {A, B}, {C}), a="2023 2024", b="2024", c="2025"),
        C, 2025, 2,
    ),
    (
        titles(act("2025-07-01", MERGE, ANY, {A, B}, {C}), a="2023 2024", b="2024", c="2025"),
        C, 2025, 3,
    ),
    (
        titles(act("2025-07-01", MERGE, ONE, {A, B}, {C}, B), a="2023 2024", b="2024", c="2025"),
        C, 2025, 2,
    ),
    (
        titles(act("2025-07-01", MERGE, ONE, {A, B}, {C}, A), a="2023 2024", b="2024", c="2025"),
        C, 2025, 3,
    ),
    (
        titles(act("2025-07-01", MERGE, NONE, {A, B}, {C}), a="2023 2024", b="2024", c="2025"),
        C, 2025, 1,
    ),
    # C has no title of its own yet: those of the year before still count for that year.
    (
        titles(act("2025-07-01", MERGE, EVERY, {A, B}, {C}), a="2023 2024", b="2023 2024"),
        C, 2024, 2,
    ),
    (
        titles(act("2025-07-01", MERGE, EVERY, {A, B}, {C}), a="2023 2024", b="2023 2024"),
        C, 2025, 0,
    ),
    # Titles that were given in the very year, before the merger.
    (
        titles(act("2025-12-20", MERGE, EVERY, {A, B}, {C}), a="2024 2025", b="2024 2025"),
        C, 2025, 2,
    ),
    (titles(act("2025-12-20", MERGE, EVERY, {A, B}, {C}), a="2024 2025", b="2024"), C, 2025, 0),
    # B merges into A, which goes on.
    (
        titles(act("2025-07-01", MERGE, EVERY, {A, B}, {A}), a="2023 2024 2025", b="2024"),
        A, 2025, 2,
    ),
    (titles(act("2025-07-01", MERGE, ONE, {A, B}, {A}, A), a="2023 2024 2025"), A, 2025, 3),
    (
        titles(act("2025-07-01", MERGE, NONE, {A, B}, {A}), a="2023 2024 2025", b="2023 2024"),
        A, 2025, 1,
    ),
    # B splits off A.
    (
        titles(act("2025-07-01", SPLIT, EVERY, {A}, {A, B}), a="2023 2024 2025", b="2025"),
        B, 2025, 3,
    ),
    (titles(act("2025-07-01", SPLIT, NONE, {A}, {A, B}), a="2023 2024 2025", b="2025"), B, 2025, 1),
    (titles(act("2025-07-01", SPLIT, NONE, {A}, {A, B}), a="2023 2024 2025", b="2025"), A, 2025, 3),
    # A new name, or another unit above, takes no year away.
    (titles(act("2025-07-01", RENAME, NONE, {A}, {A}), a="2024 2025"), A, 2025, 2),
    # Twice: A and B become C in 2024, C and D become C in 2025.
    (
        titles(
            act("2024-07-01", MERGE, ANY, {A, B}, {C}),
            act("2025-07-01", MERGE, EVERY, {C, D}, {C}),
            a="2022 2023", c="2024 2025", d="2023 2024",
        ),
        C, 2025, 3,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("held", "unit", "year", "running"), CASES)
def test_years_running_by_the_rule(held: Titles, unit: UUID, year: int, running: int) -> None:
    assert held.running(unit, year) == running


def merged(town: Town, rule: StreakRule) -> OrgUnit:
    asked = Asked(
        SuccessionKind.MERGE, effective_on=clock.today(town.session), legal_basis="NQ số 05",
        units=tuple(cell.id for cell in town.ward.cells), new=(NewUnit("Chi bộ Tân Hòa"),),
        streak_rule=rule,
    )  # fmt: skip
    seen = plan_succession(town.session, asked).digest
    succeed(town.session, asked, actor=town.member(town.admin), seen=seen)
    return town.session.scalars(select(OrgUnit).where(OrgUnit.name == "Chi bộ Tân Hòa")).one()


def test_merged_unit_keeps_its_streak_by_the_rule_and_loses_it_with_a_revocation(
    town: Town,
) -> None:
    make.founded_last_year(town)
    year = clock.today(town.session).year
    dossiers = meeting.before_city(town)
    sitting = meeting.opened(town, meeting.Gate.RECOGNITION, dossiers, None)
    for dossier in dossiers:
        meeting.rated(town, dossier)
        meeting.vote(town, sitting, dossier, None, meeting.Votes(3), meeting.Votes(3))
    meeting.close(town, sitting, None)
    past = town.session.scalars(select(Recognition)).all()
    assert {row.year for row in past} == {year}
    town.session.execute(update(Recognition).values(year=year - 1))

    unit = merged(town, StreakRule.EVERY)

    assert years_of(town.session, unit.id) == [year - 1]
    assert years_running(town.session, [unit.id], year - 1) == {unit.id: 1}
    past[0].revoked_at = clock.now(town.session) + timedelta(seconds=1)
    town.session.flush()
    assert years_running(town.session, [unit.id, town.ward.cells[1].id], year - 1) == {
        unit.id: 0, town.ward.cells[1].id: 1,
    }  # fmt: skip
