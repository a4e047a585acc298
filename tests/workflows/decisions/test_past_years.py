"""A title that falls years later: what the years after it count, and what the public reads."""

from __future__ import annotations

from sqlalchemy import Engine, select

from demo.past_titles import PastYear, take_over
from tenants import clock
from tenants.successions import StreakRule
from tenants.wall import open_session
from tests import make
from tests.make import Town
from tests.workflows.decisions.test_streaks import merged
from tests.workflows.sittings import meeting
from workflows.decisions.asking import Ground, ask
from workflows.decisions.checking import Checked, check
from workflows.decisions.results import title_of
from workflows.decisions.streaks import years_running
from workflows.decisions.tables import Recognition
from workflows.dossiers.tables import Dossier
from workflows.sittings.requested import put_to_sitting
from workflows.sittings.voting import Votes


def taken_over(town: Town, *years: int) -> dict[int, list[Recognition]]:
    """Give both cells of the ward the titles of past years."""
    found = {
        year: take_over(
            town.session, town.campaign, town.body,
            PastYear(year, f"{year % 100}-QĐ/Th.U", town.ward.cells), signer=town.chair,
        )
        for year in years
    }  # fmt: skip
    town.session.commit()
    return found


def revoked(town: Town, title: Recognition) -> None:
    """Have the city's body revoke a title of a year that is long closed."""
    dossier = town.session.scalars(select(Dossier).where(Dossier.id == title.dossier_id)).one()
    request = ask(
        town.session, dossier, ground=Ground.DISCIPLINE, words="Kỷ luật vì việc năm ấy",
        paper="31-QĐ/UBKTTU", paper_on=clock.today(town.session),
        actor=town.member(town.city_inspector),
    )  # fmt: skip
    today, recorder = clock.today(town.session), meeting.recorder_of(town, None)
    sitting = put_to_sitting(town.session, request, planned_on=today, actor=recorder)
    meeting.start(town, sitting, None)
    item = meeting.item_of(town, sitting, dossier)
    meeting.record_vote(
        town.session, sitting, item.id, title=Votes(3), merit=None, actor=recorder
    )  # fmt: skip
    meeting.close(town, sitting, None)
    town.session.expire_all()


def public(engine: Engine, title: Recognition) -> Checked:
    with open_session(engine) as outside:
        found = check(outside, title.public_code)
    assert found is not None
    return found


def test_title_of_2023_that_falls_changes_2024_and_2025_and_the_public_page_at_once(
    town: Town, engine: Engine
) -> None:
    titles = taken_over(town, 2023, 2024, 2025)
    cell, other = town.ward.cells
    codes = {year: listed[0] for year, listed in titles.items()}
    auditor = town.member(town.auditor)

    def counted() -> list[int]:
        return [years_running(town.session, [cell.id], year)[cell.id] for year in codes]

    def shown() -> list[int]:
        pages = []
        for title in codes.values():
            dossier = town.session.get_one(Dossier, (title.tenant_id, title.dossier_id))
            found = title_of(town.session, dossier, viewer=auditor)
            assert found is not None
            pages.append(found.running)
        return pages

    assert counted() == shown() == [1, 2, 3]
    assert [public(engine, title).running for title in codes.values()] == [1, 2, 3]
    town.session.commit()

    revoked(town, codes[2023])

    assert counted() == shown() == [0, 1, 2]
    assert [public(engine, title).running for title in codes.values()] == [0, 1, 2]
    assert public(engine, codes[2023]).standing == "revoked"
    assert years_running(town.session, [other.id], 2025) == {other.id: 3}


def test_merged_unit_keeps_three_years_by_the_rule_and_loses_those_of_the_fallen(
    town: Town, engine: Engine
) -> None:
    make.founded_last_year(town)
    titles = taken_over(town, 2023, 2024, 2025)
    unit = merged(town, StreakRule.EVERY)
    town.session.commit()
    assert years_running(town.session, [unit.id], 2025) == {unit.id: 3}

    revoked(town, titles[2024][1])

    assert years_running(town.session, [unit.id], 2025) == {unit.id: 1}
    assert public(engine, titles[2025][0]).running == 3
    assert public(engine, titles[2025][1]).running == 1
