"""An office reminds its units: nobody twice within a day, nothing that is not its own."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from tenants import clock
from tenants.appointments import appoint
from tenants.audit import AuditEvent
from tenants.roles import Role
from tests import make
from tests.make import Town
from workflows.messages.tables import Channel, Message
from workflows.reminders.by_hand import Outcome, owing, people_to_call, remind_by_hand
from workflows.reminders.tables import Reminder
from workflows.reminders.telling import Teller

SMS = frozenset({Channel.SMS})


def late(town: Town, person: make.Person | None = None, **only: bool) -> list[tuple[str, bool]]:
    viewer = town.member(person or town.ward.office)
    return [
        (each.unit.name, each.reminded_at is not None)
        for each in owing(town.session, viewer, **only)
    ]


def remind(town: Town, person: make.Person | None = None, *, of: Town | None = None) -> Outcome:
    source = of or town
    tasks = [
        each.task.id
        for each in owing(source.session, source.member(source.ward.office))
    ]  # fmt: skip
    actor = town.member(person or town.ward.office)
    outcome = remind_by_hand(Teller(town.session, town.tenant, SMS), tasks, actor=actor)
    town.session.commit()
    return outcome


def test_units_that_owe_are_listed_the_latest_first(town: Town) -> None:
    with clock.moved(timedelta(days=2)):
        assert late(town, late_only=True) == [
            ("Chi bộ Tổ dân phố 1", False), ("Chi bộ Tổ dân phố 2", False),
        ]  # fmt: skip
        make.move(
            town, town.ward.cells[0], "submit_registration", town.ward.secretaries[0],
            met_on=clock.today(town.session), late_reason="Ốm", **make.REGISTRATION,
        )  # fmt: skip
        assert late(town, late_only=True) == [("Chi bộ Tổ dân phố 2", False)]


def test_reminding_tells_all_and_is_in_the_trail(town: Town) -> None:
    assert remind(town) == Outcome(2, 3)  # two secretaries and a deputy
    event = town.session.scalars(select(AuditEvent).where(AuditEvent.kind == "reminded")).one()
    codes = [town.dossier(cell).code for cell in town.ward.cells]
    assert (event.name, event.facts) == (
        town.ward.office.name, {"dossiers": codes, "people": 3, "left_out": []},
    )  # fmt: skip
    assert {row.by_name for row in town.session.scalars(select(Reminder))} == {
        town.ward.office.name
    }


def test_nobody_is_told_twice_within_a_day(town: Town) -> None:
    remind(town)
    with clock.moved(timedelta(hours=23)):
        names = ("Chi bộ Tổ dân phố 1", "Chi bộ Tổ dân phố 2")
        assert remind(town) == Outcome(0, 0, names)
        assert late(town) == [(name, True) for name in names]
    with clock.moved(timedelta(hours=25)):
        assert remind(town) == Outcome(2, 3)
    assert len(town.session.scalars(select(Message)).all()) == 6


def test_whoever_leads_two_cells_is_told_of_both_at_once(town: Town) -> None:
    appoint(town.session, town.ward.secretaries[0], Role.CELL_DEPUTY, unit=town.ward.cells[1])
    town.session.commit()

    assert remind(town) == Outcome(2, 3)

    words = town.session.scalars(
        select(Message.words).where(Message.person_id == town.ward.secretaries[0].id)
    ).all()
    assert len(words) == 2


def test_other_wards_units_are_passed_by(town: Town) -> None:
    assert late(town, town.other_ward.office) == [
        (cell.name, False) for cell in town.other_ward.cells
    ]
    assert remind(town, town.other_ward.office) == Outcome()
    assert remind(town, town.ward.secretaries[0]) == Outcome()
    assert town.session.scalars(select(Reminder)).all() == []


def test_other_tenants_units_are_unknown(town: Town, other_town: Town) -> None:
    assert remind(town, of=other_town) == Outcome()


def test_call_list_names_who_leads_each_unit(town: Town) -> None:
    dossiers = [town.dossier(cell) for cell in town.ward.cells]

    found = people_to_call(town.session, dossiers)

    ward = town.ward
    assert [(name, role) for name, role, _ in found[ward.cells[0].id]] == [
        (ward.secretaries[0].name, "cell_secretary"), (ward.deputy.name, "cell_deputy"),
    ]  # fmt: skip
    assert found[ward.cells[1].id][0][2] == town.phones[ward.secretaries[1].id]
