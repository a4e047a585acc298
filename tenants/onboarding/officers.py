"""Reads the sheet of officers: who works in an office, appraises, or sits on a body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tenants.onboarding.entries import AnyColumn, Entry, Fixes
from tenants.onboarding.listed import ListedOfficer, ListedPerson
from tenants.onboarding.officer_headings import (
    OfficerColumn,
    OfficerHeadings,
    desk_in,
    role_in,
)
from tenants.onboarding.remarks import Remarks
from tenants.onboarding.rows import is_no_phone, person_name, read_phone
from tenants.onboarding.sheet_values import as_text
from tenants.onboarding.workbook import Sheet
from tenants.roles import Role
from tenants.text.dates import BadDateError, parse_date
from tenants.text.folding import search_key

_CELL = re.compile(r"(?:chi bộ|cb)\b.*", re.IGNORECASE)
_BELOW = re.compile(r"(?<!thi )\b(phuong|xa|thi tran|dac khu|p\.|x\.)(?!\w)")
_NO_BODY = frozenset({"", "-", "không", "khong"})


@dataclass(frozen=True, slots=True)
class _Where:
    unit: str
    cell: str


def officer_entries(
    sheet: Sheet, headings: OfficerHeadings, fixes: Fixes | None = None
) -> list[Entry]:
    """Return the rows of the sheet: those with a name or a phone and something said of it."""
    found = []
    for place in range(headings.first_row, len(sheet.rows)):
        line = sheet.rows[place]
        values: dict[AnyColumn, Any] = {
            column: line[at] for column, at in headings.columns.items() if line[at] != ""
        }
        values |= {
            OfficerColumn(column): text for column, text in (fixes or {}).get(place + 1, {}).items()
        }
        texts = {column: text for column, value in values.items() if (text := as_text(value))}
        # A signature below the list has a name and no role, and no phone.
        if OfficerColumn.ROLE in texts or OfficerColumn.PHONE in texts:
            found.append(
                Entry(place + 1, texts.get(OfficerColumn.UNIT, ""), values, texts, sheet.name)
            )
    return found


def read_officer(entry: Entry, remarks: Remarks) -> ListedOfficer | None:
    """Read one row; what is wrong in it goes to ``remarks``, and a rejected row gives nobody."""
    before = len(remarks.rejected)
    where = _where(entry.text(OfficerColumn.UNIT))
    name = person_name(entry.text(OfficerColumn.NAME))
    phone = read_phone(entry, OfficerColumn.PHONE, remarks)
    if not name:
        remarks.reject(entry, OfficerColumn.NAME, "missing_officer")
    elif is_no_phone(entry.text(OfficerColumn.PHONE)):
        remarks.warn(entry, OfficerColumn.PHONE, "missing_phone", name=name)
    said = entry.text(OfficerColumn.ROLE)
    meant = role_in(said)
    role = None if meant is None else (meant.below if where.unit else meant.above)
    if meant is None:
        remarks.reject(entry, OfficerColumn.ROLE, "role_unknown", said=said)
    elif role is None:
        remarks.reject(entry, OfficerColumn.UNIT, "role_elsewhere", role=said)
    desk = desk_in(entry.text(OfficerColumn.DESK)) or (meant.desk if meant else "")
    if role is Role.APPRAISER and not desk:
        remarks.reject(entry, OfficerColumn.DESK, "desk_unknown")
    since = _day(entry, remarks)
    if meant is None or role is None or len(remarks.rejected) > before:
        return None
    body = entry.text(OfficerColumn.BODY)
    return ListedOfficer(
        row=entry.row,
        sheet=entry.sheet,
        unit=where.unit,
        cell=where.cell,
        person=ListedPerson(name, phone),
        role=role,
        desk=desk if role is Role.APPRAISER else "",
        seat=meant.seat,
        body="" if body.lower() in _NO_BODY else body,
        post=said if meant.seat else "",
        since=since,
    )


def _where(text: str) -> _Where:
    """Read ``Phường Hoa Mai``, ``Chi bộ Tổ dân phố 6, phường Hoa Mai``, or the own committee."""
    parts = [part.strip() for part in re.split(r"[,;]", text)]
    cell = next((part for part in parts if _CELL.fullmatch(part)), "")
    ward = next((part for part in parts if part != cell and _is_below(part)), "")
    return _Where(ward, cell)


def _is_below(name: str) -> bool:
    return bool(_BELOW.search(search_key(name)))


def _day(entry: Entry, remarks: Remarks) -> date | None:
    value = entry.values.get(OfficerColumn.SINCE)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = entry.text(OfficerColumn.SINCE)
    if not text:
        return None
    try:
        return parse_date(text)
    except BadDateError:
        remarks.reject(entry, OfficerColumn.SINCE, "bad_day")
        return None
