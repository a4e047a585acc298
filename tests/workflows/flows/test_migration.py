"""Versions are pinned; a new one is tried on all running dossiers before any is moved."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.audit import AuditEvent, verify
from tenants.members import SYSTEM
from tenants.outbox import OutboxItem
from tests import make
from tests.make import Town
from tests.workflows.flows import second_version
from tests.workflows.sittings import meeting
from workflows.dossiers.tables import Dossier
from workflows.engine.flow import Flow
from workflows.engine.refusals import Refusal
from workflows.flows import FLOWS
from workflows.flows.migration import Report, move_over, try_route
from workflows.flows.routes import Route, route, routes_to
from workflows.sittings.tables import Gate, SittingItem
from workflows.tasks.tables import Task

A, B = ("cell_title", 1), ("cell_title_ward", 1)


@pytest.fixture
def second() -> Iterator[Flow]:
    with second_version.entered() as flow:
        yield flow


def tried(town: Town, way: Route) -> Report:
    return try_route(town.session, way, viewer=SYSTEM)


def whys(report: Report) -> dict[str, tuple[str, dict[str, object]]]:
    return {
        trial.state: (trial.refusal.code, trial.refusal.info)
        for trial in report.refused
        if trial.refusal is not None
    }


def moved(town: Town, way: Route, *, reason: str = "Nghị quyết mới") -> Report:
    digest = tried(town, way).digest
    report = move_over(
        town.session, way, town.campaign,
        actor=town.member(town.admin), reason=reason, digest=digest,
    )  # fmt: skip
    town.session.commit()
    return report


def open_tasks(town: Town, dossier: Dossier) -> list[tuple[str, str]]:
    rows = town.session.execute(
        select(Task.party, Task.state).where(
            Task.dossier_id == dossier.id, Task.done_at.is_(None)
        )
    )  # fmt: skip
    return [tuple(row) for row in rows]


def test_dossier_keeps_the_version_it_was_opened_with(town: Town, second: Flow) -> None:
    """One of version 1 knows no checking; one of version 2 is not accepted without."""
    first, other = town.ward.cells
    town.dossier(other).flow_version = second.version
    town.session.commit()
    today = clock.today(town.session)
    for number, cell in enumerate((first, other)):
        make.move(
            town, cell, "submit_registration", town.ward.secretaries[number],
            met_on=today, **make.REGISTRATION,
        )  # fmt: skip
    make.move(town, first, "accept_registration", town.ward.office)
    with pytest.raises(Refusal, match="not_from_here"):
        make.move(town, other, "accept_registration", town.ward.office)
    town.session.rollback()
    make.move(town, other, "check_registration", town.ward.appraiser)
    make.move(town, other, "accept_registration", town.ward.office)
    assert [town.dossier(cell).state for cell in (first, other)] == ["registered"] * 2
    events = town.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "accept_registration").order_by(AuditEvent.seq)
    )
    assert [event.facts["flow"][:2] for event in events] == [["cell_title", 1], ["cell_title", 2]]


def test_trial_names_each_dossier_that_could_not_move_and_why(town: Town, second: Flow) -> None:
    """The accepted one passed a step that is another in version 2; the draft passed none."""
    make.registered(town, town.ward.cells[0])
    held = town.dossier(town.other_ward.cells[1])
    held.state, held.back_to = "on_hold", {"put_on_hold": "city_reconsideration"}
    lost = town.dossier(town.other_ward.cells[0])
    lost.state = "city_reconsideration"
    town.session.commit()

    report = tried(town, route(A, ("cell_title", 2)))

    assert [trial.state for trial in report.ready] == ["registration_draft"]
    assert whys(report) == {
        "registered": (
            "step_changed",
            {"trigger": "accept_registration", "state": "registration_submitted", "part": "gone"},
        ),
        "on_hold": (
            "no_way_back", {"trigger": "put_on_hold", "state": "city_reconsideration"},
        ),
        "city_reconsideration": ("no_place", {"state": "city_reconsideration"}),
    }  # fmt: skip


def test_undone_step_counts_for_nothing(town: Town, second: Flow) -> None:
    cell = town.ward.cells[0]
    make.registered(town, cell)
    make.move(town, cell, "undo", town.ward.office)

    report = tried(town, route(A, ("cell_title", 2)))

    assert report.refused == []
    assert len(report.ready) == 4


def test_changed_row_is_told_by_the_part_that_differs(second: Flow) -> None:
    way = route(A, ("cell_title", 2))
    assert way.changed("give_opinion", "under_appraisal") == "asks"
    assert way.changed("submit_registration", "registration_draft") is None
    assert way.changed("reopen_appraisal", "recommended") == "gone"
    assert way.changed("request_reconsideration", "declined") == "gone"


def test_moving_is_an_audited_act_and_opens_the_task_that_is_owed_there(
    town: Town, second: Flow
) -> None:
    cell = town.ward.cells[0]
    make.move(
        town, cell, "submit_registration", town.ward.secretaries[0],
        met_on=clock.today(town.session), **make.REGISTRATION,
    )  # fmt: skip
    before = town.dossier(cell).version
    assert open_tasks(town, town.dossier(cell)) == [("ward_office", "registration_submitted")]

    report = moved(town, route(A, ("cell_title", 2)))

    dossier = town.dossier(cell)
    assert (dossier.flow_version, dossier.state, dossier.version) == (
        2, "registration_submitted", before + 1,
    )  # fmt: skip
    assert open_tasks(town, dossier) == [("ward_lead", "registration_submitted")]
    event = town.session.scalars(
        select(AuditEvent).where(
            AuditEvent.kind == "flow_changed", AuditEvent.dossier_id == dossier.id
        )
    ).one()
    assert (event.name, event.role, event.facts["inputs"]) == (
        town.admin.name, "tenant_admin", {"reason": "Nghị quyết mới"},
    )  # fmt: skip
    act = town.session.scalars(select(AuditEvent).where(AuditEvent.kind == "flow_migrated")).one()
    assert (len(act.facts["moved"]), act.facts["refused"]) == (len(report.ready), [])
    assert act.facts["from"][:2] + act.facts["to"][:2] == ["cell_title", 1, "cell_title", 2]
    told = town.session.scalars(
        select(OutboxItem).where(OutboxItem.dossier_id == dossier.id).order_by(OutboxItem.run_at)
    ).all()
    assert told[-1].payload["trigger"] == "flow_changed"
    assert (town.campaign.flow, town.campaign.flow_version) == ("cell_title", 2)
    assert list(verify(town.session)) == []


def test_dossier_that_cannot_move_stays_and_goes_on_as_before(town: Town, second: Flow) -> None:
    cell = town.ward.cells[0]
    make.registered(town, cell)
    moved(town, route(A, ("cell_title", 2)))
    assert town.dossier(cell).flow_version == 1
    make.move(town, cell, "admit", town.ward.office)
    assert town.dossier(cell).state == "in_progress"


def test_only_what_was_tried_is_moved(town: Town, second: Flow) -> None:
    way = route(A, ("cell_title", 2))
    digest = tried(town, way).digest
    make.move(
        town, town.ward.cells[0], "submit_registration", town.ward.secretaries[0],
        met_on=clock.today(town.session), **make.REGISTRATION,
    )  # fmt: skip
    with pytest.raises(Refusal, match="trial_is_old"):
        move_over(
            town.session, way, town.campaign,
            actor=town.member(town.admin), reason="Mới", digest=digest,
        )  # fmt: skip
    town.session.rollback()
    versions = town.session.scalars(select(Dossier.flow_version))
    assert set(versions) == {1}


@pytest.mark.parametrize(
    ("who", "reason", "code"), [("office", "Mới", "role"), ("admin", "  ", "missing")]
)
def test_only_the_administrator_moves_and_says_why(
    town: Town, second: Flow, who: str, reason: str, code: str
) -> None:
    way = route(A, ("cell_title", 2))
    person = town.admin if who == "admin" else town.ward.office
    with pytest.raises(Refusal, match=code):
        move_over(
            town.session, way, town.campaign,
            actor=town.member(person), reason=reason, digest=tried(town, way).digest,
        )  # fmt: skip


def test_dossiers_on_an_opened_sitting_are_not_moved(town: Town) -> None:
    dossier = make.appraised(town, town.ward.cells[0])
    sitting = meeting.opened(town, Gate.RECOMMENDATION, [dossier], town.ward)

    report = tried(town, route(A, B))

    assert whys(report) == {
        "awaiting_ward_review": ("on_opened_sitting", {"sitting": sitting.code})
    }


def test_from_regime_a_to_b_what_waits_above_waits_for_a_new_vote_of_the_ward(town: Town) -> None:
    first, second = town.ward.cells
    make.registered(town, first)
    make.registered(town, second)
    meeting.recommended(town, make.appraised(town, first))
    meeting.recommended(town, make.appraised(town, second))
    make.move(
        town, second, "send_to_city", town.ward.office,
        number="12-TTr/ĐU", signed_on=clock.today(town.session),
    )  # fmt: skip
    make.move(
        town, second, "put_on_hold", town.city_inspector,
        reason="Khiếu nại", look_again_on=clock.today(town.session),
    )  # fmt: skip

    report = moved(town, route(A, B))

    assert report.refused == []
    assert [town.dossier(cell).state for cell in (first, second)] == [
        "awaiting_ward_review", "on_hold",
    ]  # fmt: skip
    assert open_tasks(town, town.dossier(first)) == [("ward_body", "awaiting_ward_review")]
    assert town.dossier(second).back_to == {"put_on_hold": "awaiting_ward_review"}
    make.move(town, second, "resume", town.ward.inspector, outcome="Không có vi phạm")
    assert town.dossier(second).state == "awaiting_ward_review"
    assert open_tasks(town, town.dossier(second)) == [("ward_body", "awaiting_ward_review")]


def test_prepared_agenda_of_the_level_above_loses_what_is_moved(town: Town) -> None:
    dossier = make.appraised(town, town.ward.cells[0])
    meeting.recommended(town, dossier)
    meeting.awaiting_city(town, town.dossier(town.ward.cells[0]))
    sitting = meeting.prepared(
        town, Gate.RECOGNITION, [town.dossier(town.ward.cells[0])], None
    )  # fmt: skip
    moved(town, route(A, B))
    items = town.session.scalars(select(SittingItem).where(SittingItem.sitting_id == sitting.id))
    assert items.all() == []


def test_settled_dossiers_are_never_moved(town: Town) -> None:
    dossier = make.appraised(town, town.ward.cells[0])
    dossier.state = "not_recommended"
    town.session.commit()
    report = moved(town, route(A, B))
    assert dossier.code not in {trial.code for trial in report.trials}
    assert (town.dossier(town.ward.cells[0]).flow, dossier.state) == (
        "cell_title", "not_recommended",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        (A, A, "no_route"),
        (B, A, "no_route"),
        (A, ("committee_title", 1), "no_route"),
        (A, ("cell_title", 9), "unknown_flow"),
    ],
)
def test_where_no_way_leads_none_is_made_up(
    source: tuple[str, int], target: tuple[str, int], code: str
) -> None:
    with pytest.raises(Refusal, match=code):
        route(source, target)


def test_every_running_state_of_regime_a_has_a_place_in_b() -> None:
    way = route(A, B)
    running = [name for name, state in FLOWS[A].states.items() if state.kind != "closed"]
    assert {name for name in running if way.place(name) is None} == set()
    assert [each.source.name for each in routes_to(B)] == ["cell_title"]
