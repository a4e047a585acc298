"""Meetings nobody wrote down and weaknesses not remedied: each rung once, none once done."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.appointments import appoint
from tenants.people import Person
from tenants.personal_notices import personal_notices_of
from tenants.roles import Role
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import text_of
from tests.workflows.meetings import made
from workflows.logbook.keeping import Remedy, check_entry, note_entry
from workflows.logbook.tables import EntryKind, Finding, LogEntry
from workflows.messages.tables import Channel, Message
from workflows.reminders.of_units import remind_units
from workflows.reminders.tables import UnitReminder
from workflows.reminders.telling import Teller


@pytest.fixture(autouse=True)
def founded(town: Town) -> None:
    make.founded_last_year(town)
    with on(town, 6, 1):
        made.held(town, 5)


@pytest.fixture
def supervisor(town: Town) -> Person:
    person = town.ward.members[0]
    appoint(town.session, person, Role.SUPERVISOR, unit=town.ward.cells[0])
    make.founded_last_year(town)
    return person


def on(town: Town, month: int, day: int) -> AbstractContextManager[None]:
    today = clock.today(town.session)
    return clock.moved(timedelta(days=(date(town.campaign.year, month, day) - today).days))


def rounds(town: Town) -> None:
    """Go round until nothing is left, twice, as the schedule does."""
    for _ in range(2):
        while remind_units(Teller(town.session, town.tenant, frozenset(Channel))):
            pass
        town.session.commit()


def sent(town: Town, cell: int = 0) -> list[tuple[str, str]]:
    rows = town.session.execute(
        select(UnitReminder.duty, UnitReminder.level)
        .where(UnitReminder.unit_id == town.ward.cells[cell].id)
        .order_by(UnitReminder.at, UnitReminder.rung)
    )
    return [(str(duty), level) for duty, level in rows]


def heard(town: Town, person: Person) -> list[str]:
    found = personal_notices_of(town.session, town.member(person), 100)
    own = str(town.ward.cells[0].id)
    return sorted(
        line.facts["level"]
        for line in found
        if line.kind == "unit_reminded" and line.facts["unit"] == own
    )


def waiting(town: Town, person: Person) -> list[str]:
    return list(
        town.session.scalars(
            select(Message.words).where(
                Message.person_id == person.id, Message.dropped_at.is_(None)
            )
        )
    )


def weakness(town: Town, due_on: date) -> LogEntry:
    entry = note_entry(
        town.session, town.ward.cells[0], EntryKind.WEAKNESS, "Thu đảng phí chậm",
        noted_on=clock.today(town.session), actor=town.member(town.ward.secretaries[0]),
        remedy=Remedy("Thu trước ngày 10", "Đ/c Bình", due_on),
    )  # fmt: skip
    town.session.commit()
    return entry


def test_meeting_that_nobody_wrote_down_climbs_its_ladder(
    town: Town, supervisor: Person, sign_in: SignIn
) -> None:
    secretary, office = town.ward.secretaries[0], town.ward.office
    steps = []
    for day in range(1, 16):
        with on(town, 6, day):
            rounds(town)
            steps.append((day, [level for _duty, level in sent(town)]))
    assert next(day for day, levels in steps if levels) == 4
    assert steps[-1] == (15, ["late", "escalated"])
    assert next(day for day, levels in steps if "escalated" in levels) == 10
    with on(town, 6, 15):
        assert heard(town, secretary) == ["escalated", "late"]
        assert heard(town, supervisor) == ["escalated", "late"]
        assert heard(town, office) == ["escalated"]
        assert heard(town, town.other_ward.office) == []
        words = waiting(town, secretary)
        year, cell = town.campaign.year, town.ward.cells[0].name
        due = f"03/06/{year}"
        assert words[0] == (
            f"{cell} chưa ghi buổi sinh hoạt tháng 6/{year}. Đã quá 1 ngày (hạn {due})."
        )
        assert waiting(town, supervisor)[0] == f"Báo cáo: {words[0]}"
    page = text_of(sign_in(town, secretary).get(f"/{town.tenant.slug}/tin-nhan").text)
    assert f"{cell} chưa ghi buổi sinh hoạt tháng 6/{year}, lịch họp ngày {due}." in page


def test_meeting_written_down_ends_it_and_takes_the_waiting_message_back(town: Town) -> None:
    secretary = town.ward.secretaries[0]
    with on(town, 6, 4):
        rounds(town)
        assert len(waiting(town, secretary)) == 1
    with on(town, 6, 5):
        made.held(town, 6)
        rounds(town)
        assert waiting(town, secretary) == []
    with on(town, 6, 12):
        rounds(town)
    assert sent(town) == [("meeting", "late")]


def test_outage_is_followed_by_one_reminder_and_what_is_long_over_by_none(town: Town) -> None:
    with on(town, 6, 25):
        rounds(town)
    assert sent(town) == [("meeting", "escalated")]
    # The second cell never wrote May down either: a month later that is seen on the sheet alone.
    about = town.session.scalars(
        select(UnitReminder.about).where(UnitReminder.unit_id == town.ward.cells[1].id)
    )
    assert about.all() == [f"{town.campaign.year}-06"]


def test_small_cell_and_one_that_was_not_there_yet_are_left_alone(town: Town) -> None:
    small, new = town.ward.cells[:2]
    town.campaign.rules = {
        **town.campaign.rules, "meetings": {"small_members": 500, "small_every": 3},
    }  # fmt: skip
    small.members_official, new.members_official = 20, 600
    new.valid_from = date(town.campaign.year, 6, 4)
    town.session.commit()
    with on(town, 6, 10):
        rounds(town)
    assert (sent(town), sent(town, 1)) == ([], [])
    with on(town, 7, 10):
        rounds(town)
    assert (sent(town), sent(town, 1)) == ([("meeting", "escalated")],) * 2


def test_remedy_is_reminded_of_before_and_after_its_day_until_it_is_done(
    town: Town, supervisor: Person
) -> None:
    with on(town, 6, 1):
        made.held(town, 6, held_on=date(town.campaign.year, 6, 1))
        entry = weakness(town, date(town.campaign.year, 6, 20))
    for day in range(1, 23):
        with on(town, 6, day):
            rounds(town)
    assert sent(town) == [("remedy", "soon"), ("remedy", "late")]
    with on(town, 6, 22):
        assert heard(town, supervisor) == ["late"]
        assert heard(town, town.ward.secretaries[0]) == ["late", "soon"]
        check_entry(
            town.session, entry.id, Finding.REMEDIED, "Đã thu đủ",
            checked_on=clock.today(town.session), actor=town.member(town.ward.secretaries[0]),
            seen_version=entry.version,
        )  # fmt: skip
        town.session.commit()
    with on(town, 6, 28):
        rounds(town)
    assert sent(town) == [("remedy", "soon"), ("remedy", "late")]


def test_remedy_with_a_new_day_is_reminded_of_anew(town: Town) -> None:
    with on(town, 6, 1):
        made.held(town, 6, held_on=date(town.campaign.year, 6, 1))
        entry = weakness(town, date(town.campaign.year, 6, 10))
    with on(town, 6, 17):
        rounds(town)
        check_entry(
            town.session, entry.id, Finding.PARTLY, "Còn hai đồng chí",
            checked_on=clock.today(town.session), actor=town.member(town.ward.secretaries[0]),
            seen_version=entry.version, due_on=date(town.campaign.year, 6, 25),
        )  # fmt: skip
        town.session.commit()
    with on(town, 6, 26):
        rounds(town)
    assert sent(town) == [("remedy", "escalated"), ("remedy", "late")]
