"""A sitting closed in parts: what is settled moves, the rest goes on; one decision in the end."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.audit import AuditEvent
from tests.make import Town
from tests.workflows.sittings import meeting
from workflows.decisions.making import number_decision
from workflows.decisions.tables import Decision, Recognition
from workflows.engine.refusals import Refusal
from workflows.sittings.closing import close_part
from workflows.sittings.outcomes import check_closing, part_of
from workflows.sittings.places import record_round
from workflows.sittings.tables import Gate, Sitting, SittingState
from workflows.sittings.voting import Votes


def closes_part(town: Town, sitting: Sitting) -> int:
    return len(
        close_part(
            town.session, sitting, actor=meeting.chair_of(town, None),
            seen_version=sitting.version,
        )
    )  # fmt: skip


def test_settled_part_moves_and_the_rest_stays_open(before_the_city: Town) -> None:
    town = before_the_city
    first, second = (town.dossier(cell) for cell in town.ward.cells)
    sitting = meeting.opened(town, Gate.RECOGNITION, [first, second], None)
    with pytest.raises(Refusal, match="nothing_settled"):
        closes_part(town, sitting)
    meeting.vote(town, sitting, first, None, Votes(3), Votes(3))
    shown = sitting.version
    assert closes_part(town, sitting) == 1
    assert sitting.version > shown
    assert (sitting.state, town.dossier(first.unit).state, town.dossier(second.unit).state) == (
        SittingState.OPENED, "recognized", "awaiting_city_decision",
    )  # fmt: skip
    decision = town.session.scalars(select(Decision)).one()
    with pytest.raises(Refusal, match="decision_still_grows"):
        number_decision(
            town.session, decision, number="125-QĐ/Th.U", signed_on=clock.today(town.session),
            signer_id=town.chair.id, actor=town.member(town.org_dept),
            seen_version=decision.version,
        )  # fmt: skip
    meeting.vote(town, sitting, second, None, Votes(2, 1), Votes(2))
    meeting.close(town, sitting, None)
    assert town.dossier(second.unit).state == "recognized"
    titles = town.session.scalars(select(Recognition)).all()
    assert {title.decision_id for title in titles} == {decision.id}
    assert {title.dossier_id for title in titles} == {first.id, second.id}
    event = town.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "sitting_part_closed")
    ).one()
    assert list(event.facts["results"]) == [first.code]


def test_part_with_a_tie_across_the_line_is_not_closed_before_its_round(
    before_the_city: Town,
) -> None:
    town = before_the_city
    town.campaign.rules = {**town.campaign.rules, "quota": {"share": "1/2"}}
    dossiers = [town.dossier(cell) for cell in town.ward.cells]
    for dossier in dossiers:
        dossier.appraised_total = Decimal(85)
    town.session.commit()
    sitting = meeting.opened(town, Gate.RECOGNITION, dossiers, None)
    meeting.vote(town, sitting, dossiers[0], None, Votes(3), Votes(3))
    # Whoever is still to be voted on may come before: the group is closed as one.
    assert part_of(check_closing(town.session, sitting)) == []
    meeting.vote(town, sitting, dossiers[1], None, Votes(3), Votes(3))
    with pytest.raises(Refusal, match="nothing_settled"):
        closes_part(town, sitting)
    (line,) = check_closing(town.session, sitting).lines
    items = {item.dossier_id: item.id for item in line.tied}
    record_round(
        town.session, sitting, line,
        {items[dossiers[0].id]: 1, items[dossiers[1].id]: 2}, voters=3,
        actor=meeting.recorder_of(town, None),
    )  # fmt: skip
    assert closes_part(town, sitting) == 2
    assert [town.dossier(each.unit).state for each in dossiers] == ["declined", "recognized"]
