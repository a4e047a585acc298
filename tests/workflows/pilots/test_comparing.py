"""Pilots beside the rest, for those who may see them, and the year before."""

from __future__ import annotations

from decimal import Decimal

from tests import make, settled
from tests.make import Town
from tests.workflows.sittings.test_on_request import piloted
from workflows.pilots.comparing import compare_pilots, pilots_seen
from workflows.pilots.last_year import LastYear, last_years


def test_pilots_and_the_rest_have_the_same_figures_ward_by_ward(town: Town) -> None:
    first, second = piloted(town)
    make.registered(town, town.other_ward.cells[0], town.other_ward)
    first.appraised_total, first.eligible = Decimal(90), True
    second.appraised_total, second.eligible = Decimal(70), False
    town.session.commit()
    rows = compare_pilots(town.session, town.member(town.city_office), town.campaign.id)
    assert [row.ward.name if row.ward else None for row in rows] == [
        None, town.other_ward.unit.name, town.ward.unit.name,
    ]  # fmt: skip
    everywhere, own = rows[0], rows[2]
    assert (everywhere.pilots.cells, everywhere.rest.cells) == (1, 3)
    assert (own.pilots.cells, own.pilots.score, own.pilots.eligible) == (1, Decimal(90), 1)
    assert (own.rest.cells, own.rest.score, own.rest.eligible) == (1, Decimal(70), 0)
    assert (own.pilots.share, rows[1].pilots.share) == (Decimal(0), None)
    (pilot,) = pilots_seen(town.session, town.member(town.city_office), town.campaign.id)
    assert (pilot.dossier.id, pilot.mark.reason, pilot.supervisor) == (
        first.id, "Nền nếp tốt", town.ward.chair.name,
    )  # fmt: skip


def test_a_ward_sees_its_own_and_no_other(town: Town) -> None:
    piloted(town)
    rows = compare_pilots(town.session, town.member(town.ward.office), town.campaign.id)
    assert [row.ward.name for row in rows if row.ward] == [town.ward.unit.name]
    other = town.member(town.other_ward.office)
    assert pilots_seen(town.session, other, town.campaign.id) == []


def test_title_counts_for_its_pilot_and_for_the_year_after(town: Town) -> None:
    settled.recognized(town, town.ward.cells[0])
    (row,) = compare_pilots(town.session, town.member(town.ward.office), town.campaign.id)
    assert (row.rest.recognized, row.rest.share) == (1, Decimal(50))
    units = [cell.id for cell in town.ward.cells]
    assert last_years(town.session, units, town.campaign.year + 1) == {
        units[0]: LastYear.RECOGNIZED, units[1]: LastYear.NOT_RECOGNIZED,
    }  # fmt: skip
    assert last_years(town.session, units, town.campaign.year) == {}
