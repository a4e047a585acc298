"""Reminders: each rung once, the highest that has come, none of what is done."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.people import Membership
from tests import make
from tests.make import Town
from workflows.messages.tables import Channel, Message
from workflows.notices.reading import notices_of, unread_count
from workflows.notices.tables import Notice
from workflows.reminders.sending import remind, report_unstaffed, rungs_at_work
from workflows.reminders.tables import Reminder
from workflows.reminders.telling import Teller

ALL = frozenset(Channel)


def teller(town: Town) -> Teller:
    return Teller(town.session, town.tenant, ALL)


def round_of(town: Town) -> int:
    """Go one round, as the schedule does."""
    done = sum(remind(teller(town), due) for due in rungs_at_work(town.session))
    town.session.commit()
    return done


def sent(town: Town, number: int = 0) -> list[str]:
    """Return the reminders of a cell's tasks, in their order."""
    return list(
        town.session.scalars(
            select(Reminder.level)
            .where(Reminder.dossier_id == town.dossier(town.ward.cells[number]).id)
            .order_by(Reminder.at, Reminder.rung)
        )
    )


def heard(town: Town, person: make.Person) -> list[str]:
    found = town.session.scalars(
        select(Notice.trigger)
        .where(Notice.person_id == person.id, Notice.reminder_id.is_not(None))
        .order_by(Notice.at, Notice.id)
    )
    return list(found)


def assessing(town: Town) -> int:
    """Bring a cell to its self-assessment; return how many days it has for it."""
    make.in_review(town, town.ward.cells[0])
    return (town.campaign.self_assessment_until - clock.today(town.session)).days


def test_rungs_are_climbed_day_by_day_each_once(town: Town) -> None:
    days = assessing(town)
    cell = town.ward.cells[0]
    seen = []
    for day in range(days - 10, days + 12):
        with clock.moved(timedelta(days=day)):
            for _ in range(2):
                round_of(town)
            seen.append((day - days, len(sent(town))))
    steps = [day for (day, many), (_, before) in zip(seen[1:], seen, strict=False) if many > before]
    assert steps == [-7, -2, 0, 1, 4, 8]
    assert sent(town) == [
        "week_ahead", "soon", "today", "late", "escalated", "escalated_again",
    ]  # fmt: skip
    ward = town.ward
    assert heard(town, ward.secretaries[0]) == [
        f"reminded_{level}" for level in ("week_ahead", "soon", "today", "late", "escalated")
    ]
    own = town.dossier(cell).id
    office = town.session.scalars(
        select(Notice.trigger)
        .where(Notice.person_id == ward.office.id, Notice.dossier_id == own)
        .order_by(Notice.at)
    )
    assert [each for each in office if each.startswith("reminded")] == [
        "reminded_late", "reminded_escalated",
    ]  # fmt: skip
    assert heard(town, ward.chair)[-2:] == ["reminded_escalated", "reminded_escalated_again"]


def test_message_says_what_is_owed_and_how_long_that_is(town: Town) -> None:
    days = assessing(town)
    with clock.moved(timedelta(days=days - 2)):
        round_of(town)
    secretary = town.ward.secretaries[0].id
    words = town.session.scalars(select(Message.words).where(Message.person_id == secretary)).all()
    year, until = town.campaign.year, f"{town.campaign.self_assessment_until:%d/%m/%Y}"
    assert words == [
        f"Chi bộ Tổ dân phố 1 cần nộp tự đánh giá năm {year}. Hạn {until}, còn 2 ngày."
    ]


def test_schedule_that_stood_still_catches_up_with_one_reminder(town: Town) -> None:
    days = assessing(town)

    with clock.moved(timedelta(days=days + 30)):
        round_of(town)
        round_of(town)

    assert sent(town) == ["escalated_again"]


def test_done_in_time_nobody_is_reminded(town: Town) -> None:
    days = assessing(town)
    make.answered(town, town.ward.cells[0])
    make.move(town, town.ward.cells[0], "submit_self_assessment", town.ward.secretaries[0],
              met_on=clock.today(town.session), **make.ADOPTION)  # fmt: skip
    with clock.moved(timedelta(days=days + 1)):
        round_of(town)
    assert heard(town, town.ward.secretaries[0]) == []


def test_rung_that_was_over_before_the_task_began_is_left_out(town: Town) -> None:
    make.under_appraisal(town, town.ward.cells[0])
    make.move(
        town, town.ward.cells[0], "return_for_supplement", town.ward.appraiser,
        marked=["1.1"], reason="Thiếu", due_on=clock.today(town.session) + timedelta(days=1),
    )  # fmt: skip
    round_of(town)
    assert sent(town) == []
    with clock.moved(timedelta(days=1)):
        round_of(town)
    assert sent(town) == ["today"]


def test_task_opened_again_is_reminded_anew(town: Town) -> None:
    make.under_appraisal(town, town.ward.cells[0])
    for round_ in range(2):
        with clock.moved(timedelta(days=3 * round_)):
            today = clock.today(town.session)
            make.move(town, town.ward.cells[0], "return_for_supplement", town.ward.appraiser,
                      marked=["1.1"], reason="Thiếu", due_on=today + timedelta(1))  # fmt: skip
        with clock.moved(timedelta(days=3 * round_ + 1)):
            round_of(town)
            make.move(town, town.ward.cells[0], "submit_self_assessment",
                      town.ward.secretaries[0], met_on=clock.today(town.session),
                      **make.ADOPTION)  # fmt: skip
    assert sent(town) == ["today", "today"]


def test_two_rounds_at_once_send_one_reminder(town: Town) -> None:
    days = assessing(town)
    start, done = Barrier(2), list[int]()

    def go() -> None:
        with town.elsewhere() as session:
            own = Teller(session, town.tenant, ALL)
            rungs = rungs_at_work(session)
            start.wait()
            done.append(sum(remind(own, due) for due in rungs))
            session.commit()

    with clock.moved(timedelta(days=days)):
        rounds = [Thread(target=go) for _ in range(2)]
        for each in rounds:
            each.start()
        for each in rounds:
            each.join()

    assert sent(town) == ["today"]
    assert heard(town, town.ward.secretaries[0]) == ["reminded_today"]


def test_role_without_a_person_is_reported_to_the_administrator_once(town: Town) -> None:
    make.under_appraisal(town, town.ward.cells[0])
    row = town.session.scalars(
        select(Membership).where(Membership.person_id == town.ward.appraiser.id)
    ).one()
    row.valid_to = clock.today(town.session) - timedelta(days=1)
    row.valid_from = row.valid_to
    town.session.commit()

    assert (report_unstaffed(teller(town)), report_unstaffed(teller(town))) == (1, 0)
    town.session.commit()

    assert heard(town, town.admin) == ["reminded_unstaffed"]
    words = town.session.scalars(
        select(Message.words).where(Message.person_id == town.admin.id)
    ).one()
    assert words.startswith(
        "Chưa có người giữ vai trò này: Cần thẩm định hồ sơ Chi bộ Tổ dân phố 1."
    )


def test_chair_reads_of_what_is_late_without_seeing_the_dossier(town: Town) -> None:
    days = assessing(town)
    with clock.moved(timedelta(days=days + 4)):
        round_of(town)
        chair = town.member(town.ward.chair)
        line = next(
            each for each in notices_of(town.session, chair)
            if each.dossier_code == town.dossier(town.ward.cells[0]).code
        )  # fmt: skip
        assert (line.trigger, line.opens) == ("reminded_escalated", False)
        assert unread_count(town.session, chair) > 0
        other = town.member(town.other_ward.chair)
        assert line.id not in {each.id for each in notices_of(town.session, other)}


@pytest.mark.parametrize("hidden", ["other_ward", "secretary"])
def test_nobody_else_hears(town: Town, hidden: str) -> None:
    days = assessing(town)
    with clock.moved(timedelta(days=days + 4)):
        round_of(town)
    own = town.dossier(town.ward.cells[0]).id
    person = town.other_ward.office if hidden == "other_ward" else town.ward.secretaries[1]
    heard_of = town.session.scalars(
        select(Notice.id).where(Notice.person_id == person.id, Notice.dossier_id == own)
    )
    assert heard_of.all() == []


def test_campaign_may_have_a_ladder_of_its_own(town: Town) -> None:
    rung = {"level": "soon", "after": -3, "to": ["owes"]}
    town.campaign.rules = {**town.campaign.rules, "ladders": {"unit": [rung]}}
    days = assessing(town)
    for day in (days - 4, days - 3, days, days + 9):
        with clock.moved(timedelta(days=day)):
            round_of(town)
    assert sent(town) == ["soon"]
