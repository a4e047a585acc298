"""Turns one row of a list into a cell, and notes what is wrong with it."""

from __future__ import annotations

import re

from tenants.onboarding.entries import AnyColumn, Entry
from tenants.onboarding.headings import COUNTS, Column
from tenants.onboarding.listed import ListedCell, ListedPerson
from tenants.onboarding.names import full_name
from tenants.onboarding.remarks import Remarks
from tenants.onboarding.sheet_values import BadCountError, as_count, is_old_font
from tenants.text.phones import BadPhoneError, parse_phone
from tenants.unit_classes.recognising import Recognition

_COMRADE = re.compile(r"(đ/c|đc\.|đồng chí)\s*", re.IGNORECASE)
_NO_PHONE = frozenset({"", "-", "–", "không", "không có", "chưa có"})
_NAMES = (Column.WARD, Column.NAME, Column.SECRETARY, Column.DEPUTY)


def read_cell(entry: Entry, ward: str, remarks: Remarks, meaning: Recognition) -> ListedCell:
    """Read a row's cell; ``ward`` is the spelling that the list agrees on.

    Faults go to ``remarks``; a row that was rejected there is not to be used.
    """
    _check_names(entry, remarks)
    total, official, probationary, exempted = _members(entry, remarks)
    secretary = _person(entry, Column.SECRETARY, Column.SECRETARY_PHONE, remarks)
    deputy = _person(entry, Column.DEPUTY, Column.DEPUTY_PHONE, remarks)
    if secretary is None and remarks.has(entry, Column.SECRETARY):
        remarks.warn(entry, Column.SECRETARY, "missing_secretary")
    sector, kind = _classes(entry, remarks, meaning)
    return ListedCell(
        row=entry.row,
        ward=ward,
        name=full_name(entry.text(Column.NAME)),
        sector=sector,
        total=total,
        official=official,
        probationary=probationary,
        exempted=exempted,
        secretary=secretary,
        deputy=deputy,
        kind=kind,
        sheet=entry.sheet,
    )


def _check_names(entry: Entry, remarks: Remarks) -> None:
    if not entry.ward:
        remarks.reject(entry, Column.WARD, "missing_ward")
    if not entry.text(Column.NAME):
        remarks.reject(entry, Column.NAME, "missing_name")
    for column in _NAMES:
        if is_old_font(entry.text(column)):
            remarks.reject(entry, column, "old_font")


def _classes(entry: Entry, remarks: Remarks, meaning: Recognition) -> tuple[str, str | None]:
    """Return sector and kind: what the list says of them, or else what the name tells.

    Many lists have one column for both: one that names a kind leaves the sector to the name.
    """
    said, name = entry.text(Column.SECTOR), entry.text(Column.NAME)
    kind = meaning.kind_in(said) or meaning.kind_in(name)
    sector = meaning.sector_in(said) if said else None
    if sector is None and (not said or meaning.kind_in(said)):
        sector = meaning.sector_in(name)
    if sector is None:
        remarks.warn(entry, Column.SECTOR, "unknown_sector")
    return sector or meaning.other, kind


def _members(entry: Entry, remarks: Remarks) -> tuple[int, int, int, int]:
    """Return total, official, probationary and exempted members, working out what is not said."""
    counts = {column: _count(entry, column, remarks) for column in COUNTS}
    total, official = counts[Column.TOTAL], counts[Column.OFFICIAL]
    probationary, exempted = counts[Column.PROBATIONARY] or 0, counts[Column.EXEMPTED] or 0
    if total is None and official is None:
        if not entry.text(Column.TOTAL) and not entry.text(Column.OFFICIAL):
            remarks.reject(entry, Column.TOTAL, "missing_count")
        return 0, 0, 0, 0
    if official is None:
        official = max(0, (total or 0) - probationary)
    if total is None:
        total = official + probationary
    if total != official + probationary:
        remarks.warn(
            entry,
            Column.TOTAL,
            "counts_differ",
            total=total,
            official=official,
            probationary=probationary,
        )
    if exempted > official:
        remarks.warn(entry, Column.EXEMPTED, "exempted_over", official=official)
    return total, official, probationary, exempted


def _count(entry: Entry, column: Column, remarks: Remarks) -> int | None:
    try:
        return as_count(entry.values.get(column, ""))
    except BadCountError:
        remarks.reject(entry, column, "bad_count")
        return None


def _person(
    entry: Entry, name_column: Column, phone_column: Column, remarks: Remarks
) -> ListedPerson | None:
    name = person_name(entry.text(name_column))
    phone = read_phone(entry, phone_column, remarks)
    if not name:
        if phone:
            remarks.warn(entry, phone_column, "missing_person")
        return None
    if is_no_phone(entry.text(phone_column)):
        remarks.warn(entry, phone_column, "missing_phone", name=name)
    return ListedPerson(name, phone)


def person_name(written: str) -> str:
    """Return a name without the «Đ/c» before it."""
    return _COMRADE.sub("", written, count=1)


def read_phone(entry: Entry, column: AnyColumn, remarks: Remarks) -> str | None:
    """Return the phone of a row in E.164; one that cannot be read rejects the row."""
    text = entry.text(column)
    if is_no_phone(text):
        return None
    try:
        return parse_phone(text.strip("'"))
    except BadPhoneError as error:
        remarks.reject_phone(entry, column, error)
        return None


def is_no_phone(text: str) -> bool:
    """Tell whether a list says that there is no phone."""
    return text.lower() in _NO_PHONE
