"""Working days: the public calendar by table, a tenant's own days above it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tenants.audit import AuditEvent
from tenants.own_days import OwnDayError, own_days_of, remove_own_day, set_own_days
from tenants.wall import open_session
from tenants.working_days import (
    DayKind,
    WorkingCalendar,
    add_working_days,
    is_working_day,
    public_days,
    swapped_days,
)
from tests.make import Town

PLAIN = WorkingCalendar({})


@pytest.mark.parametrize(
    ("day", "count", "later"),
    [
        (date(2026, 12, 7), 3, date(2026, 12, 10)),
        (date(2026, 12, 9), 3, date(2026, 12, 14)),  # over a weekend
        (date(2026, 12, 12), 3, date(2026, 12, 16)),  # from a Saturday
        (date(2026, 12, 12), 0, date(2026, 12, 12)),
        (date(2026, 2, 13), 1, date(2026, 2, 23)),  # Tết Bính Ngọ: nine days at a stretch
        (date(2023, 1, 19), 1, date(2023, 1, 27)),  # Tết Quý Mão, from Friday to Thursday
        (date(2024, 2, 7), 2, date(2024, 2, 16)),  # Tết Giáp Thìn
        (date(2025, 1, 24), 5, date(2025, 2, 7)),  # Tết Ất Tỵ
        (date(2025, 12, 31), 1, date(2026, 1, 2)),  # over the new year
        (date(2026, 8, 21), 1, date(2026, 8, 22)),  # a Saturday that the Government swapped
        (date(2026, 8, 28), 1, date(2026, 9, 3)),  # 31/8 in lieu, 1/9 and 2/9
        (date(2026, 4, 24), 1, date(2026, 4, 28)),  # Hùng Kings' day on a Sunday, made up for
        (date(2026, 11, 23), 1, date(2026, 11, 25)),  # 24/11 is a day off since 2026
        (date(2025, 11, 23), 1, date(2025, 11, 24)),  # and was none before
        (date(2028, 12, 29), 1, date(2029, 1, 2)),
        (date(2026, 2, 23), -1, date(2026, 2, 13)),
        (date(2026, 12, 14), -3, date(2026, 12, 9)),
    ],
)
def test_working_days_leave_out_weekends_and_public_holidays(
    day: date, count: int, later: date
) -> None:
    assert PLAIN.add(day, count) == later


@pytest.mark.parametrize(
    ("year", "tet"),
    [(2023, date(2023, 1, 22)), (2024, date(2024, 2, 10)), (2025, date(2025, 1, 29)),
     (2026, date(2026, 2, 17)), (2027, date(2027, 2, 6))],
)  # fmt: skip
def test_tet_follows_the_lunar_calendar(year: int, tet: date) -> None:
    assert public_days(year)[tet] == "Tết Nguyên Đán"
    assert not any(PLAIN.is_working(date(year, *day)) for day in ((1, 1), (4, 30), (5, 1), (9, 2)))


def test_swapped_saturdays_are_worked() -> None:
    assert [swapped_days(year) for year in (2023, 2024, 2025, 2026)] == [
        [], [date(2024, 5, 4)], [date(2025, 4, 26)], [date(2026, 8, 22)],
    ]  # fmt: skip
    assert PLAIN.is_working(date(2024, 5, 4))
    assert not PLAIN.is_working(date(2024, 4, 29))


def test_nearest_working_day_is_found_on_both_sides() -> None:
    assert PLAIN.on_or_after(date(2026, 10, 3)) == date(2026, 10, 5)
    assert PLAIN.on_or_before(date(2026, 10, 3)) == date(2026, 10, 2)
    assert PLAIN.on_or_after(date(2026, 12, 3)) == date(2026, 12, 3)


def test_own_days_stand_above_the_public_calendar(town: Town) -> None:
    session, admin = town.session, town.member(town.admin)
    monday, saturday = date(2027, 3, 1), date(2027, 3, 6)

    set_own_days(session, monday, monday, DayKind.OFF, words="Nghỉ bù", actor=admin)
    set_own_days(session, saturday, saturday, DayKind.WORKING, words="Làm bù", actor=admin)
    session.commit()

    assert not is_working_day(session, monday)
    assert is_working_day(session, saturday)
    assert add_working_days(session, date(2027, 2, 26), 1) == date(2027, 3, 2)
    assert add_working_days(session, date(2027, 3, 5), 1) == saturday
    assert [(row.day, row.kind) for row in own_days_of(session, 2027)] == [
        (monday, DayKind.OFF), (saturday, DayKind.WORKING),
    ]  # fmt: skip


def test_public_holiday_can_be_worked(town: Town) -> None:
    day = date(2026, 11, 24)

    set_own_days(
        town.session, day, day, DayKind.WORKING, words="Trực", actor=town.member(town.admin)
    )

    assert add_working_days(town.session, date(2026, 11, 23), 1) == day


def test_week_named_whole_changes_only_the_days_that_were_otherwise(town: Town) -> None:
    admin = town.member(town.admin)

    changed = set_own_days(
        town.session, date(2026, 11, 20), date(2026, 11, 25), DayKind.OFF,
        words="Mưa lũ", actor=admin,
    )  # fmt: skip

    # 21 and 22 are a weekend, 24 is a public holiday.
    assert changed == [date(2026, 11, day) for day in (20, 23, 25)]
    assert len(own_days_of(town.session, 2026)) == 3


def test_another_tenants_days_do_not_count(town: Town, other_town: Town) -> None:
    day = date(2027, 3, 1)
    admin = other_town.member(other_town.admin)
    set_own_days(other_town.session, day, day, DayKind.OFF, words="Nghỉ", actor=admin)
    other_town.session.commit()

    with open_session(town.engine, town.tenant.id) as session:
        assert is_working_day(session, day)


@pytest.mark.parametrize(
    ("first", "last", "kind", "code"),
    [
        (date(2027, 3, 2), date(2027, 3, 1), DayKind.OFF, "order"),
        (date(2027, 3, 1), date(2027, 4, 1), DayKind.OFF, "too_many"),
        (date(2027, 3, 6), date(2027, 3, 7), DayKind.OFF, "nothing_new"),
        (date(2027, 3, 1), date(2027, 3, 1), DayKind.WORKING, "nothing_new"),
    ],
)
def test_senseless_days_are_refused(
    town: Town, first: date, last: date, kind: DayKind, code: str
) -> None:
    with pytest.raises(OwnDayError) as refused:
        set_own_days(town.session, first, last, kind, words="x", actor=town.member(town.admin))

    assert refused.value.code == code
    assert own_days_of(town.session, 2027) == []


def test_year_keeps_its_working_days(town: Town) -> None:
    admin = town.member(town.admin)
    for first in (date(2027, 6, 1), date(2027, 7, 1)):
        set_own_days(
            town.session, first, first.replace(day=30), DayKind.OFF, words="x", actor=admin
        )

    with pytest.raises(OwnDayError) as refused:
        set_own_days(
            town.session, date(2027, 8, 1), date(2027, 8, 31), DayKind.OFF, words="x", actor=admin
        )

    assert refused.value.code == "too_many_in_year"


def test_each_act_is_in_the_trail(town: Town) -> None:
    session, admin, day = town.session, town.member(town.admin), date(2027, 3, 1)

    set_own_days(session, day, day, DayKind.OFF, words="Nghỉ bù", actor=admin)
    assert remove_own_day(session, day, actor=admin)
    assert not remove_own_day(session, day, actor=admin)

    events = session.scalars(
        select(AuditEvent).where(AuditEvent.kind.like("own_days%")).order_by(AuditEvent.seq)
    )
    assert [(event.kind, event.name, event.facts) for event in events] == [
        (kind, admin.name, {"days": ["2027-03-01"], "kind": "off", "words": "Nghỉ bù"})
        for kind in ("own_days_set", "own_days_removed")
    ]
