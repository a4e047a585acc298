"""The sheet of officers: where its headings stand, and what its words for roles mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from tenants.bodies import Seat
from tenants.onboarding.headings import LOOKED_THROUGH
from tenants.onboarding.sheet_values import as_text
from tenants.onboarding.workbook import Sheet
from tenants.roles import Role
from tenants.text.folding import search_forms


class OfficerColumn(StrEnum):
    """What a column of the sheet of officers holds."""

    UNIT = "officer_unit"
    NAME = "officer_name"
    PHONE = "officer_phone"
    ROLE = "officer_role"
    DESK = "officer_desk"
    BODY = "officer_body"
    SINCE = "officer_since"


LABELS = {
    OfficerColumn.UNIT: "Đơn vị",
    OfficerColumn.NAME: "Họ và tên",
    OfficerColumn.PHONE: "Số điện thoại",
    OfficerColumn.ROLE: "Vai trò",
    OfficerColumn.DESK: "Bộ phận thẩm định",
    OfficerColumn.BODY: "Ban Thường vụ",
    OfficerColumn.SINCE: "Từ ngày",
}
_NEEDED = (OfficerColumn.UNIT, OfficerColumn.NAME, OfficerColumn.ROLE)
_WORDS: list[tuple[OfficerColumn, tuple[str, ...]]] = [
    (OfficerColumn.PHONE, ("dien thoai", "di dong", "sdt", "dtdd")),
    (OfficerColumn.NAME, ("ho va ten", "ho ten", "ten can bo")),
    (OfficerColumn.DESK, ("bo phan",)),
    (OfficerColumn.BODY, ("ban thuong vu", "co quan quyet dinh", "tap the")),
    (OfficerColumn.ROLE, ("vai tro", "chuc vu", "nhiem vu", "chuc danh")),
    (OfficerColumn.SINCE, ("tu ngay", "tu khi", "ngay bat dau")),
    (OfficerColumn.UNIT, ("don vi", "phuong", "xa", "dang bo", "dang uy")),
]


@dataclass(frozen=True, slots=True)
class OfficerHeadings:
    """Where each column of the sheet stands (from 0), and where the rows begin."""

    columns: dict[OfficerColumn, int]
    written: dict[OfficerColumn, str]
    first_row: int

    @property
    def complete(self) -> bool:
        """Whether the sheet is one of officers."""
        return all(column in self.columns for column in _NEEDED)

    def label(self, column: StrEnum) -> str:
        """Return the column's heading as the list writes it."""
        return self.written.get(OfficerColumn(column)) or LABELS[OfficerColumn(column)]

    def has(self, column: StrEnum) -> bool:
        """Tell whether the sheet has the column."""
        return column in self.columns


def officer_headings(sheet: Sheet) -> OfficerHeadings | None:
    """Return the headings of a sheet of officers, or nothing if it is none."""
    for row in range(min(len(sheet.rows), LOOKED_THROUGH)):
        columns: dict[OfficerColumn, int] = {}
        texts = [as_text(value) for value in sheet.rows[row]]
        for place, text in enumerate(texts):
            column = _column_of(text)
            if column is not None:
                columns.setdefault(column, place)
        headings = OfficerHeadings(
            columns, {column: texts[place] for column, place in columns.items()}, row + 1
        )
        if headings.complete:
            return headings
    return None


def _column_of(heading: str) -> OfficerColumn | None:
    if len(heading) > 60:
        return None
    for form in search_forms(heading):
        words = f" {' '.join(re.findall(r'[a-z0-9]+', form))} "
        for column, signs in _WORDS:
            if any(f" {sign} " in words for sign in signs):
                return column
    return None


@dataclass(frozen=True, slots=True)
class OfficerRole:
    """What a word for a role means in the tenant's own committee and below it."""

    below: Role | None
    above: Role | None
    desk: str = ""
    seat: Seat | None = None


# The first line whose words occur decides.
_ROLES: list[tuple[tuple[str, ...], OfficerRole]] = [
    (("pho bi thu chi bo",), OfficerRole(Role.CELL_DEPUTY, None)),
    (("bi thu chi bo",), OfficerRole(Role.CELL_SECRETARY, None)),
    (("quan tri",), OfficerRole(None, Role.TENANT_ADMIN)),
    (("thu ky",), OfficerRole(Role.SITTING_RECORDER, Role.SITTING_RECORDER)),
    (("giam sat", "chi xem"), OfficerRole(None, Role.AUDITOR)),
    (("phu trach", "theo doi"), OfficerRole(Role.SUPERVISOR, None)),
    (
        ("chu tri ban thuong vu", "chu tri"),
        OfficerRole(Role.COMMITTEE_CHAIR, Role.COMMITTEE_CHAIR, seat=Seat.CHAIR),
    ),
    (
        ("pho bi thu",),
        OfficerRole(Role.COMMITTEE_MEMBER, Role.COMMITTEE_MEMBER, seat=Seat.DEPUTY),
    ),
    (("bi thu",), OfficerRole(Role.COMMITTEE_CHAIR, Role.COMMITTEE_CHAIR, seat=Seat.CHAIR)),
    (
        ("uy vien",),
        OfficerRole(Role.COMMITTEE_MEMBER, Role.COMMITTEE_MEMBER, seat=Seat.MEMBER),
    ),
    (("kiem tra",), OfficerRole(Role.APPRAISER, Role.APPRAISER, desk="inspection")),
    (("tuyen giao",), OfficerRole(Role.APPRAISER, Role.APPRAISER, desk="propaganda")),
    (("mat tran",), OfficerRole(Role.APPRAISER, Role.APPRAISER, desk="front")),
    (("tham dinh",), OfficerRole(Role.APPRAISER, Role.APPRAISER)),
    (("van phong",), OfficerRole(Role.WARD_OFFICE, Role.CITY_OFFICE)),
    (("to chuc",), OfficerRole(Role.APPRAISER, Role.CITY_ORG_DEPT, desk="organisation")),
]
_DESKS = {
    "organisation": ("to chuc", "xay dung dang"),
    "inspection": ("kiem tra",),
    "propaganda": ("tuyen giao", "tuyen huan"),
    "office": ("van phong",),
    "front": ("mat tran",),
}


def role_in(text: str) -> OfficerRole | None:
    """Return the role that words such as ``Văn phòng`` or ``Ủy viên BTV`` speak of."""
    for form in search_forms(text)[::-1]:
        words = f" {' '.join(re.findall(r'[a-z0-9]+', form))} "
        for signs, role in _ROLES:
            if any(f" {sign} " in words for sign in signs):
                return role
    return None


def desk_in(text: str) -> str:
    """Return the desk of appraisal that words speak of, or nothing."""
    folded = search_forms(text)[-1]
    return next(
        (desk for desk, signs in _DESKS.items() if any(sign in folded for sign in signs)), ""
    )
