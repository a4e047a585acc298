"""A bulk act: each dossier is moved or refused by itself, and the answer lists them all."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from uuid import UUID, uuid4

from sqlalchemy import event, func, select

from tenants import clock
from tenants.appointments import add_person, add_unit, appoint
from tenants.audit import AuditEvent, verify
from tenants.outbox import OutboxItem
from tenants.roles import Role
from tenants.units import Sector, UnitKind
from tests import make
from tests.make import Town
from workflows.campaigns.opening import add_dossiers
from workflows.dossiers.tables import Dossier
from workflows.engine.fire import Happening, Refused, fire_many
from workflows.engine.refusals import GoneError, Refusal, StaleError
from workflows.tasks.tables import Task

Answer = Happening | Refused


def registered(town: Town, count: int) -> list[Dossier]:
    """Let so many cells of the ward have registered; new cells are added as needed."""
    ward, session = town.ward, town.session
    for number in range(len(ward.cells) + 1, count + 1):
        cell = add_unit(
            session, f"Chi bộ Tổ dân phố {number}", code=f"moi-{number}",
            kind=UnitKind.PARTY_CELL, sector=Sector.RESIDENTIAL, parent=ward.unit,
            official=24, probationary=1, exempted=2,
        )  # fmt: skip
        appoint(session, ward.secretaries[0], Role.CELL_SECRETARY, unit=cell)
        ward.cells.append(cell)
        ward.secretaries.append(ward.secretaries[0])
    add_dossiers(session, town.campaign)
    today = clock.today(session)
    for cell, secretary in zip(ward.cells[:count], ward.secretaries, strict=False):
        make.move(town, cell, "submit_registration", secretary, met_on=today, **make.REGISTRATION)
    return [town.dossier(cell) for cell in ward.cells[:count]]


def accept(town: Town, seen: Sequence[tuple[UUID, int]], *, key: str | None = None) -> list[Answer]:
    """Accept registrations together, and commit."""
    answers = fire_many(
        town.session, seen, "accept_registration", actor=town.member(town.ward.office), key=key
    )
    town.session.commit()
    return answers


def seen(dossiers: Sequence[Dossier]) -> list[tuple[UUID, int]]:
    return [(dossier.id, dossier.version) for dossier in dossiers]


def outcomes(answers: Sequence[Answer]) -> list[str]:
    """Put answers into words: where a dossier was moved to, or why it was not."""
    return [
        each.target if isinstance(each, Happening)
        else getattr(each.error, "code", type(each.error).__name__)
        for each in answers
    ]  # fmt: skip


def events(town: Town) -> int:
    return town.session.scalar(
        select(func.count())
        .select_from(AuditEvent)
        .where(AuditEvent.kind == "accept_registration")
    ) or 0  # fmt: skip


def test_five_are_accepted_together_each_with_its_own_rows(town: Town) -> None:
    dossiers = registered(town, 5)

    answers = accept(town, seen(dossiers))

    assert outcomes(answers) == ["registered"] * 5
    assert [each.dossier_id for each in answers] == [dossier.id for dossier in dossiers]
    assert len({each.seq for each in answers if isinstance(each, Happening)}) == 5
    assert events(town) == 5
    told = [
        item.dossier_id
        for item in town.session.scalars(select(OutboxItem))
        if item.payload["trigger"] == "accept_registration"
    ]
    assert sorted(told) == sorted(dossier.id for dossier in dossiers)
    assert list(verify(town.session)) == []


def test_foreign_and_others_are_refused_singly(town: Town, other_town: Town) -> None:
    mine = registered(town, 3)
    foreign = registered(other_town, 1)[0]
    other_ward = town.dossier(town.other_ward.cells[0])
    before = (foreign.state, foreign.version, other_ward.state, other_ward.version)
    five = seen([mine[0], foreign, mine[1], other_ward, mine[2]])

    answers = accept(town, five)

    assert outcomes(answers) == [
        "registered", "GoneError", "registered", "GoneError", "registered",
    ]  # fmt: skip
    assert [each.dossier_id for each in answers] == [dossier_id for dossier_id, _ in five]
    after_foreign = other_town.dossier(foreign.unit)
    after_other = town.dossier(town.other_ward.cells[0])
    assert before == (
        after_foreign.state, after_foreign.version, after_other.state, after_other.version,
    )  # fmt: skip
    assert events(other_town) == 0


def test_one_that_changed_since_the_preview_is_refused_and_named(town: Town) -> None:
    dossiers = registered(town, 3)
    shown = seen(dossiers)
    today = clock.today(town.session)
    make.move(town, dossiers[1].unit, "return_registration", town.ward.office, reason="Thiếu",
              marked=["met_on"], due_on=today)  # fmt: skip

    answers = accept(town, shown)

    assert outcomes(answers) == ["registered", "StaleError", "registered"]
    stale = answers[1]
    assert isinstance(stale, Refused)
    assert isinstance(stale.error, StaleError)
    assert (stale.error.name, stale.error.trigger) == (town.ward.office.name, "return_registration")
    assert town.dossier(dossiers[1].unit).state == "registration_returned"


def test_guard_that_minds_one_lets_the_others_go(town: Town) -> None:
    dossiers = registered(town, 3)
    dossiers[2].registered_late = True
    town.session.commit()
    shown = seen([town.dossier(dossier.unit) for dossier in dossiers])
    assert outcomes(accept(town, shown)) == ["registered", "registered", "late_needs_consent"]
    assert town.dossier(dossiers[2].unit).state == "registration_submitted"


def test_own_submission_is_refused_in_bulk_as_well(town: Town) -> None:
    dossiers = registered(town, 2)
    cell, office = town.ward.cells[0], town.ward.office
    make.move(town, cell, "return_registration", office, reason="Thiếu", marked=["met_on"],
              due_on=clock.today(town.session))  # fmt: skip
    make.move(town, cell, "submit_registration", office, signed_copy="Bản ký",
              met_on=clock.today(town.session), **make.REGISTRATION)  # fmt: skip
    shown = seen([town.dossier(cell), dossiers[1]])
    assert outcomes(accept(town, shown)) == ["signed_copy_missing", "registered"]


def test_same_key_gives_all_the_first_results(town: Town) -> None:
    dossiers = registered(town, 3)
    first = accept(town, seen(dossiers), key="one form")
    second = accept(town, seen(dossiers), key="one form")
    assert outcomes(second) == outcomes(first)
    assert [each.repeated for each in second if isinstance(each, Happening)] == [True] * 3
    assert events(town) == 3


def test_unknown_and_repeated_ids_do_no_harm(town: Town) -> None:
    dossiers = registered(town, 1)
    shown = [*seen(dossiers), (uuid4(), 1), *seen(dossiers)]
    answers = accept(town, shown)
    assert outcomes(answers) == ["registered", "GoneError", "registered"]
    refused = answers[1]
    assert isinstance(refused, Refused)
    assert isinstance(refused.error, GoneError)
    assert events(town) == 1


def test_nothing_chosen_changes_nothing(town: Town) -> None:
    assert accept(town, []) == []


def test_move_of_a_sitting_is_made_by_no_bulk(town: Town) -> None:
    for cell in town.ward.cells:
        make.registered(town, cell)
    dossiers = [make.appraised(town, cell) for cell in town.ward.cells]
    answers = fire_many(
        town.session, seen(dossiers), "recommend", actor=town.member(town.ward.chair)
    )
    assert outcomes(answers) == ["GoneError", "GoneError"]
    answers = fire_many(
        town.session, seen(dossiers), "recommend", actor=town.member(town.ward.office)
    )
    assert outcomes(answers) == ["only_at_sitting", "only_at_sitting"]


def test_two_bulks_over_the_same_dossiers_queue_up(town: Town) -> None:
    """Locked in one order: neither waits for the other for ever, each dossier moves once."""
    dossiers = registered(town, 5)
    office = town.member(town.ward.office)
    shown = seen(dossiers)
    town.session.commit()
    together, answers = threading.Barrier(2), []

    def press(order: list[tuple[UUID, int]]) -> None:
        with town.elsewhere() as session:
            session.connection()
            together.wait()
            answers.append(fire_many(session, order, "accept_registration", actor=office))
            session.commit()

    pair = [
        threading.Thread(target=press, args=(order,)) for order in (shown, list(reversed(shown)))
    ]
    for thread in pair:
        thread.start()
    for thread in pair:
        thread.join()

    assert sorted(sorted(set(outcomes(each))) for each in answers) == [
        ["StaleError"], ["registered"],
    ]  # fmt: skip
    assert events(town) == 5
    open_tasks = town.session.execute(
        select(Task.dossier_id, func.count())
        .where(Task.done_at.is_(None), Task.dossier_id.in_([each.id for each in dossiers]))
        .group_by(Task.dossier_id)
    )
    assert {count for _dossier, count in open_tasks} == {1}
    assert list(verify(town.session)) == []


def test_refusals_are_what_they_say(town: Town) -> None:
    dossiers = registered(town, 1)
    answer = fire_many(
        town.session, seen(dossiers), "accept_registration", actor=town.member(town.ward.appraiser)
    )[0]
    assert isinstance(answer, Refused)
    assert isinstance(answer.error, Refusal)
    assert (answer.error.code, answer.error.info["parties"]) == ("role", ["ward_office"])


def test_rows_of_all_dossiers_are_written_in_as_few_statements_as_of_one(town: Town) -> None:
    """Guards ask each dossier for itself; what is written goes together."""
    dossiers = registered(town, 12)
    written: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        words = ("UPDATE", "INSERT", "DELETE", "WITH")
        if statement.lstrip().startswith(words):
            written.append(" ".join(statement.split()[:2]))

    event.listen(town.engine, "before_cursor_execute", listen)
    try:
        outcomes(accept(town, seen(dossiers[:1])))
        one = list(written)
        written.clear()
        assert outcomes(accept(town, seen(dossiers[1:]))) == ["registered"] * 11
    finally:
        event.remove(town.engine, "before_cursor_execute", listen)
    assert written == one == ["WITH moved"]


def test_effect_that_minds_leaves_only_its_own_dossier_behind(town: Town) -> None:
    """One office has taken on one of the tasks: the others are moved, that one is not."""
    dossiers = registered(town, 3)
    other = add_person(town.session, "Trần Thị Hai", phone=make.phone())
    appoint(town.session, other, Role.WARD_OFFICE, unit=town.ward.unit)
    task = town.session.scalars(
        select(Task).where(Task.dossier_id == dossiers[1].id, Task.done_at.is_(None))
    ).one()
    task.claimed_by_id, task.claimed_at = other.id, clock.now(town.session)
    town.session.commit()
    assert outcomes(accept(town, seen(dossiers))) == ["registered", "claimed", "registered"]
    assert [town.dossier(cell).state for cell in town.ward.cells[:3]] == [
        "registered", "registration_submitted", "registered",
    ]  # fmt: skip
    assert events(town) == 2
    assert list(verify(town.session)) == []
