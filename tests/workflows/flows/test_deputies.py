"""Standing delegation in acts: who may, for whom, in which steps, and whose four eyes count."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.appointments import add_person, appoint
from tenants.audit import AuditEvent
from tenants.delegations import delegate, end_delegation, with_delegations
from tenants.members import Member
from tenants.people import Person
from tenants.roles import Role
from tests import make
from tests.make import Town
from tests.workflows.sittings import meeting
from workflows.dossiers.visible import find_dossier
from workflows.engine.fire import Happening, fire
from workflows.engine.parties import WARD_OFFICE
from workflows.engine.refusals import GoneError, Refusal
from workflows.notices.hearing import people_of
from workflows.tasks.boxes import Wanted, page_of


def lent(town: Town, giver: Person, taker: Person, *steps: str, days: int = 9) -> object:
    today = clock.today(town.session)
    row = delegate(
        town.session, from_person_id=giver.id, to_person_id=taker.id, steps=steps,
        valid_from=today, valid_to=today + timedelta(days=days), actor=town.member(town.admin),
    )  # fmt: skip
    town.session.commit()
    return row.id


def deputy(town: Town, person: Person) -> Member:
    """Return a person with those in whose place they may act, as a request would."""
    return with_delegations(town.session, town.member(person), on=clock.today(town.session))


def act(town: Town, trigger: str, person: Person, **inputs: object) -> Happening:
    dossier = town.dossier(town.ward.cells[0])
    return fire(
        town.session, dossier.id, trigger, actor=deputy(town, person),
        seen_version=dossier.version, inputs=inputs,
    )  # fmt: skip


def submitted(town: Town) -> str:
    cell, today = town.ward.cells[0], clock.today(town.session)
    make.move(town, cell, "submit_registration", town.ward.secretaries[0], met_on=today,
              **make.REGISTRATION)  # fmt: skip
    return town.dossier(cell).code


def stranger(town: Town) -> Person:
    person = add_person(town.session, "Người Làm Thay", phone=make.phone())
    appoint(town.session, person, Role.COMMITTEE_MEMBER, unit=town.other_ward.unit)
    town.session.commit()
    return person


def test_deputy_takes_the_step_and_both_are_named(town: Town) -> None:
    code, person = submitted(town), stranger(town)
    assert find_dossier(town.session, code, viewer=deputy(town, person)) is None
    lent(town, town.ward.office, person, "accept_registration")

    assert find_dossier(town.session, code, viewer=deputy(town, person)) is not None
    lines = page_of(town.session, deputy(town, person), Wanted()).lines
    assert [line.dossier.code for line in lines] == [code]
    happening = act(town, "accept_registration", person)

    event = town.session.get_one(AuditEvent, (town.tenant.id, happening.seq))
    assert (event.name, event.person_id, event.role) == (person.name, person.id, "ward_office")
    assert event.facts["principal"] == {
        "id": str(town.ward.office.id), "name": town.ward.office.name,
    }  # fmt: skip


def test_deputy_takes_only_the_steps_that_are_named(town: Town) -> None:
    submitted(town)
    person = stranger(town)
    lent(town, town.ward.office, person, "accept_registration")
    with pytest.raises(Refusal, match="role"):
        act(town, "return_registration", person, reason="x", marked=["met_on"],
            due_on=clock.today(town.session))  # fmt: skip


def test_delegation_is_over_when_its_period_or_the_principal_s_role_is(town: Town) -> None:
    submitted(town)
    person = stranger(town)
    row_id = lent(town, town.ward.office, person, "accept_registration", days=2)
    with clock.moved(timedelta(days=3)), pytest.raises(GoneError):
        act(town, "accept_registration", person)
    end_delegation(town.session, row_id, actor=town.member(town.ward.office))  # type: ignore[arg-type]
    town.session.commit()
    with pytest.raises(GoneError):
        act(town, "accept_registration", person)


def test_delegation_does_not_chain(town: Town) -> None:
    submitted(town)
    first, second = stranger(town), stranger(town)
    lent(town, town.ward.office, first, "accept_registration")
    lent(town, first, second, "accept_registration")
    with pytest.raises(GoneError):
        act(town, "accept_registration", second)


def test_principal_s_four_eyes_bind_the_deputy(town: Town) -> None:
    """Who entered for the cell without its signed copy has no deputy who may accept it."""
    cell, person = town.ward.cells[0], stranger(town)
    make.move(town, cell, "submit_registration", town.ward.office, signed_copy="Bản ký",
              met_on=clock.today(town.session), **make.REGISTRATION)  # fmt: skip
    lent(town, town.ward.office, person, "accept_registration")

    with pytest.raises(Refusal, match="signed_copy_missing"):
        act(town, "accept_registration", person)


def test_what_a_deputy_did_binds_the_principal_and_other_deputies(town: Town) -> None:
    cell, person, other = town.ward.cells[0], stranger(town), stranger(town)
    lent(town, town.ward.secretaries[0], person, "submit_registration")
    act(town, "submit_registration", person, met_on=clock.today(town.session),
        **make.REGISTRATION)  # fmt: skip
    town.session.commit()
    appoint(town.session, town.ward.secretaries[0], Role.WARD_OFFICE, unit=town.ward.unit)
    town.session.commit()
    lent(town, town.ward.secretaries[0], other, "accept_registration")
    for who in (town.ward.secretaries[0], other):
        with pytest.raises(Refusal, match="four_eyes"):
            act(town, "accept_registration", who)
    make.move(town, cell, "accept_registration", town.ward.office)


def test_who_sat_in_the_ward_does_not_conclude_in_the_city_as_a_deputy(town: Town) -> None:
    cell, member = town.ward.cells[0], town.ward.members[0]
    meeting.recommended(town, make.appraised(town, cell))
    make.move(town, cell, "send_to_city", town.ward.office, number="1-TTr",
              signed_on=clock.today(town.session))  # fmt: skip
    lent(town, town.org_dept, member, "conclude_city_appraisal")
    with pytest.raises(Refusal, match="four_eyes"):
        act(town, "conclude_city_appraisal", member, words="Đủ")


def test_what_was_undone_binds_nobody(town: Town) -> None:
    cell, office = town.ward.cells[0], town.ward.office
    make.move(town, cell, "submit_registration", office, signed_copy="Bản ký",
              met_on=clock.today(town.session), **make.REGISTRATION)  # fmt: skip
    make.move(town, cell, "undo", office)
    submitted(town)
    make.move(town, cell, "accept_registration", office)


def test_deputy_hears_of_tasks_to_come(town: Town) -> None:
    person = stranger(town)
    lent(town, town.ward.office, person, "accept_registration")
    submitted(town)
    told = people_of(town.session, town.dossier(town.ward.cells[0]), [WARD_OFFICE])
    assert set(told) == {town.ward.office.id, person.id}
    assert town.session.scalars(select(Person.id).where(Person.id == person.id)).one()
