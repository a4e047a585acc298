"""A committee's title: two criteria come from its cells, and wait for them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tenants.audit import AuditEvent
from tests.workflows.flows.stage import Stage
from tests.workflows.flows.test_other_flows import COMMITTEE, Travel, ready
from workflows.dossiers.from_cells import CellFigures, cell_figures
from workflows.dossiers.tables import Answer, Dossier

FROM_CELLS = {
    "1.1": {"counts": "recognized", "levels": [["good", 70], ["met", 50], ["not_met", 0]]},
    "1.2": {"counts": "rated_good", "levels": [["good", 100], ["not_met", 0]]},
}


# base, with the title | share asked | reached
@pytest.mark.parametrize(
    ("base", "having", "share", "reached"),
    [
        (10, 7, 70, True), (10, 6, 70, False), (3, 2, 67, False), (3, 2, 66, True),
        (0, 0, 0, False), (5, 0, 0, True), (5, 5, 100, True),
    ],
)  # fmt: skip
def test_share_is_reached_exactly(base: int, having: int, share: int, *, reached: bool) -> None:
    figures = CellFigures(base, rated_good=0, recognized=having)
    assert figures.reaches("recognized", share) is reached


def test_share_is_written_as_offices_write_it() -> None:
    assert CellFigures(10, 8, 3).words("rated_good") == "8/10 = 80 %"
    assert CellFigures(3, 0, 2).words("recognized") == "2/3 = 66,7 %"
    assert CellFigures(0, 0, 0).words("recognized") == "0/0"


def other(stage: Stage) -> Dossier:
    """Return the dossier of the committee's one cell."""
    return stage.town.dossier(stage.town.ward.cells[1])


def concluded(stage: Stage, state: str) -> AuditEvent:
    travel = Travel(COMMITTEE, next(
        case for case in COMMITTEE.cases if case.row.trigger == "conclude_city_appraisal"
    ))  # fmt: skip
    ready(stage, travel)
    campaign = stage.town.campaign
    campaign.rules = {**campaign.rules, "computed_from_cells": FROM_CELLS}
    other(stage).state = state
    stage.town.session.flush()
    happening = stage.attempt(travel.case, "city_org", closing=None)
    return stage.town.session.get_one(AuditEvent, (stage.town.tenant.id, happening.seq))


@pytest.mark.parametrize(
    ("state", "level", "figures"),
    [
        ("recognized", "good", {"base": 1, "rated_good": 0, "recognized": 1, "held": []}),
        ("declined", "not_met", {"base": 1, "rated_good": 0, "recognized": 0, "held": []}),
        ("lapsed", "not_met", {"base": 1, "rated_good": 0, "recognized": 0, "held": []}),
        ("superseded", "not_met", {"base": 0, "rated_good": 0, "recognized": 0, "held": []}),
    ],
)
def test_computed_criteria_get_their_level_when_the_appraisal_is_concluded(
    stage: Stage, state: str, level: str, figures: dict[str, object]
) -> None:
    event = concluded(stage, state)
    assert event.facts["from_cells"] == figures
    answer = stage.town.session.scalars(
        select(Answer).where(Answer.dossier_id == stage.dossier_id, Answer.criterion == "1.1")
    ).one()
    assert answer.appraised_level == level
    assert answer.appraised_reason.startswith(f"{figures['recognized']}/{figures['base']}")


def test_held_cell_is_named_stays_in_the_base_and_does_not_count(stage: Stage) -> None:
    event = concluded(stage, "on_hold")
    assert event.facts["from_cells"] == {
        "base": 1, "rated_good": 0, "recognized": 0, "held": [other(stage).code],
    }  # fmt: skip


def test_later_change_of_a_cell_re_scores_nothing(stage: Stage) -> None:
    event = concluded(stage, "recognized")
    total = stage.dossier.appraised_total
    other(stage).state = "revoked"
    stage.town.session.flush()
    assert stage.dossier.appraised_total == total
    now = cell_figures(stage.town.session, stage.dossier)
    assert now.as_json() != event.facts["from_cells"]
