"""Every move of the table, from each of its states: what it changes, and for whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.audit import AuditEvent, verify
from tenants.outbox import OutboxItem
from tests.workflows.flows.specification import CASES, PARTIES, STATE, WITH_CITY, Case
from tests.workflows.flows.stage import Stage
from workflows.tasks.tables import Task


def each_case() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", CASES, ids=str)


def owed(stage: Stage, state: str, *, held: str) -> list[tuple[str, object, str]]:
    """Return the open tasks that a dossier in a state has, by the specification."""
    if STATE[state].owes is None:
        return []
    level = STATE[state].unit or ("city" if held in WITH_CITY else "ward")
    units = {"cell": stage.cell.id, "ward": stage.town.ward.unit.id, "city": stage.town.root.id}
    desk = (f"{level}_desk", units[level], state)  # the inspection, which is asked to speak
    return [(STATE[state].owes, units[level], state)] + [desk] * state.endswith("reconsideration")


@each_case()
def test_move_changes_state_task_audit_and_outbox(stage: Stage, case: Case) -> None:
    closing, name = stage.ready(case), case.someone()
    session, before, counted = stage.town.session, stage.stands, stage.counts()
    owing = select(Task.id).where(Task.dossier_id == stage.dossier_id, Task.done_at.is_(None))
    former = set(session.scalars(owing))
    assert sorted(stage.tasks()) == sorted(owed(stage, case.source, held=case.held or case.source))

    happening = stage.attempt(case, name, closing=closing)

    assert stage.stands == (case.target, before[1] + 1)
    assert stage.counts() == (counted[0] + 1, counted[1] + 1)
    actor = stage.member(name)
    event = session.get_one(AuditEvent, (stage.town.tenant.id, happening.seq))
    assert (event.kind, event.source, event.target, event.version, event.dossier_id) == (
        case.row.trigger, case.source, case.target, before[1] + 1, stage.dossier_id,
    )  # fmt: skip
    assert (event.person_id, event.name) == (actor.person_id, actor.name)
    assert event.role in case.row.by
    assert name in PARTIES[event.role]
    item = session.scalars(select(OutboxItem).order_by(OutboxItem.id.desc()).limit(1)).one()
    assert (item.job, item.dossier_id, item.payload) == (
        "tell", stage.dossier_id,
        {"seq": happening.seq, "trigger": case.row.trigger, "state": case.target},
    )  # fmt: skip
    assert sorted(stage.tasks()) == sorted(owed(stage, case.target, held=case.held or case.source))
    left = set(session.scalars(owing)) & former
    done = set(session.scalars(select(Task.done_by).where(Task.id.in_(former))))
    stays = case.row.target is None or not former
    assert (left, done - {None}) == (former if stays else set(), set() if stays else {actor.name})


def test_trail_of_every_move_is_one_sound_chain(stage: Stage) -> None:
    for case in CASES:
        stage.attempt(case, case.someone(), closing=stage.ready(case))
    assert list(verify(stage.town.session)) == []


def test_task_of_a_held_dossier_is_due_when_it_is_looked_at_again(stage: Stage) -> None:
    stage.stand("under_appraisal")
    day = clock.today(stage.town.session) + timedelta(days=9)
    stage.fire("put_on_hold", "ward_office", reason="Khiếu nại", look_again_on=day)
    due = stage.town.session.scalars(
        select(Task.due_at).where(Task.dossier_id == stage.dossier_id, Task.done_at.is_(None))
    ).one()
    assert due == clock.end_of(day)


@pytest.mark.parametrize(
    ("name", "role", "behalf"),
    [("ward_office", "ward_office", True), ("deputy", "cell", False), ("secretary", "cell", False)],
)
def test_who_enters_for_a_cell_is_named_with_it(
    stage: Stage, name: str, role: str, *, behalf: bool
) -> None:
    case = next(each for each in CASES if str(each) == "submit_registration-registration_draft")
    stage.ready(case)
    happening = stage.attempt(case, name, closing=None)
    event = stage.town.session.get_one(AuditEvent, (stage.town.tenant.id, happening.seq))
    assert (event.name, event.role, event.for_name) == (
        stage.people[name].name, role, stage.cell.name if behalf else "",
    )  # fmt: skip
