"""Firing a move: state, task, audit and outbox change together or not at all."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import func, select

from tenants import clock
from tenants.audit import AuditEvent, verify
from tenants.outbox import OutboxItem
from tenants.wall import open_session
from tests import make
from tests.make import Town
from workflows.dossiers.contents import content_hash
from workflows.dossiers.tables import Dossier
from workflows.engine.fire import fire
from workflows.engine.refusals import GoneError, Refusal, StaleError
from workflows.tasks.tables import Task


def footprint(town: Town, dossier: Dossier) -> tuple[object, ...]:
    """What an act changes: state, version, open tasks, number of events and outbox rows."""
    session = town.session
    session.expire_all()
    fresh = town.dossier(dossier.unit)
    return (
        fresh.state,
        fresh.version,
        session.execute(
            select(Task.party, Task.state).where(
                Task.dossier_id == dossier.id, Task.done_at.is_(None)
            )
        ).all(),
        session.scalar(select(func.count()).select_from(AuditEvent)),
        session.scalar(select(func.count()).select_from(OutboxItem)),
    )


def register(town: Town, **other: object) -> dict[str, object]:
    return {"met_on": clock.today(town.session), **make.REGISTRATION, **other}


def test_move_changes_state_task_audit_and_outbox(town: Town) -> None:
    cell, secretary = town.ward.cells[0], town.ward.secretaries[0]

    happening = make.move(town, cell, "submit_registration", secretary, **register(town))

    dossier = town.dossier(cell)
    assert (dossier.state, dossier.version) == ("registration_submitted", 2)
    tasks = town.session.execute(
        select(Task.party, Task.unit_id, Task.done_by)
        .where(Task.dossier_id == dossier.id)
        .order_by(Task.opened_at, Task.done_at)
    ).all()
    assert sorted(tasks, key=str) == sorted(
        [("cell", cell.id, secretary.name), ("ward_office", town.ward.unit.id, None)], key=str
    )
    event = town.session.get_one(AuditEvent, (town.tenant.id, happening.seq))
    assert (event.kind, event.name, event.role, event.source, event.target, event.version) == (
        "submit_registration", secretary.name, "cell", "registration_draft",
        "registration_submitted", 2,
    )  # fmt: skip
    items = town.session.scalars(select(OutboxItem)).all()
    assert [(item.job, item.dossier_id, item.payload["seq"]) for item in items] == [
        ("tell", dossier.id, happening.seq)
    ]
    assert list(verify(town.session)) == []


def test_refused_move_changes_nothing(town: Town) -> None:
    cell, secretary = town.ward.cells[0], town.ward.secretaries[0]
    dossier = town.dossier(cell)
    before = footprint(town, dossier)

    with pytest.raises(Refusal, match="not_adopted"):
        make.move(town, cell, "submit_registration", secretary, **register(town, in_favour=11))
    town.session.rollback()

    assert footprint(town, dossier) == before


def test_failing_audit_row_keeps_the_state(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    cell, secretary = town.ward.cells[0], town.ward.secretaries[0]
    dossier = town.dossier(cell)
    before = footprint(town, dossier)
    monkeypatch.setattr(
        "workflows.engine.statements._event",
        lambda tenant, link: {"tenant_id": tenant, "seq": link.seq},
    )

    with pytest.raises(Exception, match="null value"):
        make.move(town, cell, "submit_registration", secretary, **register(town))
    town.session.rollback()

    assert footprint(town, dossier) == before


def test_stale_page_is_told_who_was_first(town: Town) -> None:
    cell = town.ward.cells[0]
    dossier = town.dossier(cell)
    seen = dossier.version
    make.move(town, cell, "submit_registration", town.ward.secretaries[0], **register(town))

    with pytest.raises(StaleError) as stale:
        fire(
            town.session, dossier.id, "accept_registration",
            actor=town.member(town.ward.office), seen_version=seen,
        )  # fmt: skip

    assert (stale.value.name, stale.value.trigger) == (
        town.ward.secretaries[0].name, "submit_registration",
    )  # fmt: skip


def test_same_key_gives_the_first_result(town: Town) -> None:
    cell = town.ward.cells[0]
    dossier = town.dossier(cell)
    send = {
        "actor": town.member(town.ward.secretaries[0]),
        "seen_version": dossier.version,
        "inputs": register(town),
        "key": "0192-one-form",
    }
    first = fire(town.session, dossier.id, "submit_registration", **send)
    town.session.commit()
    after_first = footprint(town, dossier)

    second = fire(town.session, dossier.id, "submit_registration", **send)
    town.session.commit()

    assert (second.seq, second.repeated) == (first.seq, True)
    assert footprint(town, dossier) == after_first


def test_key_of_one_move_is_refused_for_another(town: Town) -> None:
    cell = town.ward.cells[0]
    dossier = town.dossier(cell)
    fire(
        town.session, dossier.id, "submit_registration", key="one",
        actor=town.member(town.ward.secretaries[0]), seen_version=1, inputs=register(town),
    )  # fmt: skip

    with pytest.raises(Refusal, match="key_reused"):
        fire(
            town.session, dossier.id, "accept_registration", key="one",
            actor=town.member(town.ward.office), seen_version=2,
        )  # fmt: skip


def test_dossier_of_another_tenant_does_not_exist(town: Town, other_town: Town) -> None:
    foreign = other_town.dossier(other_town.ward.cells[0])
    before = footprint(other_town, foreign)

    with pytest.raises(GoneError):
        fire(
            town.session, foreign.id, "submit_registration",
            actor=other_town.member(other_town.ward.secretaries[0]), seen_version=1,
            inputs=register(town),
        )  # fmt: skip
    town.session.commit()

    assert footprint(other_town, foreign) == before


def test_dossier_of_another_ward_does_not_exist(town: Town) -> None:
    cell = town.ward.cells[0]
    make.move(town, cell, "submit_registration", town.ward.secretaries[0], **register(town))

    with pytest.raises(GoneError):
        make.move(town, cell, "accept_registration", town.other_ward.office)


def test_cell_may_not_accept_its_own_registration(town: Town) -> None:
    cell, secretary = town.ward.cells[0], town.ward.secretaries[0]
    make.move(town, cell, "submit_registration", secretary, **register(town))

    with pytest.raises(Refusal, match="role"):
        make.move(town, cell, "accept_registration", secretary)


def test_two_approvers_at_once_fifty_times(town: Town) -> None:
    cell = town.ward.cells[0]
    office = town.member(town.ward.office)
    make.move(town, cell, "submit_registration", town.ward.secretaries[0], **register(town))
    dossier = town.dossier(cell)
    outcomes = []
    for _ in range(50):
        together = threading.Barrier(2)
        results: list[str] = []

        def press(trigger: str, inputs: dict[str, object], version: int) -> None:
            with open_session(town.engine, town.tenant.id) as session:
                session.connection()
                together.wait()  # noqa: B023
                try:
                    fire(
                        session, dossier.id, trigger,
                        actor=office, seen_version=version, inputs=inputs,
                    )  # fmt: skip
                    session.commit()
                    results.append("made")  # noqa: B023
                except StaleError as stale:
                    results.append(stale.name)  # noqa: B023

        seen = town.dossier(cell).version
        town.session.commit()
        back = {
            "reason": "Thiếu", "marked": ["met_on"], "due_on": clock.today(town.session),
        }  # fmt: skip
        town.session.commit()
        pair = [
            threading.Thread(target=press, args=("accept_registration", {}, seen)),
            threading.Thread(target=press, args=("return_registration", back, seen)),
        ]
        for thread in pair:
            thread.start()
        for thread in pair:
            thread.join()
        outcomes.append(sorted(results))
        if town.dossier(cell).state == "registered":
            make.move(town, cell, "undo", town.ward.office)
        else:
            make.move(town, cell, "submit_registration", town.ward.secretaries[0], **register(town))

    assert outcomes == [sorted(["made", office.name])] * 50
    assert list(verify(town.session)) == []


def test_other_contents_than_were_seen_are_refused_under_the_lock(town: Town) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    inspector, version = town.member(town.ward.inspector), dossier.version
    with pytest.raises(StaleError) as refused:
        fire(
            town.session, dossier.id, "give_opinion", actor=inspector, seen_version=version,
            inputs={"words": "Được"}, seen_content="0" * 64,
        )  # fmt: skip
    assert refused.value.contents
    seen = content_hash(town.session, dossier)
    fire(
        town.session, dossier.id, "give_opinion", actor=inspector, seen_version=version,
        inputs={"words": "Được"}, seen_content=seen,
    )  # fmt: skip
