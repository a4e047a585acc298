"""The year-end rating as decided: entered by the city, with its number and date."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.audit import AuditEvent, record_event, verify
from tenants.wall import TenantSession
from tests.make import Town
from tests.workflows.sittings.racing import at_once, somebody_waits
from workflows.dossiers.contents import rating_of
from workflows.dossiers.rating import record_ratings
from workflows.dossiers.tables import Rating
from workflows.engine.fire import lock
from workflows.engine.refusals import Refusal


def enter(town: Town, *, session: TenantSession | None = None, **other: object) -> int:
    """Enter «good» for the ward's cells."""
    values = {
        "ratings": {town.dossier(cell).id: Rating.GOOD for cell in town.ward.cells},
        "number": "99-QĐ/Th.U", "decided_on": clock.today(town.session),
        "actor": town.member(town.org_dept),
    } | other  # fmt: skip
    return record_ratings(session or town.session, values.pop("ratings"), **values)


def test_rating_is_kept_with_its_number_and_date(town: Town) -> None:
    assert enter(town) == 2
    dossier = town.dossier(town.ward.cells[0])
    rating = rating_of(town.session, dossier.id)
    assert rating is not None
    assert (rating.rating, rating.number, rating.decided_on, rating.entered_by) == (
        Rating.GOOD, "99-QĐ/Th.U", clock.today(town.session), town.org_dept.name,
    )  # fmt: skip
    facts = town.session.scalars(
        select(AuditEvent.facts).where(
            AuditEvent.kind == "rating_recorded", AuditEvent.dossier_id == dossier.id
        )
    ).one()
    assert (facts["rating"], facts["number"]) == ("good", "99-QĐ/Th.U")


def test_rating_entered_again_is_corrected_and_both_are_in_the_trail(town: Town) -> None:
    enter(town)
    dossier = town.dossier(town.ward.cells[0])
    enter(town, ratings={dossier.id: Rating.COMPLETED}, number="100-QĐ/Th.U")
    rating = rating_of(town.session, dossier.id)
    assert rating is not None
    assert (rating.rating, rating.number) == (Rating.COMPLETED, "100-QĐ/Th.U")
    kinds = town.session.scalars(
        select(AuditEvent.kind).where(AuditEvent.dossier_id == dossier.id)
    ).all()
    assert list(kinds) == ["rating_recorded", "rating_recorded"]


@pytest.mark.parametrize("person", ["office", "appraiser", "chair", "admin", "auditor"])
def test_only_the_city_s_offices_enter_ratings(town: Town, person: str) -> None:
    people = {
        "office": town.ward.office, "appraiser": town.ward.appraiser, "chair": town.chair,
        "admin": town.admin, "auditor": town.auditor,
    }  # fmt: skip
    with pytest.raises(Refusal, match="role"):
        enter(town, actor=town.member(people[person]))


def test_rating_needs_a_number_and_a_day_that_has_come(town: Town) -> None:
    with pytest.raises(Refusal, match="missing") as refusal:
        enter(town, number=" ")
    assert refusal.value.info["fields"] == ["number"]
    with pytest.raises(Refusal, match="future_day"):
        enter(town, decided_on=clock.today(town.session) + timedelta(days=1))


def test_dossiers_of_another_tenant_are_left_alone(town: Town, other_town: Town) -> None:
    foreign = other_town.dossier(other_town.ward.cells[0])
    with pytest.raises(Refusal, match="role"):
        enter(town, ratings={foreign.id: Rating.GOOD})
    assert rating_of(other_town.session, foreign.id) is None


def test_entering_ratings_and_moving_do_not_wait_for_each_other_for_ever(town: Town) -> None:
    """Locks come in one order: dossiers by their ids, and the trail last."""
    dossiers = [town.dossier(cell) for cell in town.ward.cells]
    last, org_dept = max(dossiers, key=lambda dossier: dossier.id), town.member(town.org_dept)
    ratings = {dossier.id: Rating.GOOD for dossier in dossiers}
    today = clock.today(town.session)
    town.session.commit()
    results: list[str] = []

    def rate(session: TenantSession) -> None:
        record_ratings(session, ratings, number="99", decided_on=today, actor=org_dept)

    with town.elsewhere() as session:
        lock(session, [last.id], viewer=org_dept)
        other = threading.Thread(target=lambda: results.extend(at_once(town, rate)))
        other.start()
        assert somebody_waits(town)
        record_event(session, "noted", actor=org_dept)
        session.commit()
        other.join()

    assert results == ["done"]
    assert list(verify(town.session)) == []
