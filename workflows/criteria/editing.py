"""Changing a draft's document entry by entry: put in, taken out, moved. Plain data in and out.

A place is a part of the document (``groups``, ``criteria``, ``levels``, ``prerequisites``,
``disqualifiers``, ``adjustments``, ``grades``, ``legal_bases``), for criteria with their
group's place, and a place in its list. Nothing is changed where it stands: each function
returns a new document.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Final

from tenants.database import Json

PARTS: Final = (
    "groups", "criteria", "levels", "prerequisites", "disqualifiers", "adjustments", "grades",
    "legal_bases",
)  # fmt: skip


class NoSuchPlaceError(LookupError):
    """The document has no entry there."""


def entries_at(document: Json, part: str, group: int | None = None) -> list[Any]:
    """Return the list of a part as it stands in the document.

    Raises:
        NoSuchPlaceError: no such part or group.

    """
    if part not in PARTS:
        raise NoSuchPlaceError(part)
    if part == "levels":
        return list(document["scale"]["levels"])
    if part == "criteria":
        groups = document["groups"]
        if group is None or not 0 <= group < len(groups):
            raise NoSuchPlaceError(part)
        return list(groups[group]["criteria"])
    return list(document.get(part, []))


def put(
    document: Json, part: str, place: int | None, entry: Json, *, group: int | None = None
) -> Json:
    """Replace the entry at a place, or put a new one at the end where no place is given."""
    entries = entries_at(document, part, group)
    if place is None:
        entries.append(entry)
    else:
        _check(entries, place, part)
        entries[place] = entry
    return _with(document, part, entries, group)


def take_out(document: Json, part: str, place: int, *, group: int | None = None) -> Json:
    """Take the entry at a place out."""
    entries = entries_at(document, part, group)
    _check(entries, place, part)
    del entries[place]
    return _with(document, part, entries, group)


def move_up(document: Json, part: str, place: int, *, group: int | None = None) -> Json:
    """Exchange the entry at a place with the one before it; the first stays where it is."""
    entries = entries_at(document, part, group)
    _check(entries, place, part)
    if place:
        entries[place - 1], entries[place] = entries[place], entries[place - 1]
    return _with(document, part, entries, group)


def _check(entries: list[Any], place: int, part: str) -> None:
    if not 0 <= place < len(entries):
        raise NoSuchPlaceError(part)


def _with(document: Json, part: str, entries: list[Any], group: int | None) -> Json:
    changed = deepcopy(document)
    if part == "levels":
        changed["scale"]["levels"] = entries
    elif part == "criteria" and group is not None:
        changed["groups"][group]["criteria"] = entries
    else:
        changed[part] = entries
    return changed
