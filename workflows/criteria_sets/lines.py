"""Levels and steps as an administrator types them: one a line, points behind a colon."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from tenants.database import Json
from tenants.text.numbers import BadNumberError, parse_number
from workflows.criteria_sets.drafting import key_of


class BadLineError(ValueError):
    """A line of levels or steps that cannot be read; it says which."""


def levels_in(text: str, before: Iterable[Mapping[str, Any]]) -> list[Json]:
    """Read levels, one a line: ``Đúng hạn: 6``. A level that keeps its name keeps its key.

    Raises:
        BadLineError: with the line that is none.

    """
    keys = {str(each["label"]): str(each["key"]) for each in before}
    levels: list[Json] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        label, colon, points = line.rpartition(":")
        if not colon or not label.strip():
            raise BadLineError(line)
        label = label.strip()
        key = keys.get(label) or _free(key_of(label) or "muc", {each["key"] for each in levels})
        levels.append({"key": key, "label": label, "points": _number_in(points, line)})
    return levels


def steps_in(text: str) -> list[Json]:
    """Read steps, one a line: ``từ 95: 6``, ``trên 85: 4`` (85 itself does not reach it).

    Raises:
        BadLineError: with the line that is none.

    """
    steps: list[Json] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        bound, colon, points = line.rpartition(":")
        words = bound.split()
        head = words[0].lower() if len(words) == 2 else ""
        if not colon or len(words) not in {1, 2} or (len(words) == 2 and head not in STEP_WORDS):
            raise BadLineError(line)
        step = {"value": _number_in(words[-1], line), "points": _number_in(points, line)}
        steps.append({**step, "above": True} if STEP_WORDS.get(head) else step)
    return steps


STEP_WORDS = {"từ": False, "trên": True, "from": False, "above": True}


def step_line(step: Mapping[str, Any]) -> str:
    """Write a step as it is typed."""
    word = "trên" if step.get("above") else "từ"
    return f"{word} {_typed(step['value'])}: {_typed(step['points'])}"


def level_line(level: Mapping[str, Any]) -> str:
    """Write a level as it is typed."""
    return f"{level['label']}: {_typed(level['points'])}"


def _typed(number: Any) -> str:
    return f"{Decimal(str(number)):f}".replace(".", ",")


def _number_in(text: str, line: str) -> str:
    try:
        number = parse_number(text)
    except BadNumberError as error:
        raise BadLineError(line) from error
    if number < 0:
        raise BadLineError(line)
    return f"{number:f}"


def _free(key: str, taken: set[str]) -> str:
    """Return a key that no other level has."""
    return next(each for each in (key, *(f"{key}-{n}" for n in range(2, 100))) if each not in taken)
