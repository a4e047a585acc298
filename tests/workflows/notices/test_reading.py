"""A person's messages."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from tenants import clock
from tenants.members import SYSTEM
from tenants.people import Membership, Person
from tests import make
from tests.make import Town
from workflows.engine.fire import Happening
from workflows.notices.reading import Line, mark_read, notices_of, unread_count
from workflows.notices.telling import tell_of


def told(town: Town, cell: int = 0) -> list[Happening]:
    """Submit a cell's registration, accept it, and tell of both."""
    ward, today = town.ward, clock.today(town.session)
    happenings = [
        make.move(
            town, ward.cells[cell], "submit_registration", ward.secretaries[cell],
            met_on=today, **make.REGISTRATION,
        ),
        make.move(town, ward.cells[cell], "accept_registration", ward.office),
    ]  # fmt: skip
    for happening in happenings:
        tell_of(town.session, happening.seq)
    town.session.commit()
    return happenings


def unread(town: Town, person: Person) -> int:
    return unread_count(town.session, town.member(person))


def lines(town: Town, person: Person) -> list[Line]:
    return notices_of(town.session, town.member(person))


def test_everybody_is_told_of_what_others_did(town: Town) -> None:
    told(town)

    ward = town.ward
    assert [unread(town, person) for person in (ward.deputy, ward.secretaries[0], ward.office)] == [
        2, 1, 1,
    ]  # fmt: skip


def test_telling_again_tells_nobody_new(town: Town) -> None:
    happening = told(town)[0]

    assert tell_of(town.session, happening.seq) == 0


def test_message_says_which_move_of_which_dossier_led_where(town: Town) -> None:
    accepted = told(town)[1]

    line = lines(town, town.ward.secretaries[0])[0]

    dossier = town.dossier(town.ward.cells[0])
    assert (line.dossier_code, line.unit_name, line.trigger, line.state, line.unread) == (
        dossier.code, town.ward.cells[0].name, "accept_registration", "registered", True,
    )  # fmt: skip
    assert accepted.trigger == line.trigger


def test_message_says_who_did_it_and_as_what(town: Town) -> None:
    told(town)

    line = lines(town, town.ward.secretaries[0])[0]

    assert (line.name, line.party, line.for_name, line.undid, line.undone) == (
        town.ward.office.name, "ward_office", "", "", False,
    )  # fmt: skip


def test_move_that_was_taken_back_is_told_as_undone_and_the_undo_names_it(town: Town) -> None:
    told(town)
    undo = make.move(town, town.ward.cells[0], "undo", town.ward.office)
    tell_of(town.session, undo.seq)

    shown = [(line.trigger, line.undid, line.undone) for line in lines(town, town.ward.deputy)]

    assert shown == [
        ("undo", "accept_registration", False),
        ("accept_registration", "", True),
        ("submit_registration", "", False),
    ]


def test_longer_list_costs_no_more_queries(town: Town, statements: list[str]) -> None:
    told(town)
    numbers = []
    for limit in (1, 2):
        member = town.member(town.ward.deputy)
        statements.clear()
        assert len(notices_of(town.session, member, limit=limit)) == limit
        numbers.append(len(statements))

    assert numbers == [1, 1]


def test_unread_messages_come_first_and_the_newest_of_them_first(town: Town) -> None:
    told(town)
    deputy = town.member(town.ward.deputy)
    newest = lines(town, town.ward.deputy)[0]

    marked = mark_read(town.session, deputy, [newest.id])

    shown = [(line.trigger, line.unread) for line in lines(town, town.ward.deputy)]
    assert (newest.trigger, marked) == ("accept_registration", 1)
    assert shown == [("submit_registration", True), ("accept_registration", False)]


def test_all_are_marked_once(town: Town) -> None:
    told(town)
    deputy = town.member(town.ward.deputy)

    marked = [mark_read(town.session, deputy), mark_read(town.session, deputy)]

    assert (marked, unread(town, town.ward.deputy)) == ([2, 0], 0)


def test_nobody_marks_the_messages_of_another(town: Town) -> None:
    told(town)
    of_deputy = [line.id for line in lines(town, town.ward.deputy)]

    marked = mark_read(town.session, town.member(town.ward.office), of_deputy)

    assert (marked, unread(town, town.ward.deputy)) == (0, 2)


def test_messages_of_a_dossier_out_of_sight_are_out_of_sight(town: Town) -> None:
    told(town)
    session, deputy = town.session, town.ward.deputy
    yesterday = clock.today(session) - timedelta(days=1)
    session.execute(
        update(Membership)
        .where(Membership.person_id == deputy.id)
        .values(valid_from=yesterday, valid_to=yesterday)
    )

    assert (unread(town, deputy), lines(town, deputy)) == (0, [])


def test_messages_are_as_many_as_asked_for(town: Town) -> None:
    told(town)

    assert len(notices_of(town.session, town.member(town.ward.deputy), limit=1)) == 1


def test_service_itself_has_no_messages(town: Town) -> None:
    told(town)

    assert (unread_count(town.session, SYSTEM), notices_of(town.session, SYSTEM)) == (0, [])
