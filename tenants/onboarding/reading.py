"""Reads an office's own list from a spreadsheet, and says row by row what is wrong in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tenants.onboarding.entries import AnyColumn, Entry, Fixes, entries
from tenants.onboarding.headings import Column, Headings, chosen, find_headings, refuse_without
from tenants.onboarding.legible import Conversion, legible
from tenants.onboarding.listed import (
    ListedCell,
    ListedOfficer,
    ListedPerson,
    ListSheet,
    Reading,
    Understood,
)
from tenants.onboarding.looking import Limits
from tenants.onboarding.names import cell_key, ward_in, ward_key
from tenants.onboarding.officer_headings import OfficerColumn, OfficerHeadings, officer_headings
from tenants.onboarding.officers import officer_entries, read_officer
from tenants.onboarding.remarks import Remarks
from tenants.onboarding.rows import read_cell
from tenants.onboarding.sheet_values import as_text
from tenants.onboarding.unreadable import UnreadableListError
from tenants.onboarding.workbook import Sheet, open_sheets
from tenants.text.folding import spelling_key
from tenants.unit_classes.recognising import Recognition, usual_recognition


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person says otherwise than the list was understood.

    ``sheets`` are those that are read, ``columns`` what the columns of a sheet hold,
    ``fixes`` what stands in a row instead; both by the sheet's name.
    """

    sheets: frozenset[str] | None = None
    columns: Mapping[str, Mapping[Column, int]] = field(default_factory=dict)
    fixes: Mapping[str, Fixes] = field(default_factory=dict)


def read_list(
    content: bytes,
    choices: Choices | None = None,
    limits: Limits | None = None,
    meaning: Recognition | None = None,
) -> Reading:
    """Read the bytes of an XLSX file.

    The visible sheets with the needed columns are read: ward, cell, numbers of members,
    and, where they stand, sector, secretary, deputy and their phones. A sheet that says
    the cells of an earlier one again is left out. A sheet of officers is read as well.

    Args:
        meaning: what words mean in the tenant that the list is of.

    Raises:
        UnreadableListError: the file as a whole cannot be read.

    """
    choices, limits = choices or Choices(), limits or Limits()
    reader = _ListReader(choices, open_sheets(content, limits))
    if reader.rows > limits.rows:
        raise UnreadableListError("too_many", rows=str(reader.rows), most=str(limits.rows))
    if not reader.rows and not reader.officer_rows:
        raise UnreadableListError("no_rows")
    return reader.read(meaning or usual_recognition())


class _ListReader:
    """Finds the lists in a file's sheets, then reads them one after another."""

    def __init__(self, choices: Choices, sheets: Sequence[Sheet]) -> None:
        self.choices = choices
        self.sheets: list[ListSheet] = []
        self.listed: list[Entry] = []
        self.officers: list[Entry] = []
        self.conversions: list[tuple[Sheet, Conversion]] = []
        self.officer_headings: dict[str, OfficerHeadings] = {}
        self._open(sheets)

    @property
    def rows(self) -> int:
        return len(self.listed)

    @property
    def officer_rows(self) -> int:
        return len(self.officers)

    def read(self, meaning: Recognition) -> Reading:
        headings = {listed.sheet.name: listed.headings for listed in self.sheets}
        remarks = Remarks({**headings, **self.officer_headings})
        wards = _agreed_wards(self.listed, remarks)
        rows = _RowReader(remarks, meaning)
        cells = [rows.read(entry, wards[ward_key(entry.ward)]) for entry in self.listed]
        officers = [rows.read_officer(entry) for entry in self.officers]
        self._tell_of_sheets(remarks)
        rejected = {fault.place for fault in remarks.rejected}
        return Reading(
            cells=[cell for cell in cells if (cell.sheet, cell.row) not in rejected],
            officers=[
                officer
                for officer in officers
                if officer is not None and (officer.sheet, officer.row) not in rejected
            ],
            rejected=remarks.rejected,
            warnings=[fault for fault in remarks.warnings if fault.place not in rejected],
            rows=self.rows,
            officer_rows=self.officer_rows,
            understood=_understood(self.listed, cells, wards),
            sheets=self.sheets,
            entries={(entry.sheet, entry.row): entry for entry in (*self.listed, *self.officers)},
        )

    def _open(self, sheets: Sequence[Sheet]) -> None:
        nearest = Headings({}, {}, 0)
        for written in sheets:
            sheet, conversion = legible(written)
            headings = self._headings(sheet)
            if headings.complete:
                self._take(sheet, headings)
            elif (officers := officer_headings(sheet)) is not None:
                self.officer_headings[sheet.name] = officers
                self.officers += officer_entries(sheet, officers, self._fixes(sheet))
            else:
                nearest = max(nearest, headings, key=lambda found: len(found.columns))
                continue
            if conversion is not None:
                self.conversions.append((sheet, conversion))
        if not self.sheets and not self.officers:
            raise refuse_without(nearest)

    def _headings(self, sheet: Sheet) -> Headings:
        headings = find_headings(sheet)
        if headings.missing and Column.WARD not in headings.columns:
            said = _ward_said(sheet, headings)
            headings = replace(headings, ward=ward_in(said), ward_said=said)
        columns = self.choices.columns.get(sheet.name)
        return chosen(headings, columns) if columns else headings

    def _take(self, sheet: Sheet, headings: Headings) -> None:
        rows = entries(sheet, headings, self._fixes(sheet))
        is_read = sheet.name in self.choices.sheets if self.choices.sheets else self._is_new(rows)
        self.sheets.append(ListSheet(sheet, headings, is_read))
        if is_read:
            self.listed += rows

    def _is_new(self, rows: Iterable[Entry]) -> bool:
        """Tell whether a sheet speaks of other cells than those before it."""
        before = {_cell_of(entry) for entry in self.listed}
        return before.isdisjoint(_cell_of(entry) for entry in rows)

    def _fixes(self, sheet: Sheet) -> Fixes:
        return self.choices.fixes.get(sheet.name, {})

    def _tell_of_sheets(self, remarks: Remarks) -> None:
        first = next(iter((*self.listed, *self.officers)))
        column: AnyColumn = Column.NAME if self.listed else OfficerColumn.NAME
        for listed in self.sheets:
            if not listed.is_read:
                remarks.warn(first, column, "other_sheet", sheet=listed.sheet.name)
        for sheet, conversion in self.conversions:
            row = self._first_of(sheet)
            if row is not None:
                remarks.warn(
                    row, column if row is first else _name_column(row), "font_converted",
                    font=conversion.font, cells=conversion.cells,
                    written=conversion.written, meant=conversion.meant,
                )  # fmt: skip
        for listed in self.sheets:
            self._tell_of(listed, remarks)

    def _tell_of(self, listed: ListSheet, remarks: Remarks) -> None:
        row = self._first_of(listed.sheet)
        if row is None:
            return
        if listed.headings.ward:
            remarks.warn(
                row, Column.WARD, "ward_elsewhere",
                ward=listed.headings.ward, said=listed.headings.ward_said,
            )  # fmt: skip
        hidden = [
            entry
            for entry in self.listed
            if entry.sheet == listed.sheet.name and entry.row - 1 in listed.sheet.hidden
        ]
        if hidden:
            remarks.warn(hidden[0], Column.NAME, "hidden_rows", rows=len(hidden), row=hidden[0].row)

    def _first_of(self, sheet: Sheet) -> Entry | None:
        rows = (*self.listed, *self.officers)
        return next((entry for entry in rows if entry.sheet == sheet.name), None)


class _RowReader:
    """Reads rows one after another, and compares each with those before it."""

    def __init__(self, remarks: Remarks, meaning: Recognition) -> None:
        self.remarks = remarks
        self.meaning = meaning
        self.rows_of_cells: dict[tuple[str, str], Entry] = {}
        self.owners: dict[str, tuple[Entry, str]] = {}

    def read(self, entry: Entry, ward: str) -> ListedCell:
        cell = read_cell(entry, ward, self.remarks, self.meaning)
        self._compare_cell(entry, cell)
        self._compare_phone(entry, cell.secretary, Column.SECRETARY_PHONE)
        self._compare_phone(entry, cell.deputy, Column.DEPUTY_PHONE)
        return cell

    def read_officer(self, entry: Entry) -> ListedOfficer | None:
        officer = read_officer(entry, self.remarks)
        if officer is not None:
            self._compare_phone(entry, officer.person, OfficerColumn.PHONE)
        return officer

    def _compare_cell(self, entry: Entry, cell: ListedCell) -> None:
        if not (cell.ward and cell.name):
            return
        first = self.rows_of_cells.setdefault((ward_key(cell.ward), cell_key(cell.name)), entry)
        if first is not entry:
            self.remarks.reject(
                entry, Column.NAME, "repeated_cell", row=_row_of(first, seen_from=entry)
            )

    def _compare_phone(self, entry: Entry, person: ListedPerson | None, column: AnyColumn) -> None:
        if person is None or person.phone is None:
            return
        first, name = self.owners.setdefault(person.phone, (entry, person.name))
        if name != person.name and spelling_key(name) != spelling_key(person.name):
            self.remarks.reject(
                entry, column, "phone_taken", row=_row_of(first, seen_from=entry), name=name
            )


def _row_of(entry: Entry, *, seen_from: Entry) -> str:
    """Name a row: its number, with its sheet where that is another one."""
    if entry.sheet == seen_from.sheet:
        return str(entry.row)
    return f"{entry.row} trang tính “{entry.sheet}”"


def _cell_of(entry: Entry) -> tuple[str, str]:
    return ward_key(entry.ward), cell_key(entry.text(Column.NAME))


def _name_column(entry: Entry) -> AnyColumn:
    return OfficerColumn.NAME if OfficerColumn.NAME in entry.texts else Column.NAME


def _ward_said(sheet: Sheet, headings: Headings) -> str:
    """Return the words above the headings, or the sheet's name, that name its one ward."""
    above = sheet.rows[: max(0, headings.first_row - 1)]
    said = [as_text(value) for row in above for value in row] + [sheet.name]
    return next((text for text in said if ward_in(text)), "")


def _understood(
    listed: Sequence[Entry], cells: Sequence[ListedCell], wards: Mapping[str, str]
) -> list[Understood]:
    """Gather what the list writes otherwise than it will be kept, the most frequent first."""
    met: Counter[tuple[str, str]] = Counter()
    for entry, cell in zip(listed, cells, strict=True):
        ward = wards[ward_key(entry.ward)]
        if entry.ward != ward:
            met[entry.ward, ward] += 1
        name = entry.text(Column.NAME)
        if name != cell.name:
            met[name, cell.name] += 1
    return [Understood(written, meant, rows) for (written, meant), rows in met.most_common()]


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
