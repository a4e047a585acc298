"""Closing a sitting: who closes it, and what it asks of the database."""

from __future__ import annotations

import pytest

from tenants import clock
from tenants.people import Person
from tests import make
from tests.make import Town
from workflows.dossiers.rating import record_ratings
from workflows.dossiers.tables import Rating
from workflows.engine.refusals import Refusal
from workflows.sittings.closing import check_closing, close_sitting
from workflows.sittings.opening import open_sitting
from workflows.sittings.preparing import prepare_sitting
from workflows.sittings.reading import seats_of
from workflows.sittings.tables import Gate, Sitting
from workflows.sittings.voting import record_attendance, record_rest


def unanimous(town: Town, *, chair: Person | None = None) -> Sitting:
    """Open a ward sitting on both cells and record everybody in favour of both."""
    session, ward = town.session, town.ward
    for cell in ward.cells:
        make.registered(town, cell)
    dossiers = [make.appraised(town, cell) for cell in ward.cells]
    recorder = town.member(ward.office)
    sitting = prepare_sitting(
        session, ward.body, town.campaign, Gate.RECOMMENDATION, planned_on=clock.today(session),
        dossier_ids=[dossier.id for dossier in dossiers], actor=recorder,
        chair_id=chair.id if chair else None,
    )  # fmt: skip
    open_sitting(session, sitting, actor=recorder, seen_version=sitting.version)
    record_attendance(
        session, sitting, present=[seat.id for seat in seats_of(session, sitting.id)], reasons={},
        actor=recorder, seen_version=sitting.version,
    )  # fmt: skip
    record_rest(session, sitting, merit=True, actor=recorder)
    return sitting


def test_member_named_to_chair_closes_the_sitting(town: Town) -> None:
    deputy = town.ward.members[0]
    sitting = unanimous(town, chair=deputy)

    close_sitting(
        town.session, sitting, actor=town.member(deputy), seen_version=sitting.version
    )  # fmt: skip

    states = [town.dossier(cell).state for cell in town.ward.cells]
    assert states == ["recommended", "recommended"]


def test_member_who_does_not_chair_cannot_close(town: Town) -> None:
    sitting = unanimous(town)

    with pytest.raises(Refusal, match="role"):
        close_sitting(
            town.session, sitting, actor=town.member(town.ward.members[0]),
            seen_version=sitting.version,
        )  # fmt: skip

    states = [town.dossier(cell).state for cell in town.ward.cells]
    assert states == ["awaiting_ward_review", "awaiting_ward_review"]


def test_check_asks_as_much_of_one_dossier_as_of_two(town: Town, statements: list[str]) -> None:
    session, ward = town.session, town.ward
    sitting = unanimous(town)
    close_sitting(
        session, sitting, actor=town.member(ward.chair), seen_version=sitting.version
    )  # fmt: skip
    session.commit()
    asked = []
    for cell in ward.cells:
        today = clock.today(session)
        make.move(town, cell, "send_to_city", ward.office, number="12-TTr/ĐU", signed_on=today)
        make.move(town, cell, "conclude_city_appraisal", town.org_dept, words="Đủ điều kiện")
    org_dept = town.member(town.org_dept)
    record_ratings(
        session, {town.dossier(cell).id: Rating.GOOD for cell in ward.cells},
        number="99-QĐ/Th.U", decided_on=clock.today(session), actor=org_dept,
    )  # fmt: skip
    session.commit()

    for cells in (ward.cells[:1], ward.cells):
        city = prepare_sitting(
            session, town.body, town.campaign, Gate.RECOGNITION, planned_on=clock.today(session),
            dossier_ids=[town.dossier(cell).id for cell in cells], actor=org_dept,
        )  # fmt: skip
        open_sitting(session, city, actor=org_dept, seen_version=city.version)
        record_attendance(
            session, city, present=[seat.id for seat in seats_of(session, city.id)], reasons={},
            actor=org_dept, seen_version=city.version,
        )  # fmt: skip
        record_rest(session, city, merit=True, actor=org_dept)
        session.flush()
        session.expunge_all()
        fresh = session.merge(city)
        statements.clear()
        check_closing(session, fresh)
        asked.append(len(statements))
        session.rollback()

    assert asked[0] == asked[1]
