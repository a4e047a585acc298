"""Writes a criteria set as rows of sheets."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from workflows.criteria.framework import CriteriaSet
from workflows.criteria.reading import to_document
from workflows.criteria.sheets.shapes import (
    INFO,
    INFO_ROWS,
    NO,
    PLAIN_PARTS,
    SHAPES,
    YES,
    Column,
    Rows,
    Value,
)


def sheets_of(criteria: CriteriaSet) -> dict[str, Rows]:
    """Return the sheets of a set by name: the headings first, then a row for each entry."""
    document = to_document(criteria)
    parts: dict[str, list[dict[str, Any]]] = {
        "levels": document["scale"]["levels"],
        "groups": document["groups"],
        "criteria": [
            {**one, **_flat(one), "group": group["key"]}
            for group in document["groups"]
            for one in group["criteria"]
        ],
        "own_levels": [
            {**level, "criterion": one["key"]}
            for group in document["groups"]
            for one in group["criteria"]
            for level in one.get("levels", [])
        ],
        "steps": list(_steps(document)),
        "adjustments": [{**one, **_flat(one)} for one in document.get("adjustments", [])],
    }
    found: dict[str, Rows] = {INFO: _info(document)}
    for part, shape in SHAPES.items():
        entries = parts.get(part, document.get(part, []))
        rows: Rows = [[column.heading for column in shape.columns]]
        rows += [[_cell(column, entry.get(column.field)) for column in shape.columns]
                 for entry in entries]  # fmt: skip
        found[shape.name] = rows
    return found


def _flat(one: Mapping[str, Any]) -> dict[str, Any]:
    measure = one.get("measure")
    if not measure:
        return {}
    return {**{name: measure[name] for name in measure if name not in {"key", "steps"}},
            "measure_key": measure["key"]}  # fmt: skip


def _steps(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    criteria = (one for group in document["groups"] for one in group["criteria"])
    for one in (*criteria, *document.get("adjustments", [])):
        for step in (one.get("measure") or {}).get("steps", []):
            yield {**step, "of": one["key"]}


def _info(document: Mapping[str, Any]) -> Rows:
    rows: Rows = [["Mục", "Giá trị"]]
    for column in INFO_ROWS:
        part, _, name = column.field.rpartition(".")
        value = document[part].get(name) if part else document.get(name)
        rows.append([column.heading, _cell(column, value)])
    for part, heading in PLAIN_PARTS.items():
        said = document.get(part, {})
        rows += [[f"{heading}: {name}", _plain(value)] for name, value in said.items()]
    return rows


def _cell(column: Column, value: Any) -> Value:
    if column.kind == "flag":
        return YES if value else NO
    return _WRITERS[column.kind](column, value) if value not in (None, "") else None


def _written_number(column: Column, value: Any) -> Value:
    number = Decimal(value) * (100 if column.kind == "share" else 1)
    return int(number) if number == number.to_integral_value() else float(number)


_WRITERS: Final[Mapping[str, Callable[[Column, Any], Value]]] = {
    "text": lambda _column, value: str(value),
    "word": lambda column, value: column.words[value],
    "day": lambda _column, value: date.fromisoformat(value),
    "count": lambda _column, value: int(value) or None,
    "number": _written_number,
    "share": _written_number,
}


def _plain(value: Any) -> Value:
    """Write a plain value so that it can be told from a text that looks like it."""
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    try:
        json.loads(value)
    except ValueError:
        return value
    return json.dumps(value, ensure_ascii=False)
