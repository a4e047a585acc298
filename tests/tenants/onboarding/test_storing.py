"""A list is taken over: new is created, different is changed, the rest is left alone."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import OperationalError

from tenants import clock
from tenants.audit import AuditEvent, verify
from tenants.members import SYSTEM
from tenants.onboarding.listed import Reading
from tenants.onboarding.reading import read_list
from tenants.onboarding.standing import load_standing
from tenants.onboarding.storing import Outcome, onboard, preview
from tenants.opening import open_tenant
from tenants.people import Account, Membership, Person
from tenants.roles import Role
from tenants.tenant import Level
from tenants.units import OrgUnit, Sector, UnitKind, root_unit
from tenants.wall import TenantSession, open_session
from tests.tenants.onboarding.spreadsheets import Row, Value, a_list, a_row

HA_TINH = Path(__file__).parents[3] / "demo/ha-tinh-2023.xlsx"
KEPT = (OrgUnit, Person, Account, Membership)


def take(session: TenantSession, *rows: Row) -> Outcome:
    """Take over a list of these rows, and commit."""
    return take_reading(session, read_list(a_list(*rows)))


def take_reading(session: TenantSession, reading: Reading) -> Outcome:
    outcome = onboard(session, reading, actor=SYSTEM)
    session.commit()
    session.expire_all()
    return outcome


def everything(session: TenantSession) -> list[tuple[Any, ...]]:
    """Return every row that an import could have written."""
    return [
        tuple(row)
        for model in KEPT
        for row in session.execute(select(*model.__table__.columns).order_by(model.id))
    ]


def cells(session: TenantSession) -> list[OrgUnit]:
    return list(
        session.scalars(
            select(OrgUnit).where(OrgUnit.kind == UnitKind.PARTY_CELL).order_by(OrgUnit.sort_key)
        )
    )


def leaders(session: TenantSession) -> list[tuple[str, str, str, str | None]]:
    """List who leads which cell today: cell, role, name and phone."""
    rows = session.execute(
        select(OrgUnit.name, Membership.role, Person.name, Account.phone)
        .join(Membership, Membership.unit_id == OrgUnit.id)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(Membership.valid_to.is_(None))
        .order_by(OrgUnit.sort_key, Membership.role.desc())
    )
    return [(cell, role, name, phone) for cell, role, name, phone in rows]


def test_list_of_ha_tinh_is_taken_over_whole(office: TenantSession) -> None:
    outcome = take_reading(office, read_list(HA_TINH.read_bytes()))

    assert outcome.as_json() == {
        "rows": 254,
        "created": 254,
        "updated": 0,
        "unchanged": 0,
        "wards": 15,
        "cells": 254,
        "people": 508,
        "rejected": [],
        "warnings": [],
    }
    assert [
        len(office.scalars(select(model)).all()) for model in (OrgUnit, Person, Account, Membership)
    ] == [1 + 15 + 254, 508, 508, 508]


def test_second_run_changes_nothing(office: TenantSession) -> None:
    reading = read_list(HA_TINH.read_bytes())
    take_reading(office, reading)
    before = everything(office)

    outcome = take_reading(office, reading)

    assert everything(office) == before
    assert outcome.counts() == {
        "rows": 254,
        "created": 0,
        "updated": 0,
        "unchanged": 254,
        "wards": 15,
        "cells": 254,
        "people": 508,
    }


def test_cell_stands_under_its_ward_with_its_numbers(office: TenantSession) -> None:
    take(office, a_row(6, sector="Trường học"), a_row(7, ward="Xã Hoa Sen"))

    wards = office.scalars(
        select(OrgUnit).where(OrgUnit.kind == UnitKind.WARD_COMMITTEE).order_by(OrgUnit.code)
    ).all()
    cell = cells(office)[0]
    assert [(ward.name, ward.code, ward.parent_id) for ward in wards] == [
        ("Phường Hoa Mai", "hoa-mai", root_unit(office).id),
        ("Xã Hoa Sen", "hoa-sen", root_unit(office).id),
    ]
    assert (cell.name, cell.code, cell.parent_id) == (
        "Chi bộ Tổ dân phố 6",
        "hoa-mai-to-dan-pho-6",
        wards[0].id,
    )
    assert (cell.sector, cell.search_key) == (Sector.SCHOOL, "chi bo to dan pho 6")
    assert (cell.members_official, cell.members_probationary, cell.members_exempted) == (28, 2, 3)
    assert (cell.valid_from, cell.valid_to) == (clock.today(office), None)


def test_names_that_differ_only_in_accents_get_codes_of_their_own(office: TenantSession) -> None:
    take(office, a_row(1, ward="Phường Tân Hà"), a_row(2, ward="Phường Tân Hạ"))

    codes = office.scalars(select(OrgUnit.code).where(OrgUnit.kind == UnitKind.WARD_COMMITTEE))
    assert sorted(codes) == ["tan-ha", "tan-ha-2"]


def test_leaders_get_an_account_and_their_role(office: TenantSession) -> None:
    take(office, a_row(6, deputy_phone=None))

    assert leaders(office) == [
        ("Chi bộ Tổ dân phố 6", Role.CELL_SECRETARY, "Lê Thị Bí Thư 6", "+84912345006"),
        ("Chi bộ Tổ dân phố 6", Role.CELL_DEPUTY, "Trần Văn Phó 6", None),
    ]


def test_leader_without_a_phone_is_not_made_twice(office: TenantSession) -> None:
    take(office, a_row(6, deputy_phone=None))
    before = everything(office)

    outcome = take(office, a_row(6, deputy_phone=None))

    assert outcome.unchanged == 1
    assert everything(office) == before


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "CB TDP 06"},
        {"ward": "Đảng bộ P. Hoa mai"},
        {"secretary": "Đ/c LÊ THỊ BÍ THƯ 6"},
        {"secretary_phone": "84.912.345.006"},
        {"deputy_phone": None},
        {"deputy": None, "deputy_phone": None},
    ],
)
def test_other_spelling_or_less_said_changes_nothing(
    office: TenantSession, changes: dict[str, Value]
) -> None:
    take(office, a_row(6))
    before = everything(office)

    outcome = take(office, a_row(6, **changes))

    assert (outcome.created, outcome.updated, outcome.unchanged) == (0, 0, 1)
    assert everything(office) == before


def test_new_numbers_are_written_into_the_cell(office: TenantSession) -> None:
    take(office, a_row(6), a_row(7))

    outcome = take(office, a_row(6), a_row(7, official=20, total=22, sector="Cơ quan"))

    assert (outcome.created, outcome.updated, outcome.unchanged) == (0, 1, 1)
    assert [(cell.members_official, cell.sector) for cell in cells(office)] == [
        (28, Sector.RESIDENTIAL),
        (20, Sector.AGENCY),
    ]


def test_new_secretary_takes_over_from_the_former_one(office: TenantSession) -> None:
    take(office, a_row(6))
    joined = office.scalars(select(Membership)).all()
    for membership in joined:
        membership.valid_from = clock.today(office) - timedelta(days=400)
    office.commit()

    outcome = take(office, a_row(6, secretary="Vũ Thị Mới", secretary_phone="0911 111 111"))

    today = clock.today(office)
    assert outcome.updated == 1
    assert leaders(office) == [
        ("Chi bộ Tổ dân phố 6", Role.CELL_SECRETARY, "Vũ Thị Mới", "+84911111111"),
        ("Chi bộ Tổ dân phố 6", Role.CELL_DEPUTY, "Trần Văn Phó 6", "+84987654006"),
    ]
    assert [
        (row.valid_from, row.valid_to)
        for row in office.scalars(
            select(Membership)
            .where(Membership.role == Role.CELL_SECRETARY)
            .order_by(Membership.valid_from)
        )
    ] == [(today - timedelta(days=400), today - timedelta(days=1)), (today, None)]


def test_former_secretary_may_come_back(office: TenantSession) -> None:
    take(office, a_row(6))
    take(office, a_row(6, secretary="Vũ Thị Mới", secretary_phone="0911 111 111"))

    take(office, a_row(6))

    assert leaders(office) == [
        ("Chi bộ Tổ dân phố 6", Role.CELL_SECRETARY, "Lê Thị Bí Thư 6", "+84912345006"),
        ("Chi bộ Tổ dân phố 6", Role.CELL_DEPUTY, "Trần Văn Phó 6", "+84987654006"),
    ]
    assert len(office.scalars(select(Person)).all()) == 3


def test_deputy_who_becomes_secretary_stays_one_person(office: TenantSession) -> None:
    take(office, a_row(6))

    take(
        office,
        a_row(
            6,
            secretary="Trần Văn Phó 6",
            secretary_phone="0987 654 006",
            deputy="Vũ Thị Mới",
            deputy_phone="0911 111 111",
        ),
    )

    assert leaders(office) == [
        ("Chi bộ Tổ dân phố 6", Role.CELL_SECRETARY, "Trần Văn Phó 6", "+84987654006"),
        ("Chi bộ Tổ dân phố 6", Role.CELL_DEPUTY, "Vũ Thị Mới", "+84911111111"),
    ]
    assert len(office.scalars(select(Person)).all()) == 3


def test_leader_with_a_new_phone_stays_one_person(office: TenantSession) -> None:
    take(office, a_row(6, deputy_phone=None))

    take(office, a_row(6, secretary_phone="0911 111 111", deputy_phone="0922 222 222"))

    assert [phone for *_, phone in leaders(office)] == ["+84911111111", "+84922222222"]
    assert len(office.scalars(select(Person)).all()) == 2


def test_leader_whose_name_is_corrected_stays_one_person(office: TenantSession) -> None:
    take(office, a_row(6))

    take(office, a_row(6, secretary="Lê Thị Bích Thư"))

    assert [name for _, _, name, _ in leaders(office)] == ["Lê Thị Bích Thư", "Trần Văn Phó 6"]
    assert office.scalars(
        select(Person.search_key).where(Person.name == "Lê Thị Bích Thư")
    ).all() == ["le thi bich thu"]


def test_one_comrade_who_leads_two_cells_is_one_person(office: TenantSession) -> None:
    outcome = take(
        office, a_row(6), a_row(7, secretary="Lê Thị Bí Thư 6", secretary_phone="0912 345 006")
    )

    assert outcome.people == 3
    assert len(office.scalars(select(Person)).all()) == 3
    assert len(leaders(office)) == 4


def test_phone_of_somebody_else_leaves_the_row_out_and_the_rest_in(office: TenantSession) -> None:
    take(office, a_row(5), a_row(6))
    before = everything(office)

    outcome = take(
        office,
        a_row(5),
        a_row(7, ward="Xã Hoa Sen", deputy="Vũ Thị Mới", deputy_phone="0912 345 006"),
    )

    assert (outcome.rows, outcome.unchanged, outcome.wards, outcome.cells) == (2, 1, 1, 1)
    assert [fault.as_json() for fault in outcome.rejected] == [
        {
            "row": 3,
            "column": "Số điện thoại phó bí thư",
            "value": "0912 345 006",
            "code": "phone_owned",
            "message": (
                "Số này đang là của Đ/c Lê Thị Bí Thư 6. Hỏi lại số, "
                "hoặc sửa ở trang của đồng chí ấy."
            ),
        }
    ]
    assert everything(office) == before


def test_rows_that_the_reading_rejected_are_counted_and_not_created(office: TenantSession) -> None:
    outcome = take(office, a_row(6), a_row(7, secretary_phone="0912"))

    assert (outcome.rows, outcome.created, outcome.cells) == (2, 1, 1)
    assert [fault.row for fault in outcome.rejected] == [3]
    assert [cell.name for cell in cells(office)] == ["Chi bộ Tổ dân phố 6"]


def test_preview_says_what_a_first_run_will_do(office: TenantSession) -> None:
    reading = read_list(a_list(a_row(6), a_row(7, name=None), a_row(8, total=1)))

    assert preview(reading) == onboard(office, reading, actor=SYSTEM)


@pytest.mark.usefixtures("nothing_untold")
def test_import_is_one_event_in_the_audit_trail(office: TenantSession) -> None:
    take(office, a_row(6), a_row(7))
    take(office, a_row(6, official=27), a_row(7, secretary_phone="0911 111 111"), a_row(8))

    events = office.scalars(
        select(AuditEvent).where(AuditEvent.kind == "list_onboarded").order_by(AuditEvent.seq)
    ).all()
    first, second = cells(office)[:2]
    assert [event.facts["created"] for event in events] == [2, 1]
    assert events[1].facts["changes"] == [
        {"row": 2, "unit": str(first.id), "changed": ["members_official"]},
        {"row": 3, "unit": str(second.id), "changed": ["cell_secretary:phone"]},
    ]
    assert list(verify(office)) == []


def test_number_of_statements_does_not_grow_with_the_list(
    office: TenantSession, statements: list[str]
) -> None:
    take(office, *(a_row(number) for number in range(1, 3)))
    few = len(statements)
    statements.clear()

    take(office, *(a_row(number) for number in range(11, 71)))

    assert len(statements) == few


def test_what_stands_is_read_after_a_running_import_has_ended(
    office: TenantSession, engine: Engine
) -> None:
    onboard(office, read_list(a_list(a_row(6))), actor=SYSTEM)

    with open_session(engine, office.tenant_id) as elsewhere:
        elsewhere.execute(text("SET LOCAL lock_timeout = '10ms'"))
        with pytest.raises(OperationalError, match="lock timeout"):
            load_standing(elsewhere)
        elsewhere.rollback()
        office.commit()

        assert set(load_standing(elsewhere).by_phone) == {"+84912345006", "+84987654006"}


def test_list_of_one_tenant_leaves_the_other_as_it_was(
    office: TenantSession, engine: Engine, platform: Engine
) -> None:
    with open_session(platform) as opening:
        other = open_tenant(
            opening, f"noi-khac-{uuid4().hex[:10]}", name="Thành ủy Khác",
            level=Level.DISTRICT, words={}, actor=SYSTEM,
        )  # fmt: skip
        opening.commit()
    with open_session(engine, other.id) as elsewhere:
        take(elsewhere, a_row(6))
        before = everything(elsewhere)

        outcome = take(office, a_row(6, secretary="Người Khác", official=20))

        elsewhere.rollback()
        assert outcome.created == 1
        assert everything(elsewhere) == before
