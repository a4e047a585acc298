"""The secret ballot: one for each in the room, final, counted together, and nothing before."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import delete, func, select

from tenants.audit import AuditEvent
from tenants.people import Person
from tenants.proofs.sealing import sealed
from tests.make import Town
from tests.workflows.sittings import meeting
from workflows.engine.refusals import Refusal
from workflows.papers.closed_sittings import meeting_of
from workflows.papers.minutes import minutes_facts
from workflows.sittings.attending import record_attendance
from workflows.sittings.ballot_tables import (
    Ballot,
    Balloting,
    Choice,
    Participation,
    Question,
    SealedPaper,
)
from workflows.sittings.balloting import (
    cast,
    end_balloting,
    open_balloting,
    open_one,
    questions_for,
    seat_of,
    void_balloting,
)
from workflows.sittings.outcomes import check_closing
from workflows.sittings.reading import items_of, seats_of
from workflows.sittings.tables import Gate, Mode, Sitting
from workflows.sittings.voting import Votes, change_mode, record_rest

YES, NO, BLANK = Choice


@pytest.fixture
def town(reviewed: Town) -> Town:
    """Both dossiers of the ward await its body."""
    return reviewed


@pytest.fixture
def sitting(town: Town) -> Sitting:
    """An opened sitting of three that votes in secret, all of them there."""
    held = meeting.opened(town, Gate.RECOMMENDATION, meeting.both(town), town.ward)
    change_mode(
        town.session, held, Mode.SECRET_BALLOT, counting_team="",
        actor=meeting.recorder_of(town, town.ward),
    )  # fmt: skip
    return held


def opens(town: Town, sitting: Sitting) -> Balloting:
    return open_balloting(
        town.session, sitting, actor=meeting.recorder_of(town, town.ward)
    )  # fmt: skip


def ends(town: Town, sitting: Sitting) -> int:
    return end_balloting(
        town.session, sitting, actor=meeting.recorder_of(town, town.ward), short=True
    )


def body(town: Town) -> list[Person]:
    return [town.ward.chair, *town.ward.members]


def paper(
    town: Town, sitting: Sitting, person: Person, choice: Choice
) -> dict[tuple[UUID, Question], Choice]:
    """Fill a whole ballot in alike."""
    seat, balloting = (
        seat_of(town.session, sitting, town.member(person)), open_one(town.session, sitting.id),
    )  # fmt: skip
    assert seat is not None
    assert balloting is not None
    return dict.fromkeys(questions_for(town.session, sitting, balloting, seat), choice)


def votes(town: Town, sitting: Sitting, person: Person, choice: Choice) -> None:
    cast(
        town.session, sitting, paper(town, sitting, person, choice), actor=town.member(person)
    )  # fmt: skip


def rows(town: Town, table: type) -> int:
    return town.session.scalar(select(func.count()).select_from(table)) or 0


def test_ballots_are_counted_together_and_nothing_is_known_before(
    town: Town, sitting: Sitting
) -> None:
    opens(town, sitting)
    for person, choice in zip(body(town), (YES, NO, YES), strict=True):
        votes(town, sitting, person, choice)
        assert [item.in_favour for item in items_of(town.session, sitting.id)] == [None, None]
        assert rows(town, Ballot) == 0
    assert ends(town, sitting) == 3
    assert [
        (item.in_favour, item.against, item.abstained, item.merit_in_favour, item.mode)
        for item in items_of(town.session, sitting.id)
    ] == [(2, 1, 0, 2, Mode.SECRET_BALLOT)] * 2
    assert (rows(town, SealedPaper), rows(town, Participation), rows(town, Ballot)) == (0, 3, 12)
    meeting.close(town, sitting, town.ward)
    assert [town.dossier(cell).state for cell in town.ward.cells] == ["recommended"] * 2


def test_who_has_voted_votes_no_second_time(town: Town, sitting: Sitting) -> None:
    opens(town, sitting)
    votes(town, sitting, town.ward.chair, NO)
    again = paper(town, sitting, town.ward.chair, YES)
    with pytest.raises(Refusal, match="already_voted"):
        cast(town.session, sitting, again, actor=town.member(town.ward.chair))
    assert (rows(town, SealedPaper), rows(town, Participation)) == (1, 1)
    ends(town, sitting)
    assert items_of(town.session, sitting.id)[0].against == 1


def test_nobody_votes_who_is_not_in_the_room_or_not_of_the_body(
    town: Town, sitting: Sitting
) -> None:
    meeting.attend(town, sitting, town.ward, present=2)
    opens(town, sitting)
    marks = paper(town, sitting, town.ward.chair, YES)
    for person in (town.ward.members[1], town.ward.office, town.chair, town.ward.secretaries[0]):
        with pytest.raises(Refusal, match="not_in_the_room"):
            cast(town.session, sitting, marks, actor=town.member(person))
    assert rows(town, Participation) == 0


def test_paper_answers_every_question_and_no_other(town: Town, sitting: Sitting) -> None:
    opens(town, sitting)
    marks = paper(town, sitting, town.ward.chair, YES)
    short = dict(list(marks.items())[1:])
    other = {**marks, (sitting.id, Question.TITLE): YES}
    for wrong in (short, other, {}):
        with pytest.raises(Refusal, match="ballot_incomplete"):
            cast(town.session, sitting, wrong, actor=town.member(town.ward.chair))
    assert rows(town, Participation) == 0


def test_who_must_leave_an_item_has_no_question_on_it(town: Town, sitting: Sitting) -> None:
    first = items_of(town.session, sitting.id)[0]
    first.leaving = [{"person": str(town.ward.members[0].id), "name": "A", "why": "submitted"}]
    town.session.flush()
    opens(town, sitting)
    asked = paper(town, sitting, town.ward.members[0], YES)
    assert {item_id for item_id, _ in asked} == {items_of(town.session, sitting.id)[1].id}
    votes(town, sitting, town.ward.members[0], YES)
    votes(town, sitting, town.ward.chair, BLANK)
    ends(town, sitting)
    found = [(item.in_favour, item.abstained) for item in items_of(town.session, sitting.id)]
    assert found == [(0, 1), (1, 1)]


def test_recorder_cannot_enter_by_hand_what_is_voted_on_in_secret(
    town: Town, sitting: Sitting
) -> None:
    dossier = town.dossier(town.ward.cells[0])
    with pytest.raises(Refusal, match="vote_by_ballot"):
        meeting.vote(town, sitting, dossier, town.ward, Votes(3), Votes(3))
    with pytest.raises(Refusal, match="vote_by_ballot"):
        record_rest(
            town.session, sitting, merit=True, actor=meeting.recorder_of(town, town.ward)
        )  # fmt: skip


def test_open_ballot_keeps_the_sitting_open_and_its_way_of_voting(
    town: Town, sitting: Sitting
) -> None:
    opens(town, sitting)
    assert "ballot_open" in check_closing(town.session, sitting).problems
    recorder = meeting.recorder_of(town, town.ward)
    for attempt in (
        lambda: opens(town, sitting),
        lambda: change_mode(
            town.session, sitting, Mode.SHOW_OF_HANDS, counting_team="", actor=recorder
        ),
    ):
        with pytest.raises(Refusal, match="ballot_open"):
            attempt()


def test_voided_ballot_tells_nobody_anything_and_is_held_again(
    town: Town, sitting: Sitting
) -> None:
    opens(town, sitting)
    votes(town, sitting, town.ward.chair, NO)
    recorder = meeting.recorder_of(town, town.ward)
    with pytest.raises(Refusal, match="missing"):
        void_balloting(town.session, sitting, reason="", actor=recorder)
    void_balloting(town.session, sitting, reason="Nhầm danh sách", actor=recorder)
    assert (rows(town, SealedPaper), rows(town, Ballot)) == (0, 0)
    assert opens(town, sitting).number == 2
    votes(town, sitting, town.ward.chair, YES)
    ends(town, sitting)
    assert [item.in_favour for item in items_of(town.session, sitting.id)] == [1, 1]


def test_papers_that_do_not_open_are_not_counted(town: Town, sitting: Sitting) -> None:
    balloting = opens(town, sitting)
    votes(town, sitting, town.ward.chair, YES)
    town.session.execute(delete(SealedPaper))
    town.session.add(SealedPaper(balloting_id=balloting.id, sealed=sealed(b"\1", about="another")))
    town.session.flush()
    with pytest.raises(Refusal, match="ballots_unreadable"):
        ends(town, sitting)


def test_trail_says_who_took_part_and_never_how(town: Town, sitting: Sitting) -> None:
    balloting = opens(town, sitting)
    for person, choice in zip(body(town), (YES, NO, BLANK), strict=True):
        votes(town, sitting, person, choice)
    cast_events = town.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "sitting_ballot_cast").order_by(AuditEvent.seq)
    ).all()
    assert [event.person_id for event in cast_events] == [person.id for person in body(town)]
    assert {str(event.facts) for event in cast_events} == {
        str({"ballot": balloting.number, "sitting": sitting.code})
    }
    # All papers are of one length, whatever is on them.
    sizes = {len(each) for each in town.session.scalars(select(SealedPaper.sealed))}
    assert len(sizes) == 1


def test_late_and_early_change_who_is_there_and_never_the_base(
    town: Town, sitting: Sitting
) -> None:
    """Who leaves after an item was voted on was there for it; who comes later was not."""
    recorder = meeting.recorder_of(town, town.ward)
    change_mode(
        town.session, sitting, Mode.SHOW_OF_HANDS, counting_team="", actor=recorder
    )  # fmt: skip
    meeting.attend(town, sitting, town.ward, present=2)
    first, second = (town.dossier(cell) for cell in town.ward.cells)
    meeting.vote(town, sitting, first, town.ward, Votes(2), Votes(2))
    seats = seats_of(town.session, sitting.id)
    record_attendance(
        town.session, sitting, present=[seats[0].id, seats[2].id],
        reasons={seats[1].id: "Đi họp tỉnh"}, actor=recorder, seen_version=sitting.version,
    )  # fmt: skip
    meeting.vote(town, sitting, second, town.ward, Votes(2), Votes(2))
    _chair, early, late = seats_of(town.session, sitting.id)
    assert (early.present, early.left_at is not None, early.absent_reason, early.took_part) == (
        False, True, "Đi họp tỉnh", True,
    )  # fmt: skip
    assert (late.present, late.came_at is not None) == (True, True)
    one, two = items_of(town.session, sitting.id)
    people = [str(seat.person_id) for seat in (_chair, early, late)]
    assert one.attended == sorted([people[0], people[1]])
    assert two.attended == sorted([people[0], people[2]])
    outcomes = check_closing(town.session, sitting).outcomes
    assert [(each.explained["present"], each.explained["base"]) for each in outcomes] == [
        (2, 3), (2, 3),
    ]  # fmt: skip
    said = minutes_facts(town.session, meeting_of(town.session, sitting.id))
    assert [each["name"] for each in said["attending"]] == [
        _chair.name, early.name, late.name,
    ]  # fmt: skip
    assert " về lúc " in said["attending"][1]["post"]
    assert " đến lúc " in said["attending"][2]["post"]
    assert (said["present"], said["absent"]) == (3, [])
    assert said["conclusions"][-1] == "Cách biểu quyết: giơ tay."
    # A corrected count keeps the attendance of its vote.
    meeting.vote(town, sitting, first, town.ward, Votes(1, 1), Votes(1))
    assert items_of(town.session, sitting.id)[0].attended == sorted([people[0], people[1]])
