"""Who may make a move may; everybody else is refused and changes nothing, byte for byte."""

from __future__ import annotations

import pytest

from tests.workflows.flows.specification import (
    CASES,
    COMMITTEE,
    OPEN,
    PARTIES,
    ROWS,
    STATE,
    Case,
)
from tests.workflows.flows.stage import Stage
from workflows.engine.fire import fire
from workflows.engine.refusals import GoneError, Refusal, StaleError

# Who never sees the dossier: the move is refused as if it did not exist.
BLIND = {
    "other_secretary", "other_office", "other_lead", "other_chair", "other_inspector", "nobody",
}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_only_its_parties_may_make_a_move(stage: Stage, case: Case) -> None:
    closing, session = stage.ready(case), stage.town.session
    everybody = {*stage.people, "system"}
    untouched = stage.everything()
    refusals = {}
    for name in everybody - case.people():
        with pytest.raises((Refusal, GoneError)) as refused:
            stage.attempt(case, name, closing=closing)
        refusals[name] = getattr(refused.value, "code", "gone")
    assert stage.everything() == untouched
    assert {name for name, code in refusals.items() if code == "gone"} == BLIND
    assert set(refusals.values()) - {"gone"} == {"role"}
    for name in case.people():
        attempt = session.begin_nested()
        assert stage.attempt(case, name, closing=closing).target == case.target
        attempt.rollback()


@pytest.mark.parametrize("state", STATE)
def test_no_other_move_leaves_a_state(stage: Stage, state: str) -> None:
    stage.stand(state)
    leaving = {row.trigger for row in ROWS if state in row.sources}
    untouched = stage.everything()
    for trigger in {row.trigger for row in ROWS} - leaving:
        with pytest.raises(Refusal, match="not_from_here"):
            stage.fire(trigger, "ward_office")
    assert stage.everything() == untouched


@pytest.mark.parametrize("trigger", ["no_such_move", "to_recognized", "trigger", "__class__", ""])
def test_name_outside_the_table_is_no_move(stage: Stage, trigger: str) -> None:
    stage.stand("registration_draft")
    with pytest.raises(Refusal, match="not_from_here"):
        stage.fire(trigger, "secretary")


@pytest.mark.parametrize(
    "case", [case for case in CASES if "†" in case.row.marks], ids=str
)  # fmt: skip
def test_move_of_a_sitting_is_made_by_no_hand(stage: Stage, case: Case) -> None:
    stage.ready(case)
    untouched = stage.everything()
    for name in case.people():
        with pytest.raises(Refusal, match="only_at_sitting"):
            stage.attempt(case, name, closing=None)
    assert stage.everything() == untouched


def test_move_on_what_has_changed_is_stale(stage: Stage) -> None:
    stale = []
    for case in CASES:
        closing, name = stage.ready(case), case.someone()
        try:
            fire(
                stage.town.session, stage.dossier_id, case.row.trigger,
                actor=stage.member(name), seen_version=stage.stands[1] - 1,
                inputs=stage.inputs(case, name), closing=closing,
            )  # fmt: skip
        except StaleError:
            stale.append(case)
    assert stale == list(CASES)


def test_every_party_and_every_open_state_is_tried() -> None:
    assert {party for row in (*ROWS, *COMMITTEE.rows) for party in row.by} == set(PARTIES)
    assert {case.source for case in CASES} == set(STATE) - {"withdrawn", "lapsed", "superseded"}
    assert {case.held for case in CASES if case.row.trigger == "resume"} == set(OPEN)
