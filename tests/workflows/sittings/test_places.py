"""The last places through a closing sitting: who is recognised, who is not, and why."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select

from tenants.audit import AuditEvent
from tests.make import Town
from tests.workflows.sittings import meeting
from workflows.dossiers.tables import Dossier
from workflows.engine.refusals import Refusal
from workflows.sittings.outcomes import check_closing
from workflows.sittings.places import Line, forget_rounds, record_round
from workflows.sittings.quota import quotas_of
from workflows.sittings.reading import items_of
from workflows.sittings.tables import Gate, Result, Sitting
from workflows.sittings.voting import Votes


@pytest.fixture
def town(before_the_city: Town) -> Town:
    """A town whose city may recognise one of two."""
    before_the_city.campaign.rules = {**before_the_city.campaign.rules, "quota": {"share": "1/2"}}
    before_the_city.session.commit()
    return before_the_city


def both(town: Town) -> list[Dossier]:
    return [town.dossier(cell) for cell in town.ward.cells]


def opened(town: Town, *in_favour: int, scores: tuple[str, ...] = ("85", "85")) -> Sitting:
    """Open the city's sitting with so many votes for each."""
    dossiers = both(town)
    for dossier, score in zip(dossiers, scores, strict=True):
        dossier.appraised_total = Decimal(score)
    sitting = meeting.opened(town, Gate.RECOGNITION, dossiers, None)
    for dossier, votes in zip(dossiers, in_favour, strict=True):
        meeting.vote(town, sitting, dossier, None, Votes(votes), Votes(votes))
    return sitting


def line_of(town: Town, sitting: Sitting) -> Line:
    (line,) = check_closing(town.session, sitting).lines
    return line


def round_of(town: Town, sitting: Sitting, *votes: int) -> None:
    line = line_of(town, sitting)
    named = {
        meeting.item_of(town, sitting, dossier).id: number
        for dossier, number in zip(both(town), votes, strict=True)
    }
    record_round(
        town.session, sitting, line, named, voters=3, actor=meeting.recorder_of(town, None)
    )


def states(town: Town) -> list[str]:
    return [dossier.state for dossier in both(town)]


def test_most_votes_have_the_place_and_the_other_is_declined_with_the_numbers(town: Town) -> None:
    sitting = opened(town, 2, 3)
    meeting.close(town, sitting, None)
    assert states(town) == ["declined", "recognized"]
    first, second = items_of(town.session, sitting.id)
    assert (first.result, first.merit_passed, second.result, second.merit_passed) == (
        Result.NOT_PASSED, False, Result.PASSED, True,
    )  # fmt: skip
    assert first.explained["result"] == "passed"
    assert first.explained["quota"] == {
        "standing": "below", "used": 0, "most": 1, "base": 2, "share": "1/2", "left": 1,
        "grouping": "", "passed": 2, "rank": 2, "in_favour": 2, "score": "85.00", "rounds": [],
        "last_in_favour": 3, "last_score": "85.00", "last_rounds": [],
    }  # fmt: skip
    (row,) = quotas_of(town.session, town.campaign.id, town.root.id)
    assert (row.used, row.most) == (1, 1)


def test_equal_votes_go_by_the_upper_score(town: Town) -> None:
    sitting = opened(town, 3, 3, scores=("91.5", "91.4"))
    meeting.close(town, sitting, None)
    assert states(town) == ["recognized", "declined"]


def test_tie_across_the_line_keeps_the_sitting_open_until_a_round_settles_it(town: Town) -> None:
    sitting = opened(town, 3, 3)
    check = check_closing(town.session, sitting)
    assert [each.problem for each in check.outcomes] == ["tied_across_line", "tied_across_line"]
    assert [check.counted(each) for each in (Result.PASSED, Result.NOT_PASSED)] == [0, 0]
    with pytest.raises(Refusal, match="items_unsettled"):
        meeting.close(town, sitting, None)
    assert states(town) == ["awaiting_city_decision"] * 2

    round_of(town, sitting, 1, 1)
    with pytest.raises(Refusal, match="items_unsettled"):
        meeting.close(town, sitting, None)
    round_of(town, sitting, 1, 2)
    meeting.close(town, sitting, None)

    assert states(town) == ["declined", "recognized"]
    facts = town.session.scalars(
        select(AuditEvent.facts)
        .where(AuditEvent.kind == "sitting_round_recorded")
        .order_by(AuditEvent.seq)
    ).all()
    codes = [dossier.code for dossier in both(town)]
    assert [each["votes"] for each in facts] == [
        dict(zip(codes, votes, strict=True)) for votes in ((1, 1), (1, 2))
    ]
    first = items_of(town.session, sitting.id)[0]
    assert (first.explained["quota"]["rounds"], first.explained["quota"]["rank"]) == ([1, 1], 2)


@pytest.mark.parametrize(
    ("votes", "code"), [((2, 2), "round_tally"), ((4, 0), "round_tally"), ((-1, 0), "round_tally")]
)
def test_round_has_no_more_votes_than_voters_for_the_places(
    town: Town, votes: tuple[int, int], code: str
) -> None:
    sitting = opened(town, 3, 3)
    with pytest.raises(Refusal, match=code):
        round_of(town, sitting, *votes)
    assert [item.rounds for item in items_of(town.session, sitting.id)] == [[], []]


def test_round_is_among_those_who_are_level_and_all_of_them(town: Town) -> None:
    sitting = opened(town, 3, 3)
    one = meeting.item_of(town, sitting, both(town)[0])
    with pytest.raises(Refusal, match="round_of_others"):
        record_round(
            town.session, sitting, line_of(town, sitting), {one.id: 2}, voters=3,
            actor=meeting.recorder_of(town, None),
        )  # fmt: skip


def test_changed_vote_takes_the_rounds_with_it_and_says_so(town: Town) -> None:
    sitting = opened(town, 3, 3)
    round_of(town, sitting, 1, 2)
    meeting.vote(town, sitting, both(town)[0], None, Votes(2), Votes(2))
    assert [item.rounds for item in items_of(town.session, sitting.id)] == [[], []]
    event = town.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "sitting_rounds_forgotten")
    ).one()
    assert sorted(event.facts["rounds"].values()) == [[1], [2]]


def test_forgetting_rounds_that_nobody_recorded_leaves_no_trace(town: Town) -> None:
    sitting = opened(town, 3, 2)
    forget_rounds(
        town.session, sitting, items_of(town.session, sitting.id),
        actor=meeting.recorder_of(town, None),
    )  # fmt: skip
    assert (
        town.session.scalars(
            select(AuditEvent).where(AuditEvent.kind == "sitting_rounds_forgotten")
        ).all()
        == []
    )


def test_who_did_not_pass_takes_no_place(town: Town) -> None:
    sitting = opened(town, 1, 2)
    assert [line.is_short for line in check_closing(town.session, sitting).lines] == [False]
    meeting.close(town, sitting, None)
    assert states(town) == ["declined", "recognized"]
    first = items_of(town.session, sitting.id)[0]
    assert "quota" not in first.explained
