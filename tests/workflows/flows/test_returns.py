"""Sending back: each time anew, as often as it takes."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from tenants import clock
from tenants.audit import AuditEvent, verify
from tenants.outbox import OutboxItem
from tests import make
from tests.make import Town
from workflows.dossiers.answering import answer
from workflows.dossiers.contents import tally_of
from workflows.dossiers.tables import Purpose
from workflows.tasks.tables import Task


def tasks(town: Town, state: str) -> list[Task]:
    """List the tasks that a dossier's stays in a state have made, the first one first."""
    return list(
        town.session.scalars(
            select(Task)
            .where(Task.dossier_id == town.dossier(town.ward.cells[0]).id, Task.state == state)
            .order_by(Task.opened_at, Task.id)
        )
    )


def test_registration_returned_three_times_has_a_new_task_each_time(town: Town) -> None:
    cell, ward, today = town.ward.cells[0], town.ward, clock.today(town.session)
    days = [today + timedelta(days=number) for number in (1, 3, 5)]
    send = {"met_on": today, **make.REGISTRATION}
    make.move(town, cell, "submit_registration", ward.secretaries[0], **send)
    for round_, day in enumerate(days, start=1):
        make.move(town, cell, "return_registration", ward.office, reason=f"Lần {round_}",
                  marked=["met_on"], due_on=day)  # fmt: skip
        dossier = town.dossier(cell)
        assert (dossier.return_reason, dossier.due_on) == (f"Lần {round_}", day)
        make.move(town, cell, "submit_registration", ward.secretaries[0], **send)
    make.move(town, cell, "accept_registration", ward.office)

    returned, submitted = (
        tasks(town, "registration_returned"),
        tasks(town, "registration_submitted"),
    )
    assert [each.due_at for each in returned] == [clock.end_of(day) for day in days]
    assert [each.done_by for each in returned] == [ward.secretaries[0].name] * 3
    assert len({each.id for each in submitted}) == 4
    assert [each.done_by for each in submitted] == [ward.office.name] * 4
    told = town.session.scalars(select(OutboxItem.payload).order_by(OutboxItem.id)).all()
    assert [each["trigger"] for each in told].count("return_registration") == 3
    reasons = [
        event.facts["inputs"]["reason"]
        for event in town.session.scalars(
            select(AuditEvent)
            .where(AuditEvent.kind == "return_registration")
            .order_by(AuditEvent.seq)
        )
    ]
    assert reasons == ["Lần 1", "Lần 2", "Lần 3"]
    assert list(verify(town.session)) == []


def change(town: Town, key: str) -> None:
    """Let the cell answer one criterion otherwise."""
    answer(
        town.session, town.dossier(town.ward.cells[0]).id, key, level="good", not_applicable=False,
        note=f"Bổ sung {clock.now(town.session)}", actor=town.member(town.ward.secretaries[0]),
    )  # fmt: skip
    town.session.commit()


def give_back(town: Town, day: date) -> None:
    """Return the self-assessment for one criterion."""
    make.move(town, town.ward.cells[0], "return_for_supplement", town.ward.appraiser,
              reason="Thiếu minh chứng", marked=["1.1"], due_on=day)  # fmt: skip


def test_assessment_returned_twice_is_voted_on_anew_each_time(town: Town) -> None:
    cell, ward, today = town.ward.cells[0], town.ward, clock.today(town.session)
    dossier = make.under_appraisal(town, cell)
    seen = []
    for _ in range(2):
        give_back(town, today + timedelta(days=3))
        change(town, "1.1")
        make.move(town, cell, "submit_self_assessment", ward.secretaries[0], met_on=today,
                  **make.ADOPTION)  # fmt: skip
        tally = tally_of(town.session, dossier.id, Purpose.SELF_ASSESSMENT)
        assert tally is not None
        seen.append(tally.content_version)
    assert seen == sorted(set(seen))
    assert seen[-1] == town.dossier(cell).content_version
    appraisals = tasks(town, "under_appraisal")
    assert [each.done_at is None for each in appraisals] == [False, False, True]
    assert [each.done_by for each in tasks(town, "returned")] == [ward.secretaries[0].name] * 2


def test_appraiser_calls_a_return_back_after_its_day(town: Town) -> None:
    cell, today = town.ward.cells[0], clock.today(town.session)
    make.under_appraisal(town, cell)
    give_back(town, today + timedelta(days=3))
    with clock.moved(timedelta(days=4)):
        make.move(town, cell, "call_back", town.ward.appraiser)
        dossier = town.dossier(cell)
        assert (dossier.state, dossier.marked, dossier.due_on) == ("under_appraisal", [], None)
