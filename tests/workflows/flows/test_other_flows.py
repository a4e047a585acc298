"""Every move of the other two flows, from each of its states, by the same parties' rules."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from tenants.audit import AuditEvent
from tests.workflows.flows.specification import COMMITTEE, REGIME_B, Case, Specification
from tests.workflows.flows.stage import Stage
from workflows.engine.act import Closing
from workflows.engine.refusals import GoneError, Refusal
from workflows.tasks.tables import Task


@dataclass(frozen=True, slots=True)
class Travel:
    """A case of a flow."""

    flow: Specification
    case: Case

    def __str__(self) -> str:
        """Name it in a test's name."""
        return f"{self.flow.name}-{self.case}"


FROM_CELLS = {"1.1": {"counts": "recognized", "levels": [["good", 70], ["not_met", 0]]}}
TRAVELS = [Travel(flow, case) for flow in (REGIME_B, COMMITTEE) for case in flow.cases]


def ready(stage: Stage, travel: Travel) -> Closing | None:
    """Put the dossier where the case starts."""
    stage.travel(travel.flow.name)
    return stage.ready(travel.case)


def owed(stage: Stage, travel: Travel, state: str, *, above: bool) -> list[tuple[object, ...]]:
    """Return the open tasks of a dossier in a state, by the specification."""
    known = travel.flow.states[state]
    if known.owes is None:
        return []
    units = {
        "cell": stage.cell.id, "ward": stage.town.ward.unit.id, "city": stage.town.root.id,
    }  # fmt: skip
    level = known.unit or ("city" if above else "ward")
    desk = (f"{level}_desk", units[level], state)  # the inspection, which is asked to speak
    return [(known.owes, units[level], state)] + [desk] * state.endswith("reconsideration")


@pytest.mark.parametrize("travel", TRAVELS, ids=str)
def test_move_changes_state_and_task_and_names_the_party(stage: Stage, travel: Travel) -> None:
    closing, case = ready(stage, travel), travel.case
    name, before = case.someone(), stage.stands

    happening = stage.attempt(case, name, closing=closing)

    assert stage.stands == (case.target, before[1] + 1)
    event = stage.town.session.get_one(AuditEvent, (stage.town.tenant.id, happening.seq))
    assert (event.kind, event.source, event.target) == (
        case.row.trigger, case.source, case.target,
    )  # fmt: skip
    assert event.facts["flow"][:2] == [travel.flow.name, 1]
    assert event.role in case.row.by
    held = case.held or (case.source if case.target == "on_hold" else case.target)
    expected = owed(stage, travel, case.target, above=held in travel.flow.above)
    assert sorted(stage.tasks()) == sorted(expected)
    done = select(Task.done_by).where(
        Task.dossier_id == stage.dossier_id, Task.done_at.is_not(None)
    )  # fmt: skip
    assert set(stage.town.session.scalars(done)) != set()


@pytest.mark.parametrize("travel", TRAVELS, ids=str)
def test_only_its_parties_may_make_a_move(stage: Stage, travel: Travel) -> None:
    closing, case = ready(stage, travel), travel.case
    everybody = {*stage.people, "system"}
    if travel.flow is COMMITTEE:
        everybody -= {"secretary", "deputy", "supervisor"}
    untouched = stage.everything()
    for name in everybody - case.people():
        with pytest.raises((Refusal, GoneError)) as refused:
            stage.attempt(case, name, closing=closing)
        assert getattr(refused.value, "code", "role") == "role", name
    assert stage.everything() == untouched


@pytest.mark.parametrize("name", ["secretary", "deputy", "supervisor", "other_office"])
def test_cells_of_a_committee_do_not_see_its_own_dossier(stage: Stage, name: str) -> None:
    stage.travel(COMMITTEE.name)
    stage.stand("self_assessment")
    with pytest.raises(GoneError):
        stage.fire("submit_self_assessment", name)


def test_committee_waits_for_cells_that_its_criteria_are_computed_from(stage: Stage) -> None:
    travel = Travel(COMMITTEE, next(
        case for case in COMMITTEE.cases if case.row.trigger == "conclude_city_appraisal"
    ))  # fmt: skip
    ready(stage, travel)
    campaign = stage.town.campaign
    campaign.rules = {**campaign.rules, "computed_from_cells": FROM_CELLS}
    stage.town.session.flush()
    # The other cell of the ward has not even registered.
    waiting = stage.town.dossier(stage.town.ward.cells[1])
    with pytest.raises(Refusal, match="cells_under_way") as refused:
        stage.attempt(travel.case, "city_org", closing=None)
    assert refused.value.info == {"dossiers": [waiting.code]}
    waiting.state = "on_hold"
    assert stage.attempt(travel.case, "city_org", closing=None).target == "awaiting_city_decision"


def test_office_enters_for_its_committee_and_for_nobody_else(stage: Stage) -> None:
    """The committee's own office stands where a cell's secretary does: it is no help."""
    travel = Travel(COMMITTEE, COMMITTEE.cases[0])
    ready(stage, travel)
    happening = stage.attempt(travel.case, "ward_office", closing=None)
    event = stage.town.session.get_one(AuditEvent, (stage.town.tenant.id, happening.seq))
    assert (event.role, event.for_name) == ("unit_office", "")
