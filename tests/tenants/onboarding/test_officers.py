"""The sheet of officers: people of offices, appraisers and bodies, beside the list of cells."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.bodies import Body, BodyMember, Seat
from tenants.members import SYSTEM
from tenants.onboarding.reading import read_list
from tenants.onboarding.storing import Outcome, onboard
from tenants.people import Account, Membership, Person
from tenants.roles import Role
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from tests.tenants.onboarding.spreadsheets import HEADINGS, Page, Row, Value, a_row, workbook

OFFICERS: Row = (
    "Đơn vị", "Họ và tên", "Số điện thoại", "Vai trò", "Bộ phận", "Ban Thường vụ", "Từ ngày",
)  # fmt: skip


def an_officer(**changes: Value) -> Row:
    """Make a row of the ward's office without a fault, with changes by column."""
    values: dict[str, Value] = {
        "unit": "Phường Hoa Mai",
        "name": "Trần Văn Hùng",
        "phone": "0901 000 001",
        "role": "Văn phòng",
        "desk": None,
        "body": None,
        "since": None,
    }
    assert changes.keys() <= values.keys()
    return list((values | changes).values())


def with_officers(*rows: Row) -> bytes:
    return workbook(
        Page([HEADINGS, a_row(1), a_row(2)], name="Chi bộ"),
        Page([["DANH SÁCH CÁN BỘ"], OFFICERS, *rows], name="Cán bộ"),
    )


def roles(session: TenantSession) -> list[tuple[str, str, str, str, date]]:
    """List who holds which role where, cell secretaries and deputies left out."""
    rows = session.execute(
        select(Person.name, Membership.role, OrgUnit.name, Membership.desk, Membership.valid_from)
        .join(Person, Person.id == Membership.person_id)
        .join(OrgUnit, OrgUnit.id == Membership.unit_id)
        .where(Membership.role.not_in([Role.CELL_SECRETARY, Role.CELL_DEPUTY]))
        .order_by(Membership.id)
    )
    return [tuple(row) for row in rows]


def take(session: TenantSession, *rows: Row) -> Outcome:
    outcome = onboard(session, read_list(with_officers(*rows)), actor=SYSTEM)
    session.commit()
    session.expire_all()
    return outcome


@pytest.mark.parametrize(
    ("changes", "role", "unit", "desk"),
    [
        ({}, Role.WARD_OFFICE, "Phường Hoa Mai", ""),
        ({"unit": "P. Hoa mai"}, Role.WARD_OFFICE, "Phường Hoa Mai", ""),
        ({"unit": "Thành ủy Bình An"}, Role.CITY_OFFICE, "Thành ủy Bình An", ""),
        ({"unit": None, "role": "Quản trị"}, Role.TENANT_ADMIN, "Thành ủy Bình An", ""),
        ({"unit": None, "role": "Ban Tổ chức"}, Role.CITY_ORG_DEPT, "Thành ủy Bình An", ""),
        ({"role": "Ban Tổ chức"}, Role.APPRAISER, "Phường Hoa Mai", "organisation"),
        ({"role": "UBKT Đảng ủy"}, Role.APPRAISER, "Phường Hoa Mai", "inspection"),
        (
            {"role": "Bộ phận thẩm định", "desk": "Tuyên giáo"},
            Role.APPRAISER, "Phường Hoa Mai", "propaganda",
        ),
        ({"role": "thu ky phien hop"}, Role.SITTING_RECORDER, "Phường Hoa Mai", ""),
        ({"unit": None, "role": "Giám sát, chỉ xem"}, Role.AUDITOR, "Thành ủy Bình An", ""),
        (
            {"unit": "Chi bộ TDP 1, phường Hoa Mai", "role": "Cấp ủy viên phụ trách"},
            Role.SUPERVISOR, "Chi bộ Tổ dân phố 1", "",
        ),
    ],
)  # fmt: skip
def test_words_of_an_office_become_a_role_in_a_unit(
    office: TenantSession, changes: dict[str, Value], role: Role, unit: str, desk: str
) -> None:
    outcome = take(office, an_officer(**changes))

    assert outcome.rejected == []
    assert roles(office) == [("Trần Văn Hùng", role, unit, desk, clock.today(office))]
    assert office.scalar(select(Account.phone).where(Account.phone == "+84901000001"))


def test_standing_committee_gets_its_body_with_seats_in_the_order_of_the_list(
    office: TenantSession,
) -> None:
    outcome = take(
        office,
        an_officer(name="Lê Quang Minh", role="Bí thư Đảng ủy", since="01/3/2026"),
        an_officer(name="Vũ Thị Hà", phone="0901000002", role="Phó Bí thư Thường trực"),
        an_officer(name="Bùi Văn Ba", phone="0901000003", role="Ủy viên Ban Thường vụ"),
    )

    assert (outcome.rows, outcome.created, outcome.officers) == (5, 5, 3)
    body = office.scalars(select(Body)).one()
    assert body.name == "Ban Thường vụ Đảng ủy phường Hoa Mai"
    seats = office.scalars(select(BodyMember).order_by(BodyMember.position)).all()
    assert [(seat.person.name, seat.seat, seat.post, seat.position) for seat in seats] == [
        ("Lê Quang Minh", Seat.CHAIR, "Bí thư Đảng ủy", 1),
        ("Vũ Thị Hà", Seat.DEPUTY, "Phó Bí thư Thường trực", 2),
        ("Bùi Văn Ba", Seat.MEMBER, "Ủy viên Ban Thường vụ", 3),
    ]
    assert seats[0].valid_from == date(2026, 3, 1)
    assert [role for _, role, *_ in roles(office)] == [
        Role.COMMITTEE_CHAIR, Role.COMMITTEE_MEMBER, Role.COMMITTEE_MEMBER,
    ]  # fmt: skip


def test_same_phone_and_name_in_both_sheets_is_one_person_with_two_roles(
    office: TenantSession,
) -> None:
    secretary, phone = str(a_row(1)[8]), a_row(1)[9]

    take(
        office,
        an_officer(name=f"Đ/c {secretary}", phone=phone),
        an_officer(name=secretary, phone=phone, role="Ủy viên BTV"),
    )

    people = office.scalars(select(Person).where(Person.name == secretary)).all()
    held = office.scalars(
        select(Membership.role)
        .where(Membership.person_id == people[0].id)
        .order_by(Membership.role)
    ).all()
    assert len(people) == 1
    assert held == [Role.CELL_SECRETARY, Role.COMMITTEE_MEMBER, Role.WARD_OFFICE]


def test_second_run_changes_nothing(office: TenantSession) -> None:
    rows = [
        an_officer(name="Lê Quang Minh", role="Chủ trì", since="1/3/26"),
        an_officer(phone="0901 000 002", role="Kiểm tra"),
        an_officer(name="Mã Thị Thu", phone=None),
    ]
    take(office, *rows)
    before = roles(office)

    outcome = take(office, *rows)

    assert (outcome.created, outcome.updated, outcome.unchanged) == (0, 0, 5)
    assert roles(office) == before
    assert len(office.scalars(select(BodyMember)).all()) == 1


@pytest.mark.parametrize(
    ("changes", "code", "message"),
    [
        ({"name": None}, "missing_officer", "Chưa có họ và tên cán bộ. Ghi đầy đủ họ và tên."),
        (
            {"role": "Lái xe"},
            "role_unknown",
            "Chưa rõ vai trò “Lái xe”. Ghi như trong tệp mẫu, ví dụ: Văn phòng.",
        ),
        (
            {"role": "Thẩm định"},
            "desk_unknown",
            "Chưa rõ bộ phận thẩm định. Ghi: tổ chức, kiểm tra, tuyên giáo hoặc văn phòng.",
        ),
        (
            {"role": "Quản trị"},
            "role_elsewhere",
            "Vai trò Quản trị không thuộc đơn vị này. Xem lại đơn vị hoặc vai trò.",
        ),
        ({"phone": "0901 000"}, "phone_short", "Thiếu 3 chữ số. Số di động có 10 số."),
        (
            {"phone": "0912 345 002"},
            "phone_taken",
            (
                "Trùng số với dòng 3 trang tính “Chi bộ” (Lê Thị Bí Thư 2). "
                "Ghi số riêng của mỗi đồng chí."
            ),
        ),
        (
            {"since": "31/02/2026"},
            "bad_day",
            "Ngày không đúng. Ghi ngày/tháng/năm, ví dụ: 01/03/2026.",
        ),
    ],
)
def test_faulty_officer_is_left_out_and_told(
    changes: dict[str, Value], code: str, message: str
) -> None:
    reading = read_list(with_officers(an_officer(**changes)))

    assert [(fault.sheet, fault.row, fault.code, fault.message) for fault in reading.rejected] == [
        ("Cán bộ", 3, code, message)
    ]
    assert reading.officers == []
    assert len(reading.cells) == 2


@pytest.mark.parametrize(
    "unit",
    ["Phường Hoa Đào", "Chi bộ Tổ dân phố 9, phường Hoa Mai", "Chi bộ Tổ dân phố 1"],
)
def test_unit_that_is_not_there_leaves_the_row_out(office: TenantSession, unit: str) -> None:
    role = "phụ trách" if unit.startswith("Chi bộ") else "Văn phòng"

    outcome = take(office, an_officer(unit=unit, role=role))

    assert [fault.code for fault in outcome.rejected] in (["unit_unknown"], ["role_elsewhere"])
    assert roles(office) == []


def test_date_may_be_a_real_one_and_signatures_below_are_no_officers() -> None:
    reading = read_list(
        with_officers(
            an_officer(since="05-03-2026"),
            [],
            ["", "T/M BAN THƯỜNG VỤ"],
            ["", "Nguyễn Văn Ký"],
        )
    )

    assert [officer.since for officer in reading.officers] == [date(2026, 3, 5)]
    assert reading.rejected == []
