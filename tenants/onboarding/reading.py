"""Reads an office's own list from a spreadsheet, and says row by row what is wrong in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tenants.onboarding.entries import Entry, entries
from tenants.onboarding.headings import Column, find_headings, headings_at
from tenants.onboarding.listed import ListedCell, ListedPerson, Reading
from tenants.onboarding.names import cell_key, ward_key
from tenants.onboarding.rows import Remarks, read_cell
from tenants.onboarding.workbook import Sheet, UnreadableListError, open_sheets
from tenants.text.folding import spelling_key


def read_list(content: bytes) -> Reading:
    """Read the bytes of an XLSX file.

    The first visible sheet with the needed columns is read: ward, cell, numbers of
    members, and, where they stand, sector, secretary, deputy and their phones.

    Raises:
        UnreadableListError: the file as a whole cannot be read.

    """
    sheets = open_sheets(content)
    sheet, headings = find_headings(sheets)
    listed = entries(sheet, headings)
    if not listed:
        raise UnreadableListError("no_rows")
    remarks = Remarks(headings)
    wards = _agreed_wards(listed, remarks)
    reader = _Reader(remarks)
    cells = [reader.read(entry, wards[ward_key(entry.ward)]) for entry in listed]
    for other in _other_lists(sheets, sheet):
        remarks.warn(listed[0], Column.NAME, "other_sheet", sheet=other)
    rejected_rows = {fault.row for fault in remarks.rejected}
    return Reading(
        cells=[cell for cell in cells if cell.row not in rejected_rows],
        rejected=remarks.rejected,
        warnings=[fault for fault in remarks.warnings if fault.row not in rejected_rows],
        rows=len(listed),
    )


class _Reader:
    """Reads rows one after another, and compares each with those before it."""

    def __init__(self, remarks: Remarks) -> None:
        self.remarks = remarks
        self.rows_of_cells: dict[tuple[str, str], int] = {}
        self.owners: dict[str, tuple[int, str]] = {}

    def read(self, entry: Entry, ward: str) -> ListedCell:
        cell = read_cell(entry, ward, self.remarks)
        self._compare_cell(entry, cell)
        self._compare_phone(entry, cell.secretary, Column.SECRETARY_PHONE)
        self._compare_phone(entry, cell.deputy, Column.DEPUTY_PHONE)
        return cell

    def _compare_cell(self, entry: Entry, cell: ListedCell) -> None:
        if not (cell.ward and cell.name):
            return
        first = self.rows_of_cells.setdefault((ward_key(cell.ward), cell_key(cell.name)), cell.row)
        if first != cell.row:
            self.remarks.reject(entry, Column.NAME, "repeated_cell", row=first)

    def _compare_phone(self, entry: Entry, person: ListedPerson | None, column: Column) -> None:
        if person is None or person.phone is None:
            return
        row, name = self.owners.setdefault(person.phone, (entry.row, person.name))
        if name != person.name and spelling_key(name) != spelling_key(person.name):
            self.remarks.reject(entry, column, "phone_taken", row=row, name=name)


def _agreed_wards(listed: Iterable[Entry], remarks: Remarks) -> dict[str, str]:
    """Choose for each ward the spelling that most rows use, and say which others were met."""
    spellings: dict[str, Counter[str]] = {}
    for entry in listed:
        spellings.setdefault(ward_key(entry.ward), Counter())[entry.ward] += 1
    agreed = {key: counted.most_common(1)[0][0] for key, counted in spellings.items()}
    told = set(agreed.values())
    for entry in listed:
        if entry.ward not in told:
            told.add(entry.ward)
            remarks.warn(entry, Column.WARD, "ward_spelling", ward=agreed[ward_key(entry.ward)])
    return agreed


def _other_lists(sheets: Iterable[Sheet], read: Sheet) -> list[str]:
    return [
        sheet.name
        for sheet in sheets
        if sheet is not read
        and any(headings_at(sheet, row).complete for row in range(min(len(sheet.rows), 50)))
    ]
