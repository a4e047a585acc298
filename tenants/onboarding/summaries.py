"""What the check page shows of a list, as it is kept with the list: counts, faults, columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from tenants.database import Json
from tenants.onboarding.headings import Column
from tenants.onboarding.listed import Fault, ListSheet, Reading
from tenants.onboarding.officer_headings import OfficerColumn
from tenants.onboarding.sheet_values import as_text
from tenants.onboarding.storing import Outcome
from tenants.text.folding import normalise

MOST_ROWS = 200
MOST_WARNINGS = 5
MOST_UNDERSTOOD = 50
MOST_UNKNOWN = 20
_SAMPLES = 2
_SHOWN = (
    Column.WARD, Column.NAME, Column.SECRETARY, Column.SECRETARY_PHONE, Column.DEPUTY,
    Column.DEPUTY_PHONE, *OfficerColumn,
)  # fmt: skip


def summary_of(reading: Reading, outcome: Outcome) -> Json:
    """Return what the check page shows, plain enough to be kept as JSON."""
    faulty = dict.fromkeys(fault.place for fault in outcome.rejected)
    return {
        "counts": {
            **outcome.counts(),
            "officers": outcome.officers,
            "accounts": outcome.accounts,
            "faulty": len(faulty),
            "warnings": len(outcome.warnings),
        },
        "faulty": [
            _faulty_row(reading, place, outcome.rejected) for place in list(faulty)[:MOST_ROWS]
        ],
        "warnings": _grouped(outcome.warnings),
        "unknown_sectors": _unknown_sectors(outcome.warnings),
        "understood": [
            {"written": said.written, "meant": said.meant, "rows": said.rows}
            for said in reading.understood[:MOST_UNDERSTOOD]
        ],
        "understood_in_all": len(reading.understood),
        "sheets": [_sheet(listed) for listed in reading.sheets],
    }


def result_of(outcome: Outcome) -> Json:
    """Return what the page of the result shows: counts, and the rows that were left out."""
    left_out = dict.fromkeys(fault.place for fault in outcome.rejected)
    return {
        "counts": {
            **outcome.counts(),
            "officers": outcome.officers,
            "accounts": outcome.accounts,
            "faulty": len(left_out),
        },
        "left_out": [_told(fault) for fault in outcome.rejected[:MOST_ROWS]],
    }


def _faulty_row(reading: Reading, place: tuple[str, int], faults: Iterable[Fault]) -> Json:
    entry = reading.entries[place]
    texts = {column.value: entry.text(column) for column in _SHOWN if entry.text(column)}
    # A ward that is written once for many rows is this row's as well.
    if entry.ward and OfficerColumn.NAME not in texts and OfficerColumn.ROLE not in texts:
        texts.setdefault(Column.WARD.value, entry.ward)
    return {
        "sheet": place[0],
        "row": place[1],
        "texts": texts,
        "officer": any(isinstance(column, OfficerColumn) for column in entry.texts),
        "faults": [_told(fault) for fault in faults if fault.place == place],
    }


def _told(fault: Fault) -> Json:
    return {
        "sheet": fault.sheet,
        "row": fault.row,
        "key": fault.key,
        "column": fault.column,
        "value": fault.value,
        "code": fault.code,
        "blanks": {name: str(value) for name, value in fault.blanks.items()},
    }


def _grouped(warnings: Sequence[Fault]) -> list[Json]:
    """Group warnings by what is doubtful, each with its first rows."""
    counted = Counter(fault.code for fault in warnings)
    return [
        {
            "code": code,
            "rows": rows,
            "first": [_told(fault) for fault in warnings if fault.code == code][:MOST_WARNINGS],
        }
        for code, rows in counted.most_common()
    ]


def _unknown_sectors(warnings: Sequence[Fault]) -> list[Json]:
    """List what a list calls sectors that the tenant does not know, the most frequent first."""
    met = Counter(
        normalise(fault.value)
        for fault in warnings
        if fault.code == "unknown_sector" and fault.value
    )
    return [{"written": written, "rows": rows} for written, rows in met.most_common(MOST_UNKNOWN)]


def _sheet(listed: ListSheet) -> Json:
    sheet, headings = listed.sheet, listed.headings
    held = {place: column for column, place in headings.columns.items()}
    body = sheet.rows[headings.first_row : headings.first_row + 200]
    columns = []
    for place in range(max((len(row) for row in sheet.rows), default=0)):
        heading = headings.texts[place] if place < len(headings.texts) else ""
        texts = (as_text(row[place]) for row in body if place < len(row))
        samples = list(dict.fromkeys(text for text in texts if text))[:_SAMPLES]
        if heading or samples:
            column = held.get(place)
            columns.append(
                {
                    "place": place,
                    "letter": _letter(place),
                    "heading": heading,
                    "key": column.value if column else "",
                    "samples": samples,
                }
            )
    return {
        "name": sheet.name,
        "is_read": listed.is_read,
        "heading_row": headings.first_row,
        "columns": columns,
    }


def _letter(place: int) -> str:
    """Name a column as a spreadsheet does: A, B, …, Z, AA."""
    before, last = divmod(place, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)
