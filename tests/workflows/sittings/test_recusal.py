"""Who has an interest in an item: marked or out of it, before the vote, for all to see."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tenants.appointments import appoint
from tenants.audit import AuditEvent
from tenants.roles import Role
from tests.make import Town
from tests.workflows.sittings import meeting
from workflows.engine.refusals import Refusal
from workflows.sittings.outcomes import check_closing
from workflows.sittings.reading import items_of
from workflows.sittings.recusal import declare, take_back
from workflows.sittings.tables import Gate, Sitting
from workflows.sittings.voting import Votes


@pytest.fixture
def town(reviewed: Town) -> Town:
    """Both dossiers of the ward await its body."""
    return reviewed


def opened(town: Town) -> Sitting:
    return meeting.opened(town, Gate.RECOMMENDATION, meeting.both(town), town.ward)


def test_member_of_a_cell_on_the_agenda_is_marked_and_stays(town: Town) -> None:
    member = town.ward.members[0]
    appoint(town.session, member, Role.CELL_DEPUTY, unit=town.ward.cells[0])
    town.session.commit()
    first, second = items_of(town.session, opened(town).id)
    assert first.marked == [{"person": str(member.id), "name": member.name, "why": "own_cell"}]
    assert (first.leaving, second.marked, second.leaving) == ([], [], [])


def test_by_the_tenants_rule_the_member_leaves_and_is_out_of_the_base(town: Town) -> None:
    member = town.ward.members[0]
    appoint(town.session, member, Role.CELL_DEPUTY, unit=town.ward.cells[0])
    town.campaign.rules = {**town.campaign.rules, "own_cell_leaves": True}
    town.session.commit()
    sitting = opened(town)
    first, second = (town.dossier(cell) for cell in town.ward.cells)
    meeting.vote(town, sitting, first, town.ward, Votes(2), Votes(2))
    meeting.vote(town, sitting, second, town.ward, Votes(2), Votes(2))
    outcomes = check_closing(town.session, sitting).outcomes
    assert [(each.explained["base"], each.explained["needed"]) for each in outcomes] == [
        (2, 2), (3, 2),
    ]  # fmt: skip
    with pytest.raises(Refusal, match="bad_tally"):
        meeting.vote(town, sitting, first, town.ward, Votes(3), Votes(2))


def test_member_asks_to_leave_on_the_own_device_and_is_out_of_the_base(town: Town) -> None:
    sitting, member = opened(town), town.ward.members[0]
    item = items_of(town.session, sitting.id)[0]
    declare(
        town.session, sitting, item.id, person_id=member.id, reason="Anh ruột là bí thư",
        actor=town.member(member),
    )  # fmt: skip
    assert items_of(town.session, sitting.id)[0].leaving == [
        {"person": str(member.id), "name": member.name, "why": "declared",
         "reason": "Anh ruột là bí thư"},
    ]  # fmt: skip
    meeting.vote(town, sitting, item.dossier, town.ward, Votes(1, 1), Votes(1))
    outcome = check_closing(town.session, sitting).outcomes[0]
    assert (outcome.explained["base"], outcome.explained["result"]) == (2, "not_passed")
    event = town.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "recusal_declared")
    ).one()
    assert (event.dossier_id, event.facts["who"]) == (item.dossier_id, member.name)


def test_half_of_the_roll_out_sends_the_item_to_the_body_above(town: Town) -> None:
    sitting = opened(town)
    item = items_of(town.session, sitting.id)[0]
    for person in town.ward.members:
        declare(
            town.session, sitting, item.id, person_id=person.id, reason="Có liên quan",
            actor=meeting.recorder_of(town, town.ward),
        )  # fmt: skip
    meeting.vote(town, sitting, item.dossier, town.ward, Votes(1), Votes(1))
    assert check_closing(town.session, sitting).outcomes[0].problem == "body_above"


def test_nobody_takes_another_out_but_who_runs_the_sitting(town: Town) -> None:
    sitting, (one, two) = opened(town), town.ward.members
    item = items_of(town.session, sitting.id)[0]
    refusals = [
        ("role", one, two.id, "Có liên quan"), ("missing", one, one.id, ""),
        ("not_on_the_roll", town.ward.office, town.chair.id, "Có liên quan"),
    ]  # fmt: skip
    for code, actor, person_id, reason in refusals:
        with pytest.raises(Refusal, match=code):
            declare(
                town.session, sitting, item.id, person_id=person_id, reason=reason,
                actor=town.member(actor),
            )  # fmt: skip
    assert items_of(town.session, sitting.id)[0].leaving == []


def test_after_the_vote_nobody_leaves_any_more_and_before_it_one_may_come_back(
    town: Town,
) -> None:
    sitting, member, chair = opened(town), town.ward.members[0], town.member(town.ward.chair)
    item = items_of(town.session, sitting.id)[0]
    note = {"person_id": member.id, "actor": chair}
    declare(town.session, sitting, item.id, reason="Nhầm", **note)
    with pytest.raises(Refusal, match="leaves_already"):
        declare(town.session, sitting, item.id, reason="Nhầm", **note)
    take_back(town.session, sitting, item.id, **note)
    with pytest.raises(Refusal, match="must_leave"):
        take_back(town.session, sitting, item.id, **note)
    meeting.vote(town, sitting, item.dossier, town.ward, Votes(3), Votes(3))
    with pytest.raises(Refusal, match="voted_already"):
        declare(town.session, sitting, item.id, reason="Muộn", **note)
