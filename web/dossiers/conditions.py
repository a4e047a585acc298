"""The lines of an eligibility verdict, in words: what is asked, what was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from web.catalogue import _, _l
from web.filters import number
from web.words import RATINGS

LOOKS = {
    "passed": ("ok", "ok"),
    "excepted": ("ok", "ok"),
    "failed": ("late", "warn"),
    "hold": ("late", "warn"),
    "unknown": ("warn", "info"),
}
VALUES = {
    "on_time": _l("đúng hạn"),
    "late": _l("muộn"),
    "late_with_consent": _l("muộn, Ban Thường vụ đã đồng ý"),
    **RATINGS,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition as it is drawn; ``look`` is a class, ``icon`` stands beside the words."""

    look: str
    icon: str
    heading: str
    found: str
    asked: str
    source: str = ""


def conditions_of(
    lines: Iterable[Mapping[str, Any]],
    levels: Mapping[str, str],
    sources: Iterable[str] = (),
) -> Sequence[Condition]:
    """Put the lines that a dossier keeps into words.

    Args:
        levels: the label of each level, by its key.
        sources: where each line was read, in their order; none where that is not shown.

    """
    read = iter(sources)
    return [_condition(line, levels, next(read, "")) for line in lines]


def _condition(line: Mapping[str, Any], levels: Mapping[str, str], source: str) -> Condition:
    look, icon = LOOKS[line["verdict"]]
    points = line["kind"] in {"total", "group"}
    return Condition(
        look=look,
        icon=icon,
        heading=_heading(line),
        found=_points(line) if points else _found(line, levels),
        asked=_("cần từ %(points)s", points=number(Decimal(line["bound"]))) if points else "",
        source=source,
    )


def _heading(line: Mapping[str, Any]) -> str:
    if line["kind"] == "total":
        return _("Tổng điểm")
    if line["kind"] == "criteria":
        return _("Từng tiêu chí")
    # A condition of its own stands under its words, a criterion under its number as well.
    stated = line["kind"] == "disqualifier" and isinstance(line["bound"], int)
    if line["kind"] == "prerequisite" or stated:
        return str(line["label"])
    return f"{line['key']}. {line['label']}"


def _points(line: Mapping[str, Any]) -> str:
    return _("%(points)s điểm", points=number(Decimal(line["value"])))


def _found(line: Mapping[str, Any], levels: Mapping[str, str]) -> str:
    value = line["value"]
    if line["verdict"] == "excepted":
        return _("được đặc cách")
    if value is None:
        return _("chưa rõ")
    if line["kind"] == "criteria":
        return _short(value)
    if isinstance(value, bool | int):
        return _("không") if value == 0 and not line["bound"] else _yes_or_number(value)
    known = levels if line["kind"] == "disqualifier" else VALUES
    return str(known.get(value, value))


def _short(keys: Sequence[str]) -> str:
    if not keys:
        return _("không tiêu chí nào dưới mức")
    return _("dưới mức: %(keys)s", keys=", ".join(keys))


def _yes_or_number(value: bool | int) -> str:  # noqa: FBT001  # it is what was found
    if isinstance(value, bool):
        return _("có") if value else _("chưa")
    return number(value)
