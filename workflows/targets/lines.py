"""Lines of targets as people type them: name; measure; planned. One a line, parts begin with «-».

::

    Kết nạp đảng viên; đồng chí; 3
    - Nữ; đồng chí; 1
    Gia đình văn hóa; %; 92,5
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tenants.text.folding import normalise, spelling_key
from tenants.text.numbers import BadNumberError, parse_number, show_number
from workflows.engine.refusals import Refusal

MOST_LINES = 60
LONGEST_NAME = 200
LONGEST_MEASURE = 40
MOST = Decimal(10) ** 11
PART = "-"


@dataclass(frozen=True, slots=True)
class Line:
    """A target as it is planned; ``part_of`` is the name of the one it is a part of."""

    name: str
    measure: str = ""
    planned: Decimal | None = None
    part_of: str = ""
    group: str = ""
    series: str = ""

    def as_data(self) -> dict[str, Any]:
        """Return the line as JSON keeps it."""
        return {
            "name": self.name,
            "measure": self.measure,
            "planned": None if self.planned is None else str(self.planned),
            "part_of": self.part_of,
            "group": self.group,
            "series": self.series,
        }


def from_data(data: dict[str, Any]) -> Line:
    """Read a line that JSON kept."""
    planned = data.get("planned")
    return Line(
        name=str(data["name"]),
        measure=str(data.get("measure", "")),
        planned=None if planned is None else Decimal(str(planned)),
        part_of=str(data.get("part_of", "")),
        group=str(data.get("group", "")),
        series=str(data.get("series", "")),
    )


def read_lines(text: str, *, field: str, series: str = "") -> list[Line]:
    """Read typed lines; empty ones are passed over.

    Raises:
        Refusal: ``target_line`` with the number of the line and what was typed there.

    """
    lines: list[Line] = []
    whole = ""
    for number, written in enumerate(text.splitlines(), start=1):
        typed = written.strip()
        if not typed:
            continue
        part = typed.startswith(PART)
        line = _line(typed.lstrip("-– "), whole if part else "", series, field, number, typed)
        if part and not whole:
            raise Refusal("target_part_first", fields=[field], line=number, typed=typed[:60])
        whole = whole if part else line.name
        lines.append(line)
    return checked(lines, field=field)


def checked(lines: Sequence[Line], *, field: str) -> list[Line]:
    """Refuse too many lines, and two of one name.

    Raises:
        Refusal: ``target_too_many`` or ``target_twice``.

    """
    if len(lines) > MOST_LINES:
        raise Refusal("target_too_many", fields=[field], most=MOST_LINES)
    seen: set[str] = set()
    for line in lines:
        key = name_key(line.name, line.part_of)
        if key in seen:
            raise Refusal("target_twice", fields=[field], target=line.name)
        seen.add(key)
    return list(lines)


def written(lines: Sequence[Line]) -> str:
    """Write lines as people type them."""
    return "\n".join(
        (f"{PART} " if line.part_of else "")
        + "; ".join(
            [line.name, line.measure, "" if line.planned is None else show_number(line.planned)]
        ).rstrip("; ")
        for line in lines
    )


def name_key(name: str, part_of: str) -> str:
    """Return the key by which a target of a dossier is known again."""
    return f"{spelling_key(part_of)}/{spelling_key(name)}"


def _line(text: str, part_of: str, series: str, field: str, number: int, typed: str) -> Line:
    name, measure, planned, *rest = [*(normalise(piece) for piece in text.split(";")), "", ""]
    if not name or any(rest) or len(name) > LONGEST_NAME or len(measure) > LONGEST_MEASURE:
        raise Refusal("target_line", fields=[field], line=number, typed=typed[:60])
    return Line(name, measure, _number(planned, field, number, typed), part_of, series=series)


def _number(text: str, field: str, number: int, typed: str) -> Decimal | None:
    if not text:
        return None
    try:
        value = parse_number(text.removesuffix("%").strip())
    except BadNumberError as error:
        raise Refusal("target_line", fields=[field], line=number, typed=typed[:60]) from error
    if not 0 <= value < MOST:
        raise Refusal("target_line", fields=[field], line=number, typed=typed[:60])
    return value
