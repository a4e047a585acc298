"""One entry of a criteria document, read field by field and refused with a sentence."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

_REQUIRED: Final = object()
_COUNT: Final = re.compile(r"[0-9]{1,4}")
_NUMBER: Final = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")

SENTENCES: Final = {
    "not_yaml": "The text is not YAML: line {line}, {problem}.",
    "too_long": "The text is longer than {limit} characters.",
    "alias": "Line {line}: write the entry out, references to another entry are not read.",
    "duplicate_field": "Line {line}: “{field}” is given twice.",
    "not_an_entry": "{where}: an entry with named fields is expected.",
    "not_a_list": "{where}: “{field}” must be a list.",
    "missing": "{where}: “{field}” is missing.",
    "unknown_field": "{where}: “{field}” is not a known field.",
    "not_text": "{where}: “{field}” must be text; put numbers and dates in quotes.",
    "not_number": "{where}: “{field}” must be a number such as 12 or 0.8, not negative.",
    "not_count": "{where}: “{field}” must be a whole number such as 2, not negative.",
    "not_one_of": "{where}: “{field}” must be one of: {known}.",
    "not_flag": "{where}: “{field}” must be true or false.",
    "not_date": "{where}: “{field}” must be a date written as YYYY-MM-DD.",
    "not_plain": "{where}: “{field}” may hold text, whole numbers, dates and lists of them only.",
    "bad_effect": "{where}: the only effect known is “hold”.",
    "empty_list": "{where}: “{field}” needs at least one entry.",
    "same_key": "The key “{key}” is used twice.",
    "share_above_one": "{where}: a share is at most 1.",
    "no_points": "{where}: the points must be above 0.",
    "no_full_level": "One level must have the share 1.",
    "no_best_level": "{where}: one level must earn all of its {points} points.",
    "level_above_points": "{where}: no level or step earns more than its {points} points.",
    "one_level_only": "{where}: at least two levels are needed, or none.",
    "not_measurable": "{where}: the value that earns all points must be above 0.",
    "step_twice": "{where}: two steps begin at {value}.",
    "group_asks_too_much": "{where}: it asks for {asked} points of {points}.",
    "no_steps": "{where}: say in steps how many points follow from what is measured.",
    "misses_too_many": "The rule lets {count} of {of} criteria fall short.",
    "grade_above_scale": "{where}: it begins at {points} points of {scale}.",
    "grade_twice": "{where}: another grade begins at {points} points too.",
    "no_such_basis": "{where}: the legal basis “{number}” is not among those of the set.",
    "basis_reversed": "{where}: it was replaced before it was issued.",
    "points_do_not_add_up": "The points add up to {points}, the scale says {scale}.",
    "total_above_scale": "The rule asks for {total} points of {scale}.",
    "nothing_applies": "{where}: at least one criterion must always apply.",
    "bad_from_cells": (
        "{where}: write what is counted and each level with its share, such as"
        " “recognized good 70 met 50 not_met 0”; shares fall down to 0."
    ),
    "dates_reversed": "The set ends before it takes effect.",
}


class BadCriteriaError(ValueError):
    """A criteria document that cannot be used.

    ``code`` is a key of ``SENTENCES``, ``info`` fills its gaps; read as text it is the sentence.
    """

    def __init__(self, code: str, **info: object) -> None:
        super().__init__(SENTENCES[code].format(**info))
        self.code = code
        self.info = info


class Entry:
    """A mapping whose fields are taken one by one; ``close`` refuses what is left over."""

    def __init__(self, data: object, where: str) -> None:
        if not isinstance(data, Mapping):
            raise BadCriteriaError("not_an_entry", where=where)
        self.where = where
        self._left: dict[Any, Any] = dict(data)

    @classmethod
    def keyed(cls, data: object, noun: str) -> "tuple[Entry, str]":
        """Open an entry that has a key; its refusals name it by noun and key."""
        entry = cls(data, f"A {noun.lower()}")
        key = entry.text("key")
        entry.where = f"{noun} {key}"
        return entry, key

    def text(self, field: str, default: object = _REQUIRED) -> str:
        """Take a text, trimmed; a required one is not empty."""
        value = self._take(field, default)
        if not isinstance(value, str):
            raise self._refusal("not_text", field)
        if default is _REQUIRED and not value.strip():
            raise self._refusal("missing", field)
        return value.strip()

    def number(self, field: str) -> Decimal:
        """Take a number below a million, of at most six decimals, as it is written."""
        value = self._take(field, _REQUIRED)
        if isinstance(value, bool) or not _NUMBER.fullmatch(str(value)):
            raise self._refusal("not_number", field)
        return Decimal(str(value))

    def maybe_number(self, field: str) -> Decimal | None:
        """Take a number; none where it is left out."""
        return None if self._left.get(field) is None and self._skip(field) else self.number(field)

    def count(self, field: str) -> int:
        """Take a whole number below ten thousand; 0 where it is left out."""
        value = self._take(field, 0)
        if isinstance(value, bool) or not _COUNT.fullmatch(str(value)):
            raise self._refusal("not_count", field)
        return int(value)

    def choice(self, field: str, known: tuple[str, ...]) -> str:
        """Take one of the words that are known."""
        value = self.text(field)
        if value not in known:
            raise BadCriteriaError(
                "not_one_of", where=self.where, field=field, known=", ".join(known)
            )
        return value

    def flag(self, field: str, *, default: bool) -> bool:
        """Take true or false."""
        value = self._take(field, default)
        if not isinstance(value, bool):
            raise self._refusal("not_flag", field)
        return value

    def day(self, field: str) -> date | None:
        """Take a date, as YAML reads it or as ISO text; none where it is left out."""
        value = self._take(field, None)
        try:
            return date.fromisoformat(str(value)) if value is not None else None
        except ValueError as error:
            raise self._refusal("not_date", field) from error

    def entries(self, field: str, default: object = _REQUIRED) -> list[Any]:
        """Take a list; a required one is not empty."""
        value = self._take(field, default)
        if not isinstance(value, list):
            raise self._refusal("not_a_list", field)
        if default is _REQUIRED and not value:
            raise self._refusal("empty_list", field)
        return value

    def maybe_empty(self, field: str) -> list[Any]:
        """Take a list that must be there; that it holds something is asked of the whole set."""
        if field not in self._left:
            raise self._refusal("missing", field)
        return self.entries(field, [])

    def part(self, field: str, default: object = _REQUIRED) -> "Entry":
        """Take a mapping as an entry of its own."""
        return Entry(self._take(field, default), f"{self.where}, {field}")

    def maybe_part(self, field: str) -> "Entry | None":
        """Take a mapping as an entry of its own; none where it is left out."""
        return None if self._left.get(field) is None and self._skip(field) else self.part(field)

    def plain(self, field: str) -> dict[str, Any]:
        """Take a mapping of plain values as it is, dates as ISO text; empty where left out."""
        values = self._take(field, {})
        if not isinstance(values, Mapping):
            raise BadCriteriaError("not_an_entry", where=f"{self.where}, {field}")
        return {str(name): self._plain(value, field) for name, value in values.items()}

    def close(self) -> None:
        """Refuse the first field that nobody took: a misspelt one must not go unseen."""
        for field in self._left:
            raise self._refusal("unknown_field", str(field))

    def _plain(self, value: object, field: str) -> object:
        if isinstance(value, list):
            return [self._plain(one, field) for one in value]
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, str | int):
            return value
        raise self._refusal("not_plain", field)

    def _skip(self, field: str) -> bool:
        self._left.pop(field, None)
        return True

    def _take(self, field: str, default: object) -> Any:
        value = self._left.pop(field, default)
        if value is _REQUIRED:
            raise self._refusal("missing", field)
        return value

    def _refusal(self, code: str, field: str) -> BadCriteriaError:
        return BadCriteriaError(code, where=self.where, field=field)
