"""Inbox, queue and archive: pages are ranges of an index, counts are the lists behind them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from tenants import clock
from tenants.appointments import add_person, appoint
from tenants.people import Membership, Person
from tenants.roles import Role
from tests import make
from tests.make import Town
from workflows.engine.refusals import GoneError, Refusal
from workflows.tasks.boxes import Box, Line, Page, Wanted, count_of, counts_of, page_of
from workflows.tasks.claiming import claim, hand_over, release
from workflows.tasks.kinds import kind_named
from workflows.tasks.tables import Task


def colleague(town: Town, role: Role = Role.WARD_OFFICE, desk: str = "") -> Person:
    """Add somebody to the ward's office, or to one of its desks."""
    person = add_person(town.session, "Mai Thị Đồng", phone=make.phone())
    appoint(town.session, person, role, unit=town.ward.unit, desk=desk)
    town.session.commit()
    return person


def codes(page: Page) -> list[str]:
    return [line.dossier.code for line in page.lines]


def box(town: Town, person: Person, name: Box = Box.TO_DO, **wanted: object) -> list[str]:
    """List the codes in a box of a person, with their counts checked against the list."""
    asked = Wanted(name, **wanted)  # type: ignore[arg-type]
    member = town.member(person)
    page = page_of(town.session, member, asked)
    assert count_of(town.session, member, asked) == len(page.lines)
    if "kind" not in wanted:
        assert sum(counts_of(town.session, member, asked).values()) == len(page.lines)
    return codes(page)


def task_of(town: Town, person: Person) -> Task:
    return page_of(town.session, town.member(person), Wanted()).lines[0].task


def walk(town: Town, person: Person, wanted: Wanted) -> Iterator[Line]:
    """Go through a list one line a page."""
    after = None
    while True:
        page = page_of(town.session, town.member(person), wanted, after=after, size=1)
        yield from page.lines
        if page.next is None:
            return
        after = page.next


def test_pages_follow_one_another_by_what_is_due(town: Town) -> None:
    for cell in town.ward.cells:
        make.registered(town, cell)
    first, second = (town.dossier(cell) for cell in town.ward.cells)
    town.session.execute(
        update(Task)
        .where(Task.dossier_id == second.id, Task.done_at.is_(None))
        .values(due_at=clock.now(town.session) - timedelta(days=1))
    )
    office = town.ward.office

    assert box(town, office) == [second.code, first.code]
    assert [line.dossier.code for line in walk(town, office, Wanted())] == [
        second.code, first.code,
    ]  # fmt: skip
    whole = page_of(town.session, town.member(office), Wanted(Box.DONE_HERE))
    assert codes(whole) != []
    assert [line.task.id for line in walk(town, office, Wanted(Box.DONE_HERE))] == [
        line.task.id for line in whole.lines
    ]


def test_page_is_one_range_of_the_index(town: Town) -> None:
    """The index gives unit, party, desk and order; nothing is sorted or filtered by these."""
    tray = "unit_id = :unit AND party = 'ward_office' AND desk = '' AND done_at IS NULL"
    town.session.execute(text("SET LOCAL enable_seqscan = off"))
    town.session.execute(text("SET LOCAL enable_bitmapscan = off"))
    town.session.execute(text("SET LOCAL enable_sort = off"))  # a few rows would do without
    plan = "\n".join(
        town.session.scalars(
            text(f"EXPLAIN SELECT id FROM tasks WHERE {tray} AND (due_at, id) > (now(), :unit)"  # noqa: S608
                 " ORDER BY due_at, id LIMIT 51"),
            {"unit": town.ward.unit.id},
        )
    )  # fmt: skip
    assert "using ix_tasks_inbox" in plan
    assert "Sort" not in plan
    for column in ("tenant_id", "unit_id", "party", "desk", "ROW(due_at, id)"):
        assert column in plan.partition("Index Cond:")[2], plan


def test_claimed_task_leaves_the_others_queue_and_comes_back_when_released(town: Town) -> None:
    dossier = make.registered(town, town.ward.cells[0])
    office, other = town.ward.office, colleague(town)
    task = task_of(town, office)

    claim(town.session, task.id, actor=town.member(office))

    assert box(town, office) == box(town, office, Box.MINE) == [dossier.code]
    assert box(town, other) == box(town, other, Box.MINE) == []
    assert box(town, other, Box.OTHERS) == [dossier.code]
    with pytest.raises(Refusal, match="claimed") as refusal:
        claim(town.session, task.id, actor=town.member(other))
    assert refusal.value.info["name"] == office.name

    release(town.session, task.id, actor=town.member(office))

    assert box(town, other) == box(town, office) == [dossier.code]
    assert box(town, office, Box.MINE) == box(town, other, Box.OTHERS) == []


def test_colleague_s_claim_stands_in_the_way_until_it_is_taken_over(town: Town) -> None:
    cell = town.ward.cells[0]
    today = clock.today(town.session)
    make.move(town, cell, "submit_registration", town.ward.secretaries[0], met_on=today,
              **make.REGISTRATION)  # fmt: skip
    other = colleague(town)
    task = task_of(town, town.ward.office)
    claim(town.session, task.id, actor=town.member(town.ward.office))
    town.session.commit()

    with pytest.raises(Refusal, match="claimed"):
        make.move(town, cell, "accept_registration", other)
    town.session.rollback()
    assert town.dossier(cell).state == "registration_submitted"

    hand_over(town.session, task.id, other.id, reason="Đ/c Hùng đi vắng", actor=town.member(other))
    town.session.commit()
    with pytest.raises(Refusal, match="claimed"):
        make.move(town, cell, "accept_registration", town.ward.office)
    town.session.rollback()
    make.move(town, cell, "accept_registration", other)
    assert box(town, other, Box.DONE) == [town.dossier(cell).code]
    assert box(town, town.ward.office, Box.DONE) == []


def test_handing_over_needs_a_reason_and_a_colleague(town: Town) -> None:
    make.registered(town, town.ward.cells[0])
    office = town.member(town.ward.office)
    task = task_of(town, town.ward.office)
    for to, reason, code in (
        (colleague(town), "  ", "missing"),
        (town.other_ward.office, "Bận", "not_a_colleague"),
        (town.ward.secretaries[0], "Bận", "not_a_colleague"),
    ):
        with pytest.raises(Refusal, match=code):
            hand_over(town.session, task.id, to.id, reason=reason, actor=office)
    town.session.refresh(task)
    assert task.claimed_by_id is None


def test_side_move_and_the_cell_s_own_moves_need_no_claim(town: Town) -> None:
    cell = town.ward.cells[0]
    make.under_appraisal(town, cell)
    task = task_of(town, town.ward.appraiser)
    claim(town.session, task.id, actor=town.member(town.ward.appraiser))
    town.session.commit()

    make.move(town, cell, "put_on_hold", town.ward.office, reason="Khiếu nại",
              look_again_on=clock.today(town.session))  # fmt: skip

    assert town.dossier(cell).state == "on_hold"


def test_role_that_ends_empties_the_inbox_and_frees_what_was_claimed(town: Town) -> None:
    dossier = make.registered(town, town.ward.cells[0])
    office, other = town.ward.office, colleague(town)
    claim(town.session, task_of(town, office).id, actor=town.member(office))
    assert box(town, other) == []

    town.session.execute(
        update(Membership)
        .where(Membership.person_id == office.id)
        .values(valid_from=clock.today(town.session) - timedelta(days=9),
                valid_to=clock.today(town.session) - timedelta(days=1))
    )  # fmt: skip

    assert box(town, office) == box(town, office, Box.MINE) == box(town, office, Box.DONE) == []
    assert box(town, other) == [dossier.code]
    assert box(town, other, Box.OTHERS) == []
    claim(town.session, task_of(town, other).id, actor=town.member(other))


def test_new_member_sees_the_open_tasks(town: Town) -> None:
    dossier = make.registered(town, town.ward.cells[0])
    newcomer = colleague(town)
    assert box(town, newcomer) == [dossier.code]


def test_desk_that_is_asked_has_a_task_until_it_has_spoken(town: Town) -> None:
    town.campaign.rules = {**town.campaign.rules, "opinion_desks": ["inspection", "propaganda"]}
    town.session.commit()
    cell, inspector = town.ward.cells[0], town.ward.inspector
    writer = colleague(town, Role.APPRAISER, "propaganda")
    dossier = make.under_appraisal(town, cell)
    for person in (inspector, writer):
        assert box(town, person, kind=kind_named("cho-y-kien")) == [dossier.code]
    assert box(town, town.ward.appraiser, kind=kind_named("tham-dinh")) == [dossier.code]

    make.move(town, cell, "give_opinion", inspector, words="Không có vi phạm")

    assert box(town, inspector) == []
    assert box(town, writer) == [dossier.code]
    make.move(town, cell, "undo", inspector)
    assert box(town, inspector) == [dossier.code]


def test_hat_narrows_the_list_to_one_role(town: Town) -> None:
    office = town.ward.office
    appoint(town.session, office, Role.WARD_OFFICE, unit=town.other_ward.unit)
    town.session.commit()
    here = make.registered(town, town.ward.cells[0])
    there = make.registered(town, town.other_ward.cells[0], town.other_ward)

    assert set(box(town, office)) == {here.code, there.code}
    key = f"ward_office.{town.other_ward.unit.id}"
    assert box(town, office, tray_key=key) == [there.code]


def test_search_needs_no_accents(town: Town) -> None:
    first, _second = (make.registered(town, cell) for cell in town.ward.cells)
    assert box(town, town.ward.office, search="to dan pho 1") == [first.code]
    assert box(town, town.ward.office, search=first.code) == [first.code]
    assert box(town, town.ward.office, search="khong co") == []


def test_task_of_another_ward_is_not_there(town: Town) -> None:
    make.registered(town, town.other_ward.cells[0], town.other_ward)
    foreign = task_of(town, town.other_ward.office)
    for verb in (claim, release):
        with pytest.raises(GoneError):
            verb(town.session, foreign.id, actor=town.member(town.ward.office))
    with pytest.raises(GoneError):
        hand_over(town.session, foreign.id, town.ward.office.id, reason="x",
                  actor=town.member(town.ward.office))  # fmt: skip


def test_who_sees_the_dossier_but_owes_nothing_cannot_claim(town: Town) -> None:
    make.registered(town, town.ward.cells[0])
    task = town.session.scalars(
        select(Task).where(
            Task.dossier_id == town.dossier(town.ward.cells[0]).id, Task.done_at.is_(None)
        )
    ).one()
    with pytest.raises(Refusal, match="role"):
        claim(town.session, task.id, actor=town.member(town.auditor))
