"""Preparing a sitting: what may be on its agenda, and who may call it off."""

from __future__ import annotations

import pytest

from tenants import clock
from tests import make
from tests.make import Town
from workflows.engine.refusals import Refusal
from workflows.sittings.overview import agenda_sizes, chair_names, waiting_for_sitting
from workflows.sittings.preparing import cancel_sitting, candidates, prepare_sitting
from workflows.sittings.tables import Gate, Sitting, SittingState


def prepared(town: Town) -> Sitting:
    dossier = make.appraised(town, town.ward.cells[0])
    return prepare_sitting(
        town.session, town.ward.body, town.campaign, Gate.RECOMMENDATION,
        planned_on=clock.today(town.session), dossier_ids=[dossier.id],
        actor=town.member(town.ward.office),
    )  # fmt: skip


def test_number_waiting_is_the_list_of_candidates(town: Town) -> None:
    office = town.member(town.ward.office)
    for cell in town.ward.cells:
        make.registered(town, cell)

    waiting = waiting_for_sitting(town.session, office)

    listed = candidates(town.session, town.ward.body, town.campaign, Gate.PILOT_SELECTION)
    assert [(each.gate, each.dossiers) for each in waiting] == [(Gate.PILOT_SELECTION, len(listed))]
    assert len(listed) == 2


def test_dossier_on_an_agenda_waits_no_longer(town: Town) -> None:
    sitting = prepared(town)

    assert waiting_for_sitting(town.session, town.member(town.ward.office)) == []
    assert agenda_sizes(town.session, [sitting]) == {sitting.id: 1}
    assert chair_names(town.session, [sitting]) == {sitting.id: town.ward.chair.name}


def test_nothing_waits_for_who_prepares_no_sittings(town: Town) -> None:
    make.registered(town, town.ward.cells[0])

    assert waiting_for_sitting(town.session, town.member(town.ward.members[0])) == []


def test_recorder_of_another_body_cannot_cancel(town: Town) -> None:
    sitting = prepared(town)

    with pytest.raises(Refusal, match="role"):
        cancel_sitting(
            town.session, sitting, reason="Hoãn", actor=town.member(town.other_ward.office)
        )  # fmt: skip

    assert sitting.state is SittingState.PREPARED


def test_chair_cancels_with_a_reason(town: Town) -> None:
    sitting = prepared(town)

    cancel_sitting(town.session, sitting, reason="Bão", actor=town.member(town.ward.chair))

    assert (sitting.state, sitting.ended_reason) == (SittingState.CANCELLED, "Bão")
    waiting = waiting_for_sitting(town.session, town.member(town.ward.office))
    assert [(each.gate, each.dossiers) for each in waiting] == [(Gate.RECOMMENDATION, 1)]
