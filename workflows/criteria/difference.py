"""What one version of a set says otherwise than another: entry by entry, field by field.

Entries go by their keys, so a criterion that moved is not one that went and another that
came. Pages put the changes into words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as filled
from typing import Any, Literal

from workflows.criteria.framework import CriteriaSet
from workflows.criteria.reading import to_document

Kind = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True, slots=True)
class Change:
    """One change: of which part (``criterion``, ``rule`` …), which entry, which field.

    ``before`` and ``after`` are plain values, none where there is nothing; an entry that was
    added or removed is told by its label. ``label`` is what a changed entry is called now.
    """

    kind: Kind
    part: str
    key: str
    field: str = ""
    before: Any = None
    after: Any = None
    label: str = filled(default="", compare=False)


LISTS: Mapping[str, str] = {
    "prerequisites": "prerequisite", "disqualifiers": "disqualifier",
    "adjustments": "adjustment", "grades": "grade", "legal_bases": "legal_basis",
}  # fmt: skip
ALONE = ("title", "pass_fail", "note", "effective", "applies_to", "calendar", "pilot", "from_cells")


def difference(before: CriteriaSet, after: CriteriaSet) -> list[Change]:
    """List what changed from one set to another, in the order of the later one."""
    return list(_changes(to_document(before), to_document(after)))


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    yield from _fields("set", "", *(_only(each, ALONE) for each in (before, after)))
    yield from _fields("rule", "", before["rule"], after["rule"])
    scales = (before["scale"], after["scale"])
    yield from _fields("scale", "", *(_only(each, ("maximum",)) for each in scales))
    yield from _entries("level", *(each["levels"] for each in scales))
    yield from _entries("group", before["groups"], after["groups"], without=("criteria",))
    yield from _entries("criterion", *(_criteria(each) for each in (before, after)))
    for name, part in LISTS.items():
        yield from _entries(part, before.get(name, []), after.get(name, []))


def _only(data: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: data.get(name) for name in names}


def _criteria(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {**criterion, "group": group["key"]}
        for group in document["groups"]
        for criterion in group["criteria"]
    ]


def _entries(
    part: str,
    before: Iterable[Mapping[str, Any]],
    after: Iterable[Mapping[str, Any]],
    *,
    without: tuple[str, ...] = (),
) -> Iterator[Change]:
    old, new = _by_key(before), _by_key(after)
    for key, entry in new.items():
        if key not in old:
            yield Change("added", part, key, after=_label(entry))
            continue
        kept = [
            {name: value for name, value in each.items() if name not in without}
            for each in (old[key], entry)
        ]
        yield from _fields(part, key, *kept, label=_label(entry))
    for key, entry in old.items():
        if key not in new:
            yield Change("removed", part, key, before=_label(entry))
    order = [key for key in new if key in old]
    if order != [key for key in old if key in new]:
        yield Change("moved", part, "", before=[key for key in old if key in new], after=order)


def _by_key(entries: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {str(entry.get("key") or entry["number"]): entry for entry in entries}


def _label(entry: Mapping[str, Any]) -> str:
    return str(entry.get("label") or entry.get("title") or "")


def _fields(
    part: str,
    key: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    label: str = "",
) -> Iterator[Change]:
    for name in dict.fromkeys([*after, *before]):
        was, becomes = before.get(name), after.get(name)
        # What is left out and what is empty say the same.
        if (was or None) != (becomes or None):
            yield Change("changed", part, key, name, was, becomes, label)
