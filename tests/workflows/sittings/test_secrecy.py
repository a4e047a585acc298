"""Two hundred ballots, and an analyst with a full copy of the database and its logs.

The analyst knows who voted, in which order and when, and sees every column of the ballots,
the hidden ones of PostgreSQL too (``ctid``, ``xmin``). Whatever orders the ballots is tried
against whatever orders the voters. What the analyst then guesses is no better than chance.

The limit. Two hundred votes, either way alike, agree with any order that knows nothing in 100
places, give or take 7: by pure chance some order looks telling now and then. The analyst tries
every column, forwards and backwards, about ten orders a run; an order counts as telling when
chance alone does as well once in two thousand times. So a run in which nothing leaks goes red
less than once in two hundred, and one that leaks passes only if the order links fewer than 124
of the 200 ballots (100 + 3.3 x 7). What lies in the order of voting links all of them: ids that
count, or ids that hold the moment, are found by the last test, each alone. Four thousand
permutations can show one in two thousand; fewer could not.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from uuid import UUID

import pytest
from sqlalchemy import Connection, Engine, select, text

from tenants.appointments import add_person, seat
from tenants.database import row_id
from tests import make
from tests.make import Town
from tests.workflows.sittings import meeting
from workflows.sittings import balloting
from workflows.sittings.ballot_tables import Choice, Participation, SealedPaper
from workflows.sittings.balloting import cast, end_balloting, open_balloting
from workflows.sittings.reading import items_of
from workflows.sittings.tables import Gate, Mode, Sitting
from workflows.sittings.voting import change_mode

VOTERS = 200
PERMUTATIONS = 4000
# The dice are real: by pure chance one order in two thousand looks as telling as this.
CHANCE = 1 / 2000


@pytest.fixture(scope="module")
def hall(engine: Engine, platform: Engine) -> Iterator[tuple[Town, Sitting]]:
    """A body of two hundred, all in the room, at a sitting that votes in secret."""
    with make.town(engine, platform) as town:
        dossiers = meeting.both(town)
        session = town.session
        for number in range(4, VOTERS + 1):
            person = add_person(session, f"Ủy viên thứ {number}", phone=make.phone())
            seat(session, person, body=town.ward.body, position=number)
            town.ward.members.append(person)
        sitting = meeting.opened(town, Gate.RECOMMENDATION, dossiers, town.ward, present=VOTERS)
        change_mode(
            session, sitting, Mode.SECRET_BALLOT, counting_team="",
            actor=meeting.recorder_of(town, town.ward),
        )  # fmt: skip
        session.commit()
        yield town, sitting


def voted(town: Town, sitting: Sitting) -> list[str]:
    """Let everybody vote, each in a transaction of their own; return the choices in order."""
    session = town.session
    held = open_balloting(session, sitting, actor=meeting.recorder_of(town, town.ward))
    session.commit()
    dice, chosen = random.Random(17), []  # noqa: S311  # which way they vote, no secret here
    people = [town.ward.chair, *town.ward.members]
    dice.shuffle(people)
    questions = [
        (item.id, question)
        for item in items_of(session, sitting.id)
        for question in balloting.Question
    ]
    for person in people:
        choice = dice.choice([Choice.IN_FAVOUR, Choice.AGAINST])
        cast(
            session, sitting, dict.fromkeys(questions, choice), actor=town.member(person)
        )  # fmt: skip
        session.commit()
        chosen.append(str(choice))
    assert held.ended_at is None
    end_balloting(session, sitting, actor=meeting.recorder_of(town, town.ward))
    session.commit()
    return chosen


def orders_of_ballots(connection: Connection, town: Town, sitting: Sitting) -> dict[str, list[str]]:
    """Return the choices of one question in every order that a column of the table gives."""
    columns = connection.scalars(
        text(
            "SELECT attname FROM pg_attribute WHERE attrelid = 'ballots'::regclass"
            " AND NOT attisdropped AND attname NOT IN ('choice', 'tableoid', 'cmax', 'xmax')"
        )
    ).all()
    item = items_of(town.session, sitting.id)[0]
    found = {}
    for column in columns:
        rows = connection.execute(
            text(
                f"SELECT choice, {column}::text AS mark FROM ballots"  # noqa: S608
                " WHERE item_id = :item AND question = 'title'"
                f" ORDER BY {'ctid' if column == 'ctid' else column + '::text'}, id"
            ),
            {"item": item.id},
        ).all()
        if len({row.mark for row in rows}) > 1:
            found[column] = [row.choice for row in rows]
    return found


def guesses(chosen: Sequence[str], ordered: Sequence[str]) -> float:
    """Say how often chance alone links as many ballots to voters as this order does."""
    dice = random.Random(3)  # noqa: S311  # a test of chance
    linked = sum(a == b for a, b in zip(chosen, ordered, strict=True))
    shuffled, as_good = list(ordered), 0
    for _ in range(PERMUTATIONS):
        dice.shuffle(shuffled)
        as_good += sum(a == b for a, b in zip(chosen, shuffled, strict=True)) >= linked
    return (as_good + 1) / (PERMUTATIONS + 1)


def analysed(town: Town, sitting: Sitting, chosen: Sequence[str]) -> dict[str, float]:
    """Try every order of the ballots, forwards and backwards, against the order of voting."""
    with town.engine.connect() as connection:
        connection.execute(
            text("SELECT set_config('app.tenant_id', :id, false)"), {"id": str(town.tenant.id)}
        )
        orders = orders_of_ballots(connection, town, sitting)
    assert {"ctid", "id"} <= set(orders)
    return {
        column: min(guesses(chosen, order), guesses(chosen, order[::-1]))
        for column, order in orders.items()
    }


def forget(town: Town, sitting: Sitting) -> None:
    """Let the items be voted on anew."""
    for item in items_of(town.session, sitting.id):
        item.in_favour = item.attended = item.mode = None
    town.session.commit()


def test_no_order_of_the_ballots_links_them_to_voters(hall: tuple[Town, Sitting]) -> None:
    town, sitting = hall
    chosen = voted(town, sitting)
    assert len(chosen) == VOTERS
    found = analysed(town, sitting, chosen)
    assert {column: chance for column, chance in found.items() if chance < CHANCE} == {}
    # Nothing is left of the papers, and who took part is known, all of them.
    assert town.session.scalars(select(SealedPaper.id)).all() == []
    assert len(town.session.scalars(select(Participation.id)).all()) == VOTERS


def test_all_ballots_are_written_in_one_stroke(hall: tuple[Town, Sitting]) -> None:
    """One transaction wrote them, so none shares its number with a voter's."""
    town, _sitting = hall
    with town.engine.connect() as connection:
        connection.execute(
            text("SELECT set_config('app.tenant_id', :id, false)"), {"id": str(town.tenant.id)}
        )
        ballots = set(connection.scalars(text("SELECT DISTINCT xmin::text FROM ballots")))
        voters = set(connection.scalars(text("SELECT DISTINCT xmin::text FROM participations")))
    assert len(ballots) == 1
    assert len(voters) == VOTERS
    assert ballots.isdisjoint(voters)


def test_ballots_have_no_time_no_serial_and_no_person() -> None:
    columns = {column.name: str(column.type) for column in balloting.Ballot.__table__.columns}
    assert set(columns) == {"tenant_id", "id", "balloting_id", "item_id", "question", "choice"}
    assert {
        column.name for column in SealedPaper.__table__.columns
    } == {"tenant_id", "id", "balloting_id", "sealed"}  # fmt: skip
    ids = [balloting.unguessable_id() for _ in range(50)]
    assert {each.version for each in ids} == {4}
    assert ids != sorted(ids)


class Lazy:
    """Dice that leave everything where it lies."""

    def shuffle(self, rows: list[object]) -> None:
        """Do nothing."""


def ids_of(kind: str) -> Callable[[], UUID]:
    """Give ids that tell: that count, or that begin with the moment."""
    serial = count(1)
    return row_id if kind == "time" else lambda: UUID(int=next(serial))


@pytest.mark.parametrize("kind", ["serial", "time"])
def test_analyst_finds_ballots_that_lie_in_the_order_of_voting(
    hall: tuple[Town, Sitting], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """The first test would go red: so does an id that counts, so does one that holds the time."""
    town, sitting = hall
    forget(town, sitting)
    monkeypatch.setattr(balloting, "_DICE", Lazy())
    monkeypatch.setattr(balloting, "unguessable_id", ids_of(kind))
    chosen = voted(town, sitting)
    with town.engine.connect() as connection:
        connection.execute(
            text("SELECT set_config('app.tenant_id', :id, false)"), {"id": str(town.tenant.id)}
        )
        newest = connection.scalars(
            text(
                "SELECT choice FROM ballots WHERE item_id = :item AND question = 'title'"
                " AND balloting_id = (SELECT id FROM ballotings ORDER BY number DESC LIMIT 1)"
                " ORDER BY id"
            ),
            {"item": items_of(town.session, sitting.id)[0].id},
        ).all()
    assert guesses(chosen, newest) < CHANCE
