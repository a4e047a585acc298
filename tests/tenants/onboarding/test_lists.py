"""An uploaded list is checked, put right, confirmed, taken over, and can be undone for a day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from tenants import clock
from tenants.appointments import add_person, appoint
from tenants.audit import AuditEvent, verify
from tenants.bodies import Body, BodyMember
from tenants.members import Member, find_member
from tenants.onboarding import lists, undoing
from tenants.onboarding.headings import Column
from tenants.onboarding.lists import ListRefusedError
from tenants.onboarding.looking import Limits
from tenants.onboarding.tables import ListEffect, ListState, UploadedList
from tenants.onboarding.unreadable import UnreadableListError
from tenants.outbox import OutboxItem
from tenants.people import Account, Membership, Person
from tenants.roles import Role
from tenants.signing_in.sessions import begin_sign_in
from tenants.units import OrgUnit, root_unit
from tenants.wall import TenantSession
from tests.tenants.onboarding.spreadsheets import HEADINGS, Page, Row, a_list, a_row, workbook
from tests.tenants.onboarding.test_officers import an_officer, with_officers
from tests.tenants.onboarding.test_storing import everything

LIMITS = Limits()


@pytest.fixture
def admin(office: TenantSession) -> Member:
    person = add_person(office, "Quản Trị Viên", phone="+84900000001")
    appoint(office, person, Role.TENANT_ADMIN, unit=root_unit(office))
    office.commit()
    member = find_member(office, person.id, on=clock.today(office))
    assert member is not None
    return member


def uploaded(session: TenantSession, admin: Member, *rows: Row) -> UploadedList:
    found = lists.upload(session, "danh-sach.xlsx", a_list(*rows), actor=admin, limits=LIMITS)
    session.commit()
    return found


def taken(session: TenantSession, admin: Member, content: bytes) -> UploadedList:
    """Upload, confirm and take over; return the list as it stands then."""
    made = lists.upload(session, "danh-sach.xlsx", content, actor=admin, limits=LIMITS)
    lists.confirm(session, made, only_sound=True, actor=admin)
    lists.take_over(session, made, limits=LIMITS)
    session.commit()
    session.expire_all()
    return made


def undone(session: TenantSession, admin: Member, made: UploadedList) -> None:
    undoing.ask_undo(session, made, actor=admin)
    undoing.undo(session, made, actor=admin)
    session.commit()
    session.expire_all()


def without_people(session: TenantSession) -> list[tuple[Any, ...]]:
    return [
        tuple(row)
        for model in (OrgUnit, Membership, Body, BodyMember)
        for row in session.execute(select(*model.__table__.columns).order_by(model.id))
    ]


def test_nothing_is_written_before_the_list_is_confirmed(
    office: TenantSession, admin: Member
) -> None:
    before = everything(office)

    made = uploaded(office, admin, a_row(1), a_row(2, name=None))
    lists.put_right(office, made, {("DS chi bộ", 3, "name"): "TDP 2"}, actor=admin, limits=LIMITS)
    office.commit()

    assert everything(office) == before
    assert office.scalars(select(OutboxItem)).all() == []
    assert made.summary["counts"] == {
        "rows": 2, "created": 2, "updated": 0, "unchanged": 0, "wards": 1, "cells": 2,
        "people": 4, "officers": 0, "accounts": 4, "faulty": 0, "warnings": 0,
    }  # fmt: skip


def test_check_shows_the_faulty_row_with_what_stands_in_it(
    office: TenantSession, admin: Member
) -> None:
    made = uploaded(office, admin, a_row(1), a_row(2, secretary_phone="0912 345 001"))

    [row] = made.summary["faulty"]
    assert (row["sheet"], row["row"]) == ("DS chi bộ", 3)
    assert row["texts"]["secretary"] == "Lê Thị Bí Thư 2"
    assert [(fault["key"], fault["code"], fault["blanks"]) for fault in row["faults"]] == [
        ("secretary_phone", "phone_taken", {"row": "2", "name": "Lê Thị Bí Thư 1"})
    ]


def test_row_put_right_is_taken_as_it_was_put_right(office: TenantSession, admin: Member) -> None:
    made = uploaded(office, admin, a_row(1), a_row(2, name=None, secretary_phone="09123 4500"))
    with pytest.raises(ListRefusedError) as refusal:
        lists.confirm(office, made, only_sound=False, actor=admin)
    assert refusal.value.code == "faulty"

    lists.put_right(
        office,
        made,
        {
            ("DS chi bộ", 3, "name"): " tdp 2",
            ("DS chi bộ", 3, "secretary_phone"): "0912345002",
            ("DS chi bộ", 3, "made_up"): "x",
        },
        actor=admin,
        limits=LIMITS,
    )
    lists.confirm(office, made, only_sound=False, actor=admin)
    lists.take_over(office, made, limits=LIMITS)
    office.commit()

    names = office.scalars(select(OrgUnit.name).order_by(OrgUnit.sort_key)).all()
    assert "Chi bộ Tổ dân phố 2" in names
    assert made.state is ListState.DONE
    assert made.content is None
    assert made.outcome["counts"]["created"] == 2


def test_columns_may_be_understood_otherwise(office: TenantSession, admin: Member) -> None:
    made = uploaded(office, admin, a_row(1, secretary="Lê Văn An", deputy="Bùi Thị Ba"))
    columns = {column: place for place, column in enumerate(Column)}
    columns[Column.SECRETARY], columns[Column.DEPUTY] = 10, 8

    lists.understand(
        office, made, sheets=["DS chi bộ"], columns={"DS chi bộ": columns},
        actor=admin, limits=LIMITS,
    )  # fmt: skip
    with pytest.raises(UnreadableListError):
        lists.understand(
            office, made, sheets=["DS chi bộ"],
            columns={"DS chi bộ": {Column.WARD: 1, Column.SECRETARY: 8}},
            actor=admin, limits=LIMITS,
        )  # fmt: skip
    lists.confirm(office, made, only_sound=False, actor=admin)
    lists.take_over(office, made, limits=LIMITS)
    office.commit()

    held = office.execute(
        select(Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.role == Role.CELL_SECRETARY)
    ).scalars()
    assert list(held) == ["Bùi Thị Ba"]


def test_list_is_taken_over_once_and_by_who_confirmed_it(
    office: TenantSession, admin: Member
) -> None:
    made = taken(office, admin, a_list(a_row(1), a_row(2)))
    before = everything(office)

    lists.take_over(office, made, limits=LIMITS)
    office.commit()

    assert everything(office) == before
    events = office.scalars(select(AuditEvent).order_by(AuditEvent.seq)).all()
    assert [(event.kind, event.person_id) for event in events][-2:] == [
        ("list_confirmed", admin.person_id),
        ("list_onboarded", admin.person_id),
    ]
    assert list(verify(office)) == []
    with pytest.raises(ListRefusedError) as refusal:
        lists.confirm(office, made, only_sound=True, actor=admin)
    assert refusal.value.code == "settled"


def test_same_list_again_changes_nothing(office: TenantSession, admin: Member) -> None:
    content = with_officers(an_officer(), an_officer(phone="0901000002", role="Ủy viên BTV"))
    taken(office, admin, content)
    before = everything(office)

    again = taken(office, admin, content)

    assert everything(office) == before
    assert again.outcome["counts"]["unchanged"] == 4
    effects = select(func.count()).select_from(ListEffect).where(ListEffect.list_id == again.id)
    assert office.scalar(effects) == 0


def test_new_upload_drops_the_one_left_unconfirmed(office: TenantSession, admin: Member) -> None:
    first = uploaded(office, admin, a_row(1))
    second = uploaded(office, admin, a_row(2))
    office.refresh(first)

    assert (first.state, first.content, first.summary) == (ListState.DROPPED, None, {})
    assert [found.id for found in lists.recent_lists(office)] == [second.id]


def test_undoing_takes_away_what_was_made_and_sets_back_what_was_changed(
    office: TenantSession, admin: Member
) -> None:
    taken(office, admin, a_list(a_row(1), a_row(2)))
    before, people = without_people(office), everything(office)
    second = taken(
        office,
        admin,
        workbook(
            Page(
                [
                    HEADINGS,
                    a_row(1, official=40, secretary="Người Mới", secretary_phone="0903000001"),
                    a_row(2, secretary_phone="0912 000 002", deputy="Trần Văn Phó Hai"),
                    a_row(3, ward="Phường Hoa Đào"),
                ]
            ),
            Page([with_officers_headings(), an_officer(role="Ủy viên BTV")], name="Cán bộ"),
        ),
    )
    assert without_people(office) != before

    undone(office, admin, second)

    assert without_people(office) == before
    assert second.state is ListState.UNDONE
    enabled = select(Person.id).where(Person.disabled_at.is_(None))
    assert set(office.scalars(enabled)) == {
        row[1] for row in people if row[1] in set(office.scalars(select(Person.id)))
    }
    phones = set(office.scalars(select(Account.phone).where(Account.disabled_at.is_(None))))
    assert phones == {
        "+84900000001", "+84912345001", "+84912345002", "+84987654001", "+84987654002",
    }  # fmt: skip
    assert "list_undone" in office.scalars(select(AuditEvent.kind)).all()


def test_list_taken_again_after_undoing_brings_its_people_back(
    office: TenantSession, admin: Member
) -> None:
    content = with_officers(an_officer())
    undone(office, admin, taken(office, admin, content))
    assert office.scalar(select(func.count()).select_from(OrgUnit)) == 1

    again = taken(office, admin, content)

    assert again.outcome["counts"]["faulty"] == 0
    assert office.scalars(select(Person).where(Person.disabled_at.is_not(None))).all() == []
    assert office.scalar(select(func.count()).select_from(Person)) == 6
    assert office.scalar(select(func.count()).select_from(Account)) == 6
    codes = office.scalars(select(OrgUnit.code).order_by(OrgUnit.code)).all()
    assert codes == ["goc", "hoa-mai", "hoa-mai-to-dan-pho-1", "hoa-mai-to-dan-pho-2"]
    undone(office, admin, again)
    assert office.scalar(select(func.count()).select_from(OrgUnit)) == 1


def test_person_who_was_disabled_by_hand_does_not_come_back_with_a_list(
    office: TenantSession, admin: Member
) -> None:
    taken(office, admin, a_list(a_row(1)))
    secretary = office.scalars(select(Person).where(Person.name == "Lê Thị Bí Thư 1")).one()
    secretary.disabled_at = clock.now(office)
    office.commit()

    made = lists.upload(office, "x.xlsx", a_list(a_row(1)), actor=admin, limits=LIMITS)

    assert [row["faults"][0]["code"] for row in made.summary["faulty"]] == ["person_disabled"]


def refusal_of(session: TenantSession, made: UploadedList, admin: Member) -> str:
    with pytest.raises(ListRefusedError) as refusal:
        undoing.ask_undo(session, made, actor=admin)
    return refusal.value.code


def test_list_is_not_undone_once_somebody_signed_in(office: TenantSession, admin: Member) -> None:
    made = taken(office, admin, a_list(a_row(1)))
    account = office.scalars(select(Account).where(Account.phone == "+84912345001")).one()
    begin_sign_in(office, account, device="Chrome")
    office.commit()

    assert refusal_of(office, made, admin) == "depends"


def test_list_is_not_undone_once_somebody_else_holds_a_role_in_its_units(
    office: TenantSession, admin: Member
) -> None:
    made = taken(office, admin, a_list(a_row(1)))
    ward = office.scalars(select(OrgUnit).where(OrgUnit.code == "hoa-mai")).one()
    appoint(
        office, add_person(office, "Bùi Văn Ba", phone="+84903000009"), Role.WARD_OFFICE, unit=ward
    )
    office.commit()

    assert refusal_of(office, made, admin) == "depends"


def test_list_is_not_undone_once_what_it_changed_was_changed_again(
    office: TenantSession, admin: Member
) -> None:
    taken(office, admin, a_list(a_row(1)))
    second = taken(office, admin, a_list(a_row(1, official=40)))
    third = taken(office, admin, a_list(a_row(1, official=50)))

    assert refusal_of(office, second, admin) == "changed"
    undone(office, admin, third)
    undone(office, admin, second)
    cell = office.scalars(select(OrgUnit).where(OrgUnit.code.like("%-1"))).one()
    assert cell.members_official == 28


def test_list_is_not_undone_after_a_day(office: TenantSession, admin: Member) -> None:
    made = taken(office, admin, a_list(a_row(1)))

    with clock.moved(timedelta(hours=24, minutes=1)):
        assert refusal_of(office, made, admin) == "too_late"
    assert refusal_of_unconfirmed(office, admin) == "settled"


def refusal_of_unconfirmed(session: TenantSession, admin: Member) -> str:
    return refusal_of(session, uploaded(session, admin, a_row(7)), admin)


def with_officers_headings() -> Row:
    return ("Đơn vị", "Họ và tên", "Số điện thoại", "Vai trò", "Bộ phận", "Ban", "Từ ngày")
