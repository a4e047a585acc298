"""Reads rows of sheets as a criteria set, and names every cell that cannot be read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as filled
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from tenants.text.dates import BadDateError, NoSuchDayError, parse_date
from tenants.text.folding import search_key
from tenants.text.numbers import BadNumberError, parse_number
from workflows.criteria.entries import BadCriteriaError
from workflows.criteria.framework import CriteriaSet
from workflows.criteria.reading import from_document
from workflows.criteria.sheets.shapes import (
    INFO,
    INFO_ROWS,
    MOST_ROWS,
    PLAIN_PARTS,
    SHAPES,
    WORDS_FOR_NO,
    WORDS_FOR_YES,
    Column,
    SheetShape,
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a workbook, and in which cell; ``code`` names the sentence."""

    sheet: str
    cell: str
    code: str
    info: Mapping[str, object] = filled(default_factory=dict)


class BadWorkbookError(ValueError):
    """A workbook that is no set; ``faults`` says why, cell by cell."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = list(faults)


def set_of(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> CriteriaSet:
    """Read a set from sheets.

    Raises:
        BadWorkbookError: with every cell that is wrong; or, once all cells are right, with
            what does not add up.

    """
    reading = _Reading({_folded(name): list(rows) for name, rows in sheets.items()})
    document = reading.document()
    if reading.faults:
        raise BadWorkbookError(reading.faults)
    try:
        return from_document(document)
    except BadCriteriaError as error:
        raise BadWorkbookError([reading.placed(error)]) from error


def _folded(text: object) -> str:
    return " ".join(search_key(str(text or "")).replace("%", "").replace(",", " ").split())


def _letter(place: int) -> str:
    return chr(ord("A") + place) if place < 26 else "A" + chr(ord("A") + place - 26)


class _Reading:
    """Reads sheets into a document, and remembers every cell that it could not."""

    def __init__(self, sheets: Mapping[str, list[Sequence[Any]]]) -> None:
        self.faults: list[Fault] = []
        self._sheets = sheets
        self._rows: dict[str, tuple[str, int]] = {}

    def document(self) -> dict[str, Any]:
        document = self._information()
        entries = {part: list(self._entries(part, shape)) for part, shape in SHAPES.items()}
        document["scale"]["levels"] = entries["levels"]
        document["groups"] = [{**group, "criteria": []} for group in entries["groups"]]
        groups = {group["key"]: group["criteria"] for group in document["groups"]}
        measured: dict[str, dict[str, Any]] = {}
        for place, one in enumerate(entries["criteria"]):
            measured[one["key"]] = self._measured(one)
            if one["group"] in groups:
                groups[one.pop("group")].append(one)
            else:
                self._lost("criteria", "group", one["group"], place)
        for name in ("adjustments", "prerequisites", "disqualifiers", "grades", "legal_bases"):
            document[name] = entries[name]
        for one in document["adjustments"]:
            measured[one["key"]] = self._measured(one)
        self._join(entries, measured)
        return document

    def placed(self, error: BadCriteriaError) -> Fault:
        """Return what does not add up, in the row of its entry where it has one."""
        where = str(error.info.get("where", ""))
        sheet, row = self._rows.get(where.split(", ", maxsplit=1)[0], (INFO, 0))
        return Fault(sheet, f"A{row}" if row else "", error.code, dict(error.info))

    def _join(self, entries: Mapping[str, list[Any]], measured: Mapping[str, Any]) -> None:
        for place, level in enumerate(entries["own_levels"]):
            key = level.pop("criterion")
            if key not in measured:
                self._lost("own_levels", "criterion", key, place)
            else:
                measured[key].setdefault("levels", []).append(level)
        for place, step in enumerate(entries["steps"]):
            key = step.pop("of")
            measure = measured.get(key, {}).get("measure")
            if measure is None:
                self._lost("steps", "of", key, place)
            else:
                measure["steps"].append(step)

    def _measured(self, one: dict[str, Any]) -> dict[str, Any]:
        """Put the columns of a measure together, where there is one."""
        flat = {
            name: one.pop(name, None)
            for name in ("source", "measure_key", "take", "reaching", "above", "expected",
                         "full_at")
        }  # fmt: skip
        if flat["source"]:
            named = {name: value for name, value in flat.items() if value not in (None, "")}
            key = named.pop("measure_key", "")
            one["measure"] = {**named, "key": key, "steps": []}
        return one

    def _information(self) -> dict[str, Any]:
        document: dict[str, Any] = {"scale": {}, "effective": {}, "rule": {}}
        for part in PLAIN_PARTS:
            document[part] = {}
        rows = self._sheet(INFO)
        known = {_folded(column.heading): column for column in INFO_ROWS}
        plain = {_folded(heading): part for part, heading in PLAIN_PARTS.items()}
        seen = set()
        for number, row in enumerate(rows[1:], start=2):
            name = str(row[0] if row else "").strip()
            value = row[1] if len(row) > 1 else None
            head, _, rest = name.partition(":")
            if _folded(name) in known:
                column = known[_folded(name)]
                seen.add(column.field)
                part, _, last = column.field.rpartition(".")
                (document[part] if part else document)[last] = self._value(
                    column, value, INFO, f"B{number}"
                )
            elif rest.strip() and _folded(head) in plain:
                document[plain[_folded(head)]][rest.strip()] = self._plain(value, f"B{number}")
            elif name:
                self._fault(INFO, f"A{number}", "unknown_row", name=name)
        for column in INFO_ROWS:
            if rows and column.required and column.field not in seen:
                self._fault(INFO, "", "no_row", name=column.heading)
        for each in ("effective", "rule"):
            document[each] = {name: one for name, one in document[each].items() if one is not None}
        return {name: one for name, one in document.items() if one is not None}

    def _entries(self, part: str, shape: SheetShape) -> Iterator[dict[str, Any]]:
        rows = self._sheet(shape.name, required=part in {"levels", "groups", "criteria"})
        if not rows:
            return
        headings = {_folded(heading): place for place, heading in enumerate(rows[0])}
        places = {}
        for column in shape.columns:
            place = headings.get(_folded(column.heading))
            if place is None and column.required:
                self._fault(shape.name, "1", "no_column", name=column.heading)
            places[column.field] = place
        if self.faults and any(fault.code == "no_column" for fault in self.faults):
            return
        for number, row in enumerate(rows[1:MOST_ROWS], start=2):
            if not any(str(cell).strip() for cell in row if cell is not None):
                continue
            entry = self._entry(shape, row, places, number)
            self._rows[f"{shape.noun} {entry.get('key') or entry.get('number', '')}"] = (
                shape.name, number,
            )  # fmt: skip
            yield entry

    def _entry(
        self, shape: SheetShape, row: Sequence[Any], places: Mapping[str, int | None], number: int
    ) -> dict[str, Any]:
        entry = {}
        for column in shape.columns:
            place = places[column.field]
            if place is None:
                continue
            cell = row[place] if place < len(row) else None
            value = self._value(column, cell, shape.name, f"{_letter(place)}{number}")
            if value is not None:
                entry[column.field] = value
        # A row that lacks its key was told of; it must not stop the reading of the others.
        for column in shape.columns:
            if column.required:
                entry.setdefault(column.field, "")
        return entry

    def _value(self, column: Column, cell: Any, sheet: str, place: str) -> Any:
        text = _text(cell)
        if not text:
            if column.required:
                self._fault(sheet, place, "cell_empty", name=column.heading)
            return False if column.kind == "flag" else None
        try:
            return _READERS[column.kind](column, cell, text)
        except (ValueError, ArithmeticError):
            words = ", ".join(column.words.values())
            self._fault(sheet, place, f"cell_not_{column.kind}", typed=text, words=words,
                        name=column.heading)  # fmt: skip
            return None

    def _plain(self, cell: Any, place: str) -> Any:
        text = _text(cell)
        try:
            value = json.loads(text)
        except ValueError:
            return text
        if isinstance(value, bool | float) or value is None:
            self._fault(INFO, place, "cell_not_plain", typed=text)
        return value

    def _sheet(self, name: str, *, required: bool = True) -> list[Sequence[Any]]:
        rows = self._sheets.get(_folded(name), [])
        if not rows and required:
            self._fault(name, "", "no_sheet")
        return rows

    def _lost(self, part: str, name: str, key: str, place: int) -> None:
        shape = SHAPES[part]
        if key:
            column = next(each for each in shape.columns if each.field == name)
            self._fault(shape.name, f"{place + 2}", "no_such_key", key=key, name=column.heading)

    def _fault(self, sheet: str, cell: str, code: str, **info: object) -> None:
        self.faults.append(Fault(sheet, cell, code, info))


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return str(cell).strip()


def _number(_column: Column, cell: Any, text: str) -> str:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        number = Decimal(str(cell))
    else:
        number = parse_number(text)
    if number < 0:
        raise BadNumberError(text)
    return f"{number.normalize():f}"


def _share(column: Column, cell: Any, text: str) -> str:
    return f"{Decimal(_number(column, cell, text.removesuffix('%'))) / 100:f}"


def _count(column: Column, cell: Any, text: str) -> int:
    number = Decimal(_number(column, cell, text))
    if number != number.to_integral_value():
        raise BadNumberError(text)
    return int(number)


def _flag(_column: Column, _cell: Any, text: str) -> bool:
    word = _folded(text)
    if word not in WORDS_FOR_YES | WORDS_FOR_NO:
        raise ValueError(text)
    return word in WORDS_FOR_YES


def _day(_column: Column, cell: Any, text: str) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    try:
        return parse_date(text).isoformat()
    except (BadDateError, NoSuchDayError) as error:
        raise ValueError(text) from error


def _word(column: Column, _cell: Any, text: str) -> str:
    known = {_folded(words): key for key, words in column.words.items()}
    if _folded(text) not in known:
        raise ValueError(text)
    return known[_folded(text)]


_READERS: Final = {
    "text": lambda _column, _cell, text: text,
    "number": _number, "share": _share, "count": _count, "flag": _flag, "day": _day,
    "word": _word,
}  # fmt: skip
