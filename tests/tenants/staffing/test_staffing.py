"""People and roles: given, ended and handed over with dates, within the keeper's own scope."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.audit import AuditEvent
from tenants.delegations import delegate
from tenants.members import find_member
from tenants.people import Account, Membership, Person
from tenants.personal_notices import mark_personal_read, personal_notices_of, unread_personal
from tenants.roles import Role
from tenants.signing_in.accounts import find_account
from tenants.signing_in.sessions import begin_sign_in, standing_sign_ins
from tenants.staffing.keepers import roles_to_give
from tenants.staffing.offices import (
    end_role,
    find_kept_unit,
    find_membership,
    give_role,
    hand_over,
)
from tenants.staffing.people import (
    add_comrade,
    correct_person,
    disable_person,
    enable_person,
    find_kept,
)
from tenants.staffing.refusals import StaffingRefusedError
from tenants.staffing.vacancies import vacancies
from tenants.units import OrgUnit
from tests import make
from tests.make import Town
from workflows.tasks.inbox import count_waiting

DAY = timedelta(days=1)


@pytest.fixture
def old_town(town: Town) -> Town:
    make.founded_last_year(town)
    return town


def held(town: Town, person: Person, role: Role) -> Membership:
    found = town.session.scalars(
        select(Membership.id).where(Membership.person_id == person.id, Membership.role == role)
    ).one()
    membership = find_membership(town.session, found)
    assert membership is not None
    return membership


def newcomer(town: Town, name: str = "Phạm Thị Mới") -> Person:
    return add_comrade(
        town.session, name, phone=make.phone(), post="", actor=town.member(town.admin)
    )


def test_hand_over_ends_the_one_and_begins_the_other(old_town: Town) -> None:
    town, today = old_town, clock.today(old_town.session)
    former, successor = town.ward.secretaries[0], newcomer(old_town)
    account = find_account(town.session, town.phones[former.id])
    assert account is not None
    begin_sign_in(town.session, account)
    waiting = count_waiting(town.session, town.member(former))
    assert waiting == 1

    hand_over(
        town.session, held(town, former, Role.CELL_SECRETARY), successor, on=today,
        actor=town.member(town.ward.office),
    )  # fmt: skip

    cell = town.ward.cells[0].id
    assert town.member(successor).holds(Role.CELL_SECRETARY, unit_id=cell)
    assert town.member(former).holdings == ()
    eve = find_member(town.session, former.id, on=today - DAY)
    assert eve is not None
    assert eve.holds(Role.CELL_SECRETARY, unit_id=cell)
    assert standing_sign_ins(town.session, former.id) == []
    assert count_waiting(town.session, town.member(successor)) == waiting
    for person in (former, successor):
        (line,) = personal_notices_of(town.session, town.member(person))[:1]
        assert (line.kind, line.for_name, line.facts["former_name"]) == (
            "role_handed_over", successor.name, former.name,
        )  # fmt: skip


def test_deputy_who_takes_over_is_deputy_no_longer(old_town: Town) -> None:
    town, today = old_town, clock.today(old_town.session)
    hand_over(
        town.session, held(town, town.ward.secretaries[0], Role.CELL_SECRETARY),
        town.ward.deputy, on=today, actor=town.member(town.admin),
    )  # fmt: skip
    assert [holding.role for holding in town.member(town.ward.deputy).holdings] == [
        Role.CELL_SECRETARY
    ]


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ("tomorrow", "future_day"), ("too early", "dates_out_of_order"),
        ("same person", "same_person"), ("disabled", "disabled"),
    ],
)  # fmt: skip
def test_hand_over_that_cannot_be_says_why(old_town: Town, case: str, code: str) -> None:
    town, today = old_town, clock.today(old_town.session)
    former, successor = town.ward.secretaries[0], newcomer(town)
    on = {"tomorrow": today + DAY, "too early": today - 900 * DAY}.get(case, today)
    if case == "same person":
        successor = former
    if case == "disabled":
        disable_person(town.session, successor, reason="Chuyển đi", actor=town.member(town.admin))
    with pytest.raises(StaffingRefusedError) as refused:
        hand_over(
            town.session, held(town, former, Role.CELL_SECRETARY), successor, on=on,
            actor=town.member(town.admin),
        )  # fmt: skip
    assert refused.value.code == code
    assert town.member(former).holds(Role.CELL_SECRETARY)


def test_cell_has_one_secretary_and_a_role_is_not_held_twice(old_town: Town) -> None:
    town, today = old_town, clock.today(old_town.session)
    actor, cell = town.member(town.ward.office), town.ward.cells[0]
    with pytest.raises(StaffingRefusedError) as refused:
        give_role(
            town.session, newcomer(town), Role.CELL_SECRETARY, unit=cell, since=today, actor=actor
        )
    assert (refused.value.code, refused.value.info["name"]) == (
        "held_by_other", town.ward.secretaries[0].name,
    )  # fmt: skip
    with pytest.raises(StaffingRefusedError, match="held_already"):
        give_role(
            town.session, town.ward.deputy, Role.CELL_DEPUTY, unit=cell, since=today, actor=actor
        )


def test_role_for_a_time_is_over_after_its_last_day(old_town: Town) -> None:
    town, today = old_town, clock.today(old_town.session)
    give_role(
        town.session, town.auditor, Role.CITY_OFFICE, unit=town.root, since=today,
        until=today + 3 * DAY, actor=town.member(town.admin),
    )  # fmt: skip
    on = [
        (found := find_member(town.session, town.auditor.id, on=today + days * DAY)) is not None
        and found.holds(Role.CITY_OFFICE)
        for days in (0, 3, 4)
    ]
    assert on == [True, True, False]


def test_office_gives_roles_of_cells_in_its_own_cells_only(old_town: Town) -> None:
    town, today = old_town, clock.today(old_town.session)
    office = town.member(town.ward.office)
    own, foreign = town.ward.cells[0], town.other_ward.cells[0]
    assert roles_to_give(office, own) == (
        Role.CELL_SECRETARY, Role.CELL_DEPUTY, Role.SUPERVISOR,
    )  # fmt: skip
    for unit in (foreign, town.ward.unit, town.root):
        assert roles_to_give(office, unit) == ()
        assert find_kept_unit(town.session, unit.code, keeper=office) is None
    assert find_kept_unit(town.session, own.code, keeper=office) is own
    give_role(
        town.session, town.ward.members[0], Role.SUPERVISOR, unit=own, since=today, actor=office
    )
    for unit, role in ((foreign, Role.SUPERVISOR), (town.root, Role.TENANT_ADMIN)):
        with pytest.raises(StaffingRefusedError, match="role"):
            give_role(town.session, town.ward.deputy, role, unit=unit, since=today, actor=office)
    assert roles_to_give(town.member(town.ward.deputy), own) == ()


def test_office_changes_people_of_its_cells_and_nobody_above_or_elsewhere(old_town: Town) -> None:
    town = old_town
    office = town.member(town.ward.office)
    kept = [town.ward.secretaries[0], town.ward.secretaries[1], town.ward.deputy]
    others = [town.ward.appraiser, town.ward.chair, town.admin, town.other_ward.secretaries[0]]
    assert [find_kept(town.session, person.id, keeper=office) for person in kept] == kept
    assert [find_kept(town.session, person.id, keeper=office) for person in others] == [None] * 4
    give_role(
        town.session, town.ward.deputy, Role.AUDITOR, unit=town.root,
        since=clock.today(town.session), actor=town.member(town.admin),
    )  # fmt: skip
    assert find_kept(town.session, town.ward.deputy.id, keeper=office) is None


def test_taken_phone_is_refused_and_its_owner_named_within_the_scope_only(old_town: Town) -> None:
    town = old_town
    office = town.member(town.ward.office)
    for owner, named in (
        (town.ward.deputy, town.ward.deputy.name), (town.other_ward.deputy, ""),
        (town.admin, ""),
    ):  # fmt: skip
        with pytest.raises(StaffingRefusedError) as refused:
            add_comrade(
                town.session, "Người mới", phone=town.phones[owner.id], post="", actor=office
            )
        assert (refused.value.code, refused.value.info["name"]) == ("phone_taken", named)
    names = town.session.scalars(select(Person.name)).all()
    assert "Người mới" not in names


def test_disabled_person_gets_in_nowhere_and_stays_in_the_trail(old_town: Town) -> None:
    town = old_town
    admin, deputy = town.member(town.admin), town.ward.deputy
    account = find_account(town.session, town.phones[deputy.id])
    assert account is not None
    begin_sign_in(town.session, account)
    disable_person(town.session, deputy, reason="Chuyển sinh hoạt", actor=admin)
    assert find_account(town.session, town.phones[deputy.id]) is None
    assert standing_sign_ins(town.session, deputy.id) == []
    with pytest.raises(StaffingRefusedError, match="disabled_already"):
        disable_person(town.session, deputy, reason="Lần nữa", actor=admin)
    with pytest.raises(StaffingRefusedError, match="oneself"):
        disable_person(town.session, town.admin, reason="Nghỉ", actor=admin)
    enable_person(town.session, deputy, actor=admin)
    assert town.member(deputy).holds(Role.CELL_DEPUTY)
    kinds = town.session.scalars(
        select(AuditEvent.kind).where(AuditEvent.for_name == deputy.name).order_by(AuditEvent.seq)
    ).all()
    assert kinds[-2:] == ["person_disabled", "person_enabled"]


def test_corrected_name_is_found_and_sorted_anew(old_town: Town) -> None:
    town = old_town
    correct_person(
        town.session, town.ward.deputy, name="Đỗ  Thị Ánh", post="Phó Bí thư",
        actor=town.member(town.ward.office),
    )  # fmt: skip
    assert (town.ward.deputy.name, town.ward.deputy.search_key) == ("Đỗ Thị Ánh", "do thi anh")
    with pytest.raises(StaffingRefusedError, match="missing"):
        correct_person(
            town.session, town.ward.deputy, name=" ", post="", actor=town.member(town.admin)
        )


def test_last_administrator_stays_until_there_is_another(old_town: Town) -> None:
    town, today = old_town, clock.today(old_town.session)
    own = held(town, town.admin, Role.TENANT_ADMIN)
    with pytest.raises(StaffingRefusedError, match="last_administrator"):
        end_role(town.session, own, last=today, actor=town.member(town.admin))
    give_role(
        town.session, town.city_office, Role.TENANT_ADMIN, unit=town.root, since=today,
        actor=town.member(town.admin),
    )  # fmt: skip
    end_role(town.session, own, last=today, actor=town.member(town.admin))
    assert own.valid_to == today


def test_roles_without_a_person_are_named_highest_first(old_town: Town) -> None:
    town, today = old_town, clock.today(old_town.session)
    assert vacancies(town.session, on=today) == []
    town.ward.office.disabled_at = clock.now(town.session)
    end_role(
        town.session, held(town, town.other_ward.secretaries[1], Role.CELL_SECRETARY),
        last=today - DAY, actor=town.member(town.admin),
    )  # fmt: skip
    town.session.flush()
    empty = vacancies(town.session, on=today)
    assert [(each.unit.name, each.role, each.last) for each in empty] == [
        ("Phường Hoa Mai", Role.WARD_OFFICE, town.ward.office.name),
        ("Chi bộ Tổ dân phố 2", Role.CELL_SECRETARY, town.other_ward.secretaries[1].name),
    ]  # fmt: skip
    below = vacancies(town.session, on=today, below=[town.ward.unit.id])
    assert below == []


def test_both_are_told_of_a_delegation_and_read_it_once(old_town: Town) -> None:
    town, today = old_town, clock.today(old_town.session)
    delegate(
        town.session, from_person_id=town.ward.office.id, to_person_id=town.ward.appraiser.id,
        steps=["send_to_city"], valid_from=today, valid_to=today,
        actor=town.member(town.ward.office),
    )  # fmt: skip
    for person in (town.ward.office, town.ward.appraiser):
        member = town.member(person)
        (line,) = personal_notices_of(town.session, member)
        assert (line.kind, line.unread, unread_personal(town.session, member)) == (
            "delegated", True, 1,
        )  # fmt: skip
        assert mark_personal_read(town.session, member, [line.id]) == 1
        assert unread_personal(town.session, member) == 0
    assert personal_notices_of(town.session, town.member(town.admin)) == []


def test_units_and_people_of_another_tenant_do_not_exist(old_town: Town, other_town: Town) -> None:
    admin = old_town.member(old_town.admin)
    assert find_kept(old_town.session, other_town.admin.id, keeper=admin) is None
    unit = other_town.session.scalars(select(OrgUnit.code).limit(1)).one()
    assert find_kept_unit(old_town.session, f"{unit}-khac", keeper=admin) is None
    assert old_town.session.scalars(select(Account)).all()
