"""Strengths and weaknesses: noted by three sides, put right, checked, and read by few."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tenants import clock
from tenants.appointments import appoint
from tenants.people import Person
from tenants.roles import Role
from tests.make import Town
from workflows.engine.refusals import GoneError, Refusal
from workflows.logbook.keeping import Remedy, check_entry, note_entry, plan_remedy, withdraw_entry
from workflows.logbook.reading import (
    Which,
    counts_of,
    entries_of,
    entries_seen,
    overdue_by_unit,
    words_for,
)
from workflows.logbook.seeing import find_entry
from workflows.logbook.tables import EntryKind, Finding, LogEntry, Side


@pytest.fixture
def supervisor(town: Town) -> Person:
    person = town.ward.members[0]
    appoint(town.session, person, Role.SUPERVISOR, unit=town.ward.cells[0])
    town.session.commit()
    return person


def today(town: Town) -> date:
    return clock.today(town.session)


def noted(town: Town, by: Person, words: str = "Họp muộn giờ", **said: Any) -> LogEntry:
    said = {"kind": EntryKind.WEAKNESS, "noted_on": today(town) - timedelta(days=20), **said}
    entry = note_entry(
        town.session, town.ward.cells[0], said.pop("kind"), words, actor=town.member(by), **said
    )
    town.session.commit()
    return entry


def remedy(town: Town, days: int) -> Remedy:
    return Remedy("Báo giờ trước ba ngày", "Đ/c Bình", today(town) + timedelta(days=days))


def checked(town: Town, entry: LogEntry, by: Person, finding: Finding, **said: Any) -> LogEntry:
    return check_entry(
        town.session, entry.id, finding, "Đã xem", checked_on=today(town), actor=town.member(by),
        seen_version=entry.version, **said,
    )  # fmt: skip


def test_each_side_writes_as_itself_and_the_rest_write_nothing(
    town: Town, supervisor: Person
) -> None:
    sides = {
        town.ward.secretaries[0].name: Side.CELL, town.ward.deputy.name: Side.CELL,
        supervisor.name: Side.SUPERVISOR, town.ward.office.name: Side.WARD,
    }  # fmt: skip
    for person in (town.ward.secretaries[0], town.ward.deputy, supervisor, town.ward.office):
        entry = noted(town, person)
        assert (entry.side, entry.written_by) == (sides[person.name], person.name)
    for person in (town.ward.secretaries[1], town.ward.appraiser, town.other_ward.office,
                   town.org_dept, town.admin, town.auditor):  # fmt: skip
        with pytest.raises(GoneError):
            noted(town, person)


def test_entry_is_seen_by_its_unit_its_supervisor_its_office_and_the_auditor(
    town: Town, supervisor: Person
) -> None:
    entry = noted(town, town.ward.office)
    people = {
        "secretary": town.ward.secretaries[0], "supervisor": supervisor,
        "office": town.ward.office, "auditor": town.auditor,
        "neighbour": town.ward.secretaries[1], "other office": town.other_ward.office,
        "appraiser": town.ward.appraiser, "city": town.org_dept, "admin": town.admin,
    }  # fmt: skip
    sees = {
        name for name, person in people.items()
        if find_entry(town.session, entry.id, viewer=town.member(person))
    }  # fmt: skip
    assert sees == {"secretary", "supervisor", "office", "auditor"}


def test_weakness_is_overdue_until_a_check_finds_it_remedied(
    town: Town, supervisor: Person
) -> None:
    entry = noted(town, supervisor, remedy=remedy(town, -5))
    viewer, cell = town.member(supervisor), town.ward.cells[0]

    assert overdue_by_unit(town.session, viewer, [cell.id], today=today(town)) == {cell.id: 1}
    counts = counts_of(town.session, viewer, today=today(town), year=entry.year)
    assert (counts[Which.OPEN], counts[Which.OVERDUE]) == (1, 1)

    checked(town, entry, supervisor, Finding.PARTLY, due_on=today(town) + timedelta(days=9))
    assert overdue_by_unit(town.session, viewer, [cell.id], today=today(town)) == {}
    assert entry.is_open

    checked(town, entry, supervisor, Finding.REMEDIED)
    assert not entry.is_open
    with pytest.raises(Refusal) as refusal:
        plan_remedy(town.session, entry.id, remedy(town, 3), actor=viewer,
                    seen_version=entry.version)  # fmt: skip
    assert refusal.value.code == "entry_remedied"


def test_cell_checks_what_it_noted_itself_and_not_what_superiors_noted(
    town: Town, supervisor: Person
) -> None:
    secretary = town.ward.secretaries[0]
    own, theirs = noted(town, secretary), noted(town, town.ward.office)

    checked(town, own, secretary, Finding.REMEDIED)
    with pytest.raises(Refusal) as refusal:
        checked(town, theirs, secretary, Finding.REMEDIED)
    assert refusal.value.code == "not_yours_to_check"
    checked(town, theirs, supervisor, Finding.REMEDIED)


def test_plan_has_its_three_parts_and_a_date_that_can_be(town: Town) -> None:
    secretary = town.ward.secretaries[0]
    entry = noted(town, secretary)
    actor = town.member(secretary)

    with pytest.raises(Refusal) as refusal:
        plan_remedy(town.session, entry.id, Remedy("Làm ngay"), actor=actor,
                    seen_version=entry.version)  # fmt: skip
    assert refusal.value.info["fields"] == ["responsible", "due_on"]
    with pytest.raises(Refusal) as refusal:
        plan_remedy(town.session, entry.id, remedy(town, -100), actor=actor,
                    seen_version=entry.version)  # fmt: skip
    assert refusal.value.code == "due_before"
    plan_remedy(town.session, entry.id, remedy(town, 5), actor=actor, seen_version=entry.version)
    with pytest.raises(Refusal) as refusal:
        plan_remedy(town.session, entry.id, remedy(town, 5), actor=actor, seen_version=1)
    assert refusal.value.code == "changed_meanwhile"


def test_entry_is_taken_back_only_by_its_side_and_before_a_check(
    town: Town, supervisor: Person
) -> None:
    entry = noted(town, supervisor)
    with pytest.raises(Refusal) as refusal:
        withdraw_entry(town.session, entry.id, actor=town.member(town.ward.secretaries[0]))
    assert refusal.value.code == "not_yours_to_withdraw"

    looked_at = noted(town, supervisor, "Chưa ghi biên bản")
    checked(town, looked_at, supervisor, Finding.NOT_REMEDIED)
    with pytest.raises(Refusal) as refusal:
        withdraw_entry(town.session, looked_at.id, actor=town.member(supervisor))
    assert refusal.value.code == "entry_checked"

    withdraw_entry(town.session, entry.id, actor=town.member(supervisor))
    left = entries_of(town.session, town.ward.cells[0].id, entry.year)
    assert [each.id for each in left] == [looked_at.id]


def test_strength_needs_no_remedy_and_gets_none(town: Town) -> None:
    entry = noted(
        town, town.ward.secretaries[0], "Vận động hiến 200 m² đất", kind=EntryKind.STRENGTH,
        remedy=remedy(town, 4),
    )  # fmt: skip
    assert (entry.plan, entry.due_on) == ("", None)
    with pytest.raises(GoneError):
        checked(town, entry, town.ward.secretaries[0], Finding.REMEDIED)


def test_year_gives_words_to_the_report_of_its_group(town: Town, supervisor: Person) -> None:
    noted(town, supervisor, "Họp đúng ngày cả năm.", kind=EntryKind.STRENGTH, group_key="2")
    fixed = noted(town, supervisor, "Ghi biên bản sơ sài.", group_key="2")
    checked(town, fixed, supervisor, Finding.REMEDIED)
    noted(town, supervisor, "Thu đảng phí chậm", group_key="3", remedy=remedy(town, 8))
    dossier = town.dossier(town.ward.cells[0])
    dossier.campaign.year = fixed.year

    said = words_for(town.session, dossier, "2")
    day = today(town).strftime("%d/%m/%Y")
    assert said.strengths == "Họp đúng ngày cả năm."
    assert said.weaknesses == f"Ghi biên bản sơ sài; đã khắc phục ngày {day}"
    assert words_for(town.session, dossier).entries == 3


def test_entries_are_found_without_accents(town: Town, supervisor: Person) -> None:
    noted(town, supervisor, "Thu đảng phí chậm")
    noted(town, supervisor, "Họp muộn")
    found = entries_seen(
        town.session, town.member(supervisor), today=today(town), search="dang phi"
    )
    assert [entry.words for entry in found] == ["Thu đảng phí chậm"]
