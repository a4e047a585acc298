"""Who hears of a move."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from tenants import clock
from tenants.people import Membership, Person
from tests.make import Town
from workflows.engine.parties import (
    CELL,
    CITY_BODY,
    INSPECTION,
    WARD_BODY,
    WARD_LEAD,
    WARD_OFFICE,
    Party,
)  # fmt: skip
from workflows.flows.cell_title import CELL_TITLE
from workflows.notices.hearing import parties_told, people_of


@pytest.mark.parametrize(
    ("trigger", "source", "target", "told"),
    [
        ("submit_registration", "registration_draft", "registration_submitted",
         [CELL, WARD_OFFICE]),
        ("accept_registration", "registration_submitted", "registered", [CELL, WARD_BODY]),
        ("return_registration", "registration_submitted", "registration_returned",
         [CELL, WARD_OFFICE]),
        ("open_review", "in_progress", "self_assessment", [CELL]),
        ("submit_self_assessment", "self_assessment", "under_appraisal", [CELL, WARD_LEAD]),
        ("return_for_supplement", "under_appraisal", "returned", [CELL, WARD_OFFICE]),
        ("return_to_ward", "city_appraisal", "returned_to_ward", [CELL, WARD_OFFICE]),
        ("conclude_city_appraisal", "city_appraisal", "awaiting_city_decision",
         [CELL, CITY_BODY]),
        ("recognize", "awaiting_city_decision", "recognized", [CELL, WARD_OFFICE]),
        ("put_on_hold", "under_appraisal", "on_hold", [CELL, INSPECTION, WARD_OFFICE]),
        ("withdraw", "registered", "withdrawn", [CELL, WARD_OFFICE]),
        ("undo", "under_appraisal", "self_assessment", [CELL, WARD_LEAD]),
        ("give_opinion", "under_appraisal", "under_appraisal", [WARD_LEAD]),
        ("undo", "under_appraisal", "under_appraisal", [WARD_LEAD]),
    ],
)  # fmt: skip
def test_parties_told_of_a_move(trigger: str, source: str, target: str, told: list[Party]) -> None:
    assert parties_told(CELL_TITLE, trigger, source=source, target=target) == told


def test_cell_hears_whatever_happens_to_its_dossier_but_opinions() -> None:
    unheard = {
        move.trigger
        for move in CELL_TITLE.moves
        for target in CELL_TITLE.states
        if CELL not in parties_told(CELL_TITLE, move.trigger, source=target, target=target)
    }

    assert unheard == {"give_opinion"}


def test_undo_that_stays_takes_back_an_opinion() -> None:
    staying = {move.trigger for move in CELL_TITLE.moves if move.undoable and move.target is None}

    assert staying == {"give_opinion"}


def test_people_are_those_of_the_dossiers_own_units(town: Town) -> None:
    ward = town.ward
    dossier = town.dossier(ward.cells[0])

    people = {
        party.name: set(people_of(town.session, dossier, [party]))
        for party in (CELL, WARD_OFFICE, WARD_LEAD, INSPECTION)
    }

    assert people == {
        "cell": {ward.secretaries[0].id, ward.deputy.id},
        "ward_office": {ward.office.id},
        "ward_lead": {ward.appraiser.id},
        "inspection": {ward.inspector.id, town.city_inspector.id},
    }


def test_who_is_of_two_parties_is_one_person(town: Town) -> None:
    dossier = town.dossier(town.ward.cells[0])

    people = people_of(town.session, dossier, [WARD_OFFICE, WARD_BODY])

    assert sorted(people) == sorted([town.ward.office.id, town.ward.chair.id])


def test_who_left_the_role_or_is_disabled_hears_no_more(town: Town) -> None:
    ward, session = town.ward, town.session
    yesterday = clock.today(session) - timedelta(days=1)
    session.execute(
        update(Membership)
        .where(Membership.person_id == ward.deputy.id)
        .values(valid_from=yesterday, valid_to=yesterday)
    )
    session.execute(
        update(Person)
        .where(Person.id == ward.secretaries[0].id)
        .values(disabled_at=clock.now(session))
    )

    assert people_of(session, town.dossier(ward.cells[0]), [CELL]) == []
