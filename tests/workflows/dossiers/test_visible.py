"""Who sees a dossier, and who reads what stands in it: every role, every state, both wards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from tenants import clock
from tenants.appointments import appoint
from tenants.members import SYSTEM, Member
from tenants.roles import Role
from tests import make
from tests.make import Town
from tests.workflows.flows.specification import OPEN, STATE
from tests.workflows.flows.stage import Stage, set_up
from tests.workflows.sittings import meeting
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import find_dossier, find_many, reads_contents, visible
from workflows.sittings.preparing import cancel_sitting
from workflows.sittings.tables import Gate

CELL = {"secretary", "deputy", "supervisor"}
WARD = {"ward_office", "ward_lead", "ward_desk", "ward_inspector"}
WARD_BODY = {"ward_chair", "ward_member", "ward_recorder"}
CITY = {"city_org", "city_office", "city_desk", "city_inspector"}
CITY_BODY = {"city_chair", "city_member", "city_recorder"}
OTHER_WARD = {"other_office", "other_lead", "other_inspector"}
WHOLE = {"admin", "auditor"}
DRAFTS = {"registration_draft", "registration_returned", "self_assessment", "returned"}
WITH_CITY = {
    "city_appraisal", "returned_to_ward", "awaiting_city_decision", "city_reconsideration",
    "recognized", "declined", "revoked",
}  # fmt: skip


@pytest.fixture(scope="module")
def lasting(engine: Engine, platform: Engine) -> Iterator[Stage]:
    """A dossier that has been on an agenda of both bodies."""
    with make.town(engine, platform) as town:
        yield set_up(town)


@pytest.fixture
def stage(lasting: Stage) -> Iterator[Stage]:
    yield lasting
    lasting.town.session.rollback()


def seen(stage: Stage, member: Member) -> set[str]:
    """Return the codes of the dossiers a member sees."""
    return {row.code for row in stage.town.session.scalars(visible(member))}


def codes(stage: Stage) -> dict[str, str]:
    """Return the codes of the town's dossiers by the names of their cells' places."""
    town = stage.town
    return {
        name: town.dossier(cell).code
        for name, cell in {
            "own": stage.cell, "neighbour": town.ward.cells[1],
            "other": town.other_ward.cells[0], "other_2": town.other_ward.cells[1],
        }.items()
    }  # fmt: skip


def readers(stage: Stage) -> set[str]:
    """Return who may read what stands in the dossier."""
    dossier = stage.dossier
    return {
        name for name in (*stage.people, "system") if reads_contents(stage.member(name), dossier)
    }


def may_read(state: str) -> set[str]:
    """Say who reads a dossier in a state, by docs/process.md, section 3."""
    always = CELL | {"ward_office", "auditor", "system"}
    if state in DRAFTS:
        return always
    if state in WITH_CITY:
        return always | WARD | WARD_BODY | CITY | CITY_BODY
    return always | WARD | WARD_BODY


@pytest.mark.parametrize("state", STATE)
def test_each_role_sees_what_is_its_own_in_every_state(stage: Stage, state: str) -> None:
    stage.stand(state)
    known = codes(stage)
    everything = set(known.values())
    expected = {
        **{name: {known["own"]} for name in CELL | WARD_BODY | CITY_BODY},
        **{name: {known["own"], known["neighbour"]} for name in WARD},
        **{name: {known["other"], known["other_2"]} for name in OTHER_WARD},
        **dict.fromkeys(CITY | WHOLE | {"system"}, everything),
        "other_secretary": {known["neighbour"]},
        "other_chair": set(),
        "nobody": set(),
    }
    assert set(expected) == {*stage.people, "system"}
    assert {name: seen(stage, stage.member(name)) for name in expected} == expected


@pytest.mark.parametrize("state", sorted(set(STATE) - {"on_hold"}))
def test_each_role_reads_what_it_may_in_every_state(stage: Stage, state: str) -> None:
    stage.stand(state)
    assert readers(stage) == may_read(state)


@pytest.mark.parametrize("held", OPEN)
def test_held_dossier_is_read_as_where_it_was_held(stage: Stage, held: str) -> None:
    stage.stand("on_hold", held=held)
    assert readers(stage) == may_read(held)


def test_reading_needs_seeing(stage: Stage) -> None:
    """Whoever reads a dossier finds it; nobody reads what is not there for them."""
    for state in STATE:
        dossier = stage.stand(state, held="self_assessment" if state == "on_hold" else None)
        finders = {
            name
            for name in (*stage.people, "system")
            if find_dossier(stage.town.session, dossier.code, viewer=stage.member(name))
        }
        assert readers(stage) <= finders


def test_code_of_a_dossier_not_seen_is_as_unknown(stage: Stage) -> None:
    session, known = stage.town.session, codes(stage)
    for name in ("other_office", "other_secretary", "other_chair", "nobody"):
        assert find_dossier(session, known["own"], viewer=stage.member(name)) is None
    assert find_dossier(session, "26-9999", viewer=stage.member("auditor")) is None


def test_many_are_found_in_the_order_asked_without_what_is_not_seen(stage: Stage) -> None:
    known = codes(stage)
    asked = [known["neighbour"], known["other"], known["own"], "26-9999", known["neighbour"]]
    found = find_many(stage.town.session, asked, viewer=stage.member("ward_office"))
    assert [dossier.code for dossier in found] == [known["neighbour"], known["own"]]


def test_two_roles_show_both(stage: Stage) -> None:
    known, town = codes(stage), stage.town
    appoint(
        town.session, stage.people["nobody"], Role.CELL_SECRETARY, unit=town.other_ward.cells[1]
    )
    appoint(town.session, stage.people["nobody"], Role.WARD_OFFICE, unit=town.ward.unit)
    member = town.member(stage.people["nobody"])
    assert seen(stage, member) == {known["own"], known["neighbour"], known["other_2"]}


def test_body_sees_what_is_on_its_agenda_and_not_what_was_cancelled(town: Town) -> None:
    cell, ward = town.ward.cells[0], town.ward
    dossier = make.registered(town, cell)
    chair = town.member(ward.chair)

    def shown() -> list[str]:
        return [row.code for row in town.session.scalars(visible(chair))]

    assert shown() == []
    sitting = meeting.prepared(town, Gate.PILOT_SELECTION, [dossier], ward)
    assert shown() == [dossier.code]
    cancel_sitting(town.session, sitting, reason="Hoãn", actor=town.member(ward.office))
    town.session.flush()
    assert shown() == []


def test_nobody_sees_over_the_wall(stage: Stage, other_town: Town) -> None:
    theirs = {row.code for row in other_town.session.scalars(select(Dossier))}
    assert theirs
    for person in (other_town.auditor, other_town.org_dept, other_town.admin):
        member = other_town.member(person)
        assert seen(stage, member) == set()
        assert find_dossier(stage.town.session, stage.dossier.code, viewer=member) is None
    ids = {row.id for row in stage.town.session.scalars(visible(SYSTEM))}
    assert ids.isdisjoint({row.id for row in other_town.session.scalars(visible(SYSTEM))})


def test_role_that_ended_shows_nothing(stage: Stage) -> None:
    town, today = stage.town, clock.today(stage.town.session)
    membership = appoint(town.session, stage.people["nobody"], Role.AUDITOR, unit=town.root)
    assert len(seen(stage, town.member(stage.people["nobody"]))) == 4
    membership.valid_from = today - timedelta(days=9)
    membership.valid_to = today - timedelta(days=1)
    town.session.flush()
    assert seen(stage, town.member(stage.people["nobody"])) == set()
