"""Whom a visitor of the demo may sign in as: one comrade of each role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select, true

from tenants.people import Account, Membership, Person
from tenants.platform.accounts import POST, list_accounts
from tenants.roles import Role
from tenants.text.phones import show_phone
from tenants.units import OrgUnit
from tenants.wall import TenantSession

CELL = "Chi bộ Tổ dân phố 6"
WARD = "Phường Tân Giang"
CITY = "Thành ủy"
CLAIMING, RETURNED = "Chi bộ Tổ dân phố 5", "Chi bộ Tổ dân phố 4"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A role to show: in the unit whose name begins so, under the unit with the other name."""

    label: str
    role: Role
    unit: str
    under: str = ""
    desk: str = ""


HA_TINH = (
    Wanted("Bí thư chi bộ", Role.CELL_SECRETARY, CELL, WARD),
    Wanted("Phó Bí thư chi bộ", Role.CELL_DEPUTY, CELL, WARD),
    Wanted("Đảng ủy viên phụ trách chi bộ", Role.SUPERVISOR, CELL, WARD),
    Wanted("Văn phòng Đảng ủy, thư ký phiên họp", Role.SITTING_RECORDER, WARD),
    Wanted("Chủ trì thẩm định (tổ chức)", Role.APPRAISER, WARD, desk="organisation"),
    Wanted("Thẩm định (kiểm tra)", Role.APPRAISER, WARD, desk="inspection"),
    Wanted("Chủ trì Ban Thường vụ Đảng ủy", Role.COMMITTEE_CHAIR, WARD),
    Wanted("Ủy viên Ban Thường vụ Đảng ủy", Role.COMMITTEE_MEMBER, WARD),
    Wanted("Ban Tổ chức Thành ủy", Role.CITY_ORG_DEPT, CITY),
    Wanted("Văn phòng Thành ủy", Role.CITY_OFFICE, CITY),
    Wanted("Kiểm tra Thành ủy", Role.APPRAISER, CITY, desk="inspection"),
    Wanted("Chủ trì Ban Thường vụ Thành ủy", Role.COMMITTEE_CHAIR, CITY),
    Wanted("Ủy viên Ban Thường vụ Thành ủy", Role.COMMITTEE_MEMBER, CITY),
    Wanted("Quản trị", Role.TENANT_ADMIN, CITY),
    Wanted("Giám sát, chỉ xem", Role.AUDITOR, CITY),
    Wanted("Văn phòng nơi có nhiều đăng ký mới", Role.SITTING_RECORDER, "Xã Thạch Hưng"),
    Wanted("Thẩm định, được ủy quyền thay chủ trì", Role.APPRAISER, "Phường Đại Nài",
           desk="inspection"),
    Wanted("Thư ký phiên họp đang mở", Role.SITTING_RECORDER, "Phường Nguyễn Du"),
    Wanted("Chủ trì thẩm định nơi đang thẩm định", Role.APPRAISER, "Phường Đại Nài",
           desk="organisation"),
    Wanted("Thẩm định (kiểm tra) nơi đang thẩm định", Role.APPRAISER, "Phường Đại Nài",
           desk="inspection"),
    Wanted("Chủ trì phiên họp đang bỏ phiếu kín", Role.COMMITTEE_CHAIR, "Phường Nguyễn Du"),
    Wanted("Ủy viên phiên họp đang bỏ phiếu kín", Role.COMMITTEE_MEMBER, "Phường Nguyễn Du"),
    Wanted("Bí thư chi bộ đang tự đánh giá", Role.CELL_SECRETARY, "Chi bộ Tổ dân phố 1",
           "Phường Hà Huy Tập"),
    Wanted("Bí thư chi bộ được trả lại để bổ sung", Role.CELL_SECRETARY, "Chi bộ Tổ dân phố 4",
           "Phường Đại Nài"),
)  # fmt: skip
BINH_AN = (
    Wanted("Bí thư chi bộ", Role.CELL_SECRETARY, "Chi bộ", "Phường Hoa Mai"),
    Wanted("Văn phòng Đảng ủy", Role.SITTING_RECORDER, "Phường Hoa Mai"),
    Wanted("Bí thư chi bộ khai điểm thưởng", Role.CELL_SECRETARY, CLAIMING, "Phường Hoa Đào"),
    Wanted(
        "Bí thư chi bộ được trả lại để bổ sung", Role.CELL_SECRETARY, RETURNED, "Phường Hoa Đào"
    ),
    Wanted(
        "Chủ trì thẩm định có điểm thưởng, điểm trừ",
        Role.APPRAISER,
        "Phường Hoa Đào",
        desk="organisation",
    ),
    Wanted("Ban Tổ chức Thành ủy", Role.CITY_ORG_DEPT, CITY),
    Wanted("Văn phòng Thành ủy", Role.CITY_OFFICE, CITY),
    Wanted("Văn phòng đảng bộ cơ sở đã xong các chi bộ", Role.SITTING_RECORDER, "Xã Hoa Sen"),
    Wanted("Chủ trì Ban Thường vụ đảng bộ cơ sở", Role.COMMITTEE_CHAIR, "Phường Hoa Mai"),
    Wanted("Văn phòng đảng bộ cơ sở còn chờ chi bộ", Role.SITTING_RECORDER, "Phường Hoa Đào"),
    Wanted("Quản trị", Role.TENANT_ADMIN, CITY),
)
LAM_HONG = (
    Wanted("Bí thư chi bộ ở phường sáp nhập", Role.CELL_SECRETARY, "Chi bộ Tổ dân phố 2 (Tân"),
    Wanted("Văn phòng Đảng ủy", Role.WARD_OFFICE, "Phường Thành Sen"),
    Wanted("Quản trị, đặt lớp bảo vệ lần đầu", Role.TENANT_ADMIN, "Tỉnh ủy"),
)
TO_TRY = {"ha-tinh": HA_TINH, "binh-an": BINH_AN, "lam-hong": LAM_HONG}


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody to sign in as."""

    role: str
    name: str
    phone: str
    address: str


def people_to_try(session: TenantSession, slug: str, address: str) -> Iterator[Line]:
    """Give a line for each role of a city; ``address`` is where the service is reached."""
    parent = select(OrgUnit.id, OrgUnit.name).subquery()
    for wanted in TO_TRY[slug]:
        row = session.execute(
            select(Person.name, Account.phone, OrgUnit.name.label("unit"))
            .join(Account, Account.person_id == Person.id)
            .join(Membership, Membership.person_id == Person.id)
            .join(OrgUnit, OrgUnit.id == Membership.unit_id)
            .outerjoin(parent, parent.c.id == OrgUnit.parent_id)
            .where(
                Membership.role == wanted.role,
                Membership.desk == wanted.desk,
                OrgUnit.name.startswith(wanted.unit),
                (parent.c.name == wanted.under) if wanted.under else true(),
            )
            .order_by(OrgUnit.sort_key, Membership.id)
            .limit(1)
        ).one()
        place = f", {row.unit}" if wanted.unit != CITY else ""
        yield Line(f"{wanted.label}{place}", row.name, show_phone(row.phone), f"{address}/{slug}")


def operators_to_try(session: TenantSession, address: str) -> Iterator[Line]:
    """Give a line for each of the platform's people."""
    for account in list_accounts(session):
        yield Line(POST, account.name, show_phone(account.phone), f"{address}/he-thong")


def as_table(lines: list[Line]) -> str:
    """Write lines below one another, each column as wide as it must be."""
    rows = [("Vai trò", "Họ và tên", "Điện thoại", "Địa chỉ")]
    rows += [(line.role, line.name, line.phone, line.address) for line in lines]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
