"""Closing a sitting: every item settled, all moves made or none, one closer."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from tenants.audit import AuditEvent
from tests.make import Town
from tests.workflows.sittings import meeting
from workflows.engine.refusals import Refusal
from workflows.sittings.closing import close_sitting, may_close
from workflows.sittings.marking import defer
from workflows.sittings.outcomes import check_closing
from workflows.sittings.reading import items_of
from workflows.sittings.tables import Gate, Result, Sitting, SittingState
from workflows.sittings.voting import Votes, record_rest


@pytest.fixture
def town(reviewed: Town) -> Town:
    """Both dossiers of the ward await its body."""
    return reviewed


def voted(town: Town, *, present: int = 99) -> Sitting:
    """Hold the ward's sitting up to its closing, everybody present in favour."""
    sitting = meeting.opened(
        town, Gate.RECOMMENDATION, meeting.both(town), town.ward, present=present
    )  # fmt: skip
    record_rest(town.session, sitting, merit=True, actor=town.member(town.ward.office))
    return sitting


def states(town: Town) -> list[str]:
    return [town.dossier(cell).state for cell in town.ward.cells]


@pytest.mark.parametrize(
    ("in_favour", "against", "state"),
    [(4, 2, "not_recommended"), (5, 1, "recommended"), (6, 0, "recommended"),
     (4, 0, "not_recommended"), (0, 0, "not_recommended")],
)  # fmt: skip
def test_nine_members_six_present_need_five(
    town: Town, in_favour: int, against: int, state: str
) -> None:
    """Abstained and absent are in the base and not in favour: the base is the roll."""
    meeting.enlarge(town, town.ward, 9)
    dossier = meeting.both(town)[0]
    sitting = meeting.opened(town, Gate.RECOMMENDATION, [dossier], town.ward, present=6)
    meeting.vote(town, sitting, dossier, town.ward, Votes(in_favour, against=against), Votes(6))

    meeting.close(town, sitting, town.ward)

    item = meeting.item_of(town, sitting, dossier)
    assert town.dossier(town.ward.cells[0]).state == state
    assert {
        name: item.explained[name] for name in ("roll", "present", "base", "needed", "numerator")
    } == {"roll": 9, "present": 6, "base": 9, "needed": 5, "numerator": in_favour}
    assert item.merit_passed is (state == "recommended")


def test_merit_has_a_vote_of_its_own(town: Town) -> None:
    dossier = meeting.both(town)[0]
    sitting = meeting.opened(town, Gate.RECOMMENDATION, [dossier], town.ward)
    meeting.vote(town, sitting, dossier, town.ward, Votes(3), Votes(1, against=2))
    meeting.close(town, sitting, town.ward)
    item = meeting.item_of(town, sitting, dossier)
    assert (item.result, item.merit_passed) == (Result.PASSED, False)


@pytest.mark.parametrize("present", [5, 1, 0])
def test_without_a_quorum_nothing_is_decided(town: Town, present: int) -> None:
    meeting.enlarge(town, town.ward, 9)
    dossier = meeting.both(town)[0]
    sitting = meeting.opened(town, Gate.RECOMMENDATION, [dossier], town.ward, present=6)
    meeting.vote(town, sitting, dossier, town.ward, Votes(0), Votes(0))
    meeting.attend(town, sitting, town.ward, present=present)

    with pytest.raises(Refusal, match="no_quorum") as refusal:
        meeting.close(town, sitting, town.ward)

    assert {name: refusal.value.info[name] for name in ("present", "roll", "needed")} == {
        "present": present, "roll": 9, "needed": 6,
    }  # fmt: skip
    check = check_closing(town.session, sitting)
    assert (check.ready, check.problems, [o.problem for o in check.outcomes]) == (
        False, ["no_quorum"], [None],
    )  # fmt: skip
    assert town.dossier(town.ward.cells[0]).state == "awaiting_ward_review"


def test_rule_of_the_campaign_is_the_rule_of_the_sitting(town: Town) -> None:
    town.campaign.rules = town.campaign.rules | {
        "vote": {"quorum": "1/2", "majority": "2/3", "base": "present", "tie": "not_passed"}
    }
    meeting.enlarge(town, town.ward, 9)
    dossier = meeting.both(town)[0]
    sitting = meeting.opened(town, Gate.RECOMMENDATION, [dossier], town.ward, present=6)
    meeting.vote(town, sitting, dossier, town.ward, Votes(4, against=2), Votes(6))
    meeting.close(town, sitting, town.ward)
    assert town.dossier(town.ward.cells[0]).state == "not_recommended"


def test_chair_closes_and_nobody_else(town: Town) -> None:
    sitting = voted(town)
    people = {
        town.ward.chair: None, town.ward.office: "chair_closes", town.ward.members[0]: "role",
        town.chair: "role", town.admin: "role", town.ward.appraiser: "role",
    }  # fmt: skip
    assert {person: may_close(town.member(person), sitting) for person in people} == people
    for person, code in people.items():
        if code is not None:
            with pytest.raises(Refusal, match=code):
                close_sitting(
                    town.session, sitting, actor=town.member(person),
                    seen_version=sitting.version,
                )  # fmt: skip
    assert states(town) == ["awaiting_ward_review"] * 2


def test_recorder_closes_on_order_where_the_rule_allows_it(town: Town) -> None:
    town.campaign.rules = town.campaign.rules | {"recorder_may_close": True}
    sitting = voted(town)
    office = town.member(town.ward.office)
    close_sitting(town.session, sitting, actor=office, seen_version=sitting.version)
    assert (sitting.state, sitting.closed_by, sitting.closed_on_order) == (
        SittingState.CLOSED, office.name, True,
    )  # fmt: skip
    facts = town.session.scalars(
        select(AuditEvent.facts).where(AuditEvent.kind == "sitting_closed")
    ).one()
    assert facts["on_order"] is True
    assert states(town) == ["recommended"] * 2


def test_closed_sitting_takes_nothing_more(town: Town) -> None:
    sitting = voted(town)
    meeting.close(town, sitting, town.ward)
    item = items_of(town.session, sitting.id)[0]
    office, chair = town.member(town.ward.office), town.member(town.ward.chair)
    for act in (
        lambda: close_sitting(town.session, sitting, actor=chair, seen_version=sitting.version),
        lambda: meeting.attend(town, sitting, town.ward, present=3),
        lambda: defer(town.session, sitting, item.id, actor=office),
        lambda: record_rest(town.session, sitting, merit=True, actor=office),
    ):
        with pytest.raises(Refusal, match="sitting_not_open"):
            act()
    assert items_of(town.session, sitting.id)[0].active is False


def test_unsettled_items_are_named_and_nothing_is_closed(town: Town) -> None:
    dossiers = meeting.both(town)
    sitting = meeting.opened(town, Gate.RECOMMENDATION, dossiers, town.ward)
    meeting.vote(town, sitting, dossiers[0], town.ward, Votes(3), Votes(3))
    town.session.commit()

    with pytest.raises(Refusal, match="items_unsettled") as refusal:
        meeting.close(town, sitting, town.ward)
    town.session.rollback()

    assert refusal.value.info["dossiers"] == [dossiers[1].code]
    assert states(town) == ["awaiting_ward_review"] * 2
    assert town.session.get_one(Sitting, (town.tenant.id, sitting.id)).state is SittingState.OPENED


def test_title_passed_without_a_vote_on_merit_is_unsettled(town: Town) -> None:
    dossier = meeting.both(town)[0]
    sitting = meeting.opened(town, Gate.RECOMMENDATION, [dossier], town.ward)
    item = meeting.vote(town, sitting, dossier, town.ward, Votes(3), Votes(3))
    item.merit_in_favour = None
    town.session.flush()
    assert [o.problem for o in check_closing(town.session, sitting).outcomes] == [
        "merit_vote_missing"
    ]


def test_closing_is_all_or_nothing(town: Town) -> None:
    """The last of the moves fails: the first is taken back with it."""
    sitting = voted(town)
    town.session.commit()
    last = max(items_of(town.session, sitting.id), key=lambda item: item.dossier_id)
    events = town.session.scalar(select(func.count()).select_from(AuditEvent))
    # What only a route around the product could do: the dossier is elsewhere by now.
    last.dossier.state = "under_appraisal"
    town.session.commit()

    with pytest.raises(Refusal, match="not_from_here"):
        meeting.close(town, sitting, town.ward)
    town.session.rollback()

    assert sorted(states(town)) == ["awaiting_ward_review", "under_appraisal"]
    assert town.session.scalar(select(func.count()).select_from(AuditEvent)) == events
    assert town.session.get_one(Sitting, (town.tenant.id, sitting.id)).state is SittingState.OPENED
