"""The tree of units as it stood on a day: names and places of that day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from tenants.search import matches
from tenants.successions import FormerUnit
from tenants.units import OrgUnit
from tenants.wall import TenantSession


@dataclass(frozen=True, slots=True)
class Sought:
    """Which units of a day's tree: words of their name, kind, sector, below which unit.

    Kind and sector are the tenant's own, by their codes.
    """

    words: str = ""
    kind: str | None = None
    sector: str | None = None
    below: UUID | None = None

    @property
    def is_all(self) -> bool:
        """Whether nothing narrows the tree."""
        return self == Sought()


@dataclass(frozen=True, slots=True)
class Node:
    """A unit on a day, and how deep it stands in what was found."""

    unit: OrgUnit
    name: str
    parent_id: UUID | None
    parent_name: str
    depth: int


def tree_on(session: TenantSession, day: date, sought: Sought | None = None) -> list[Node]:
    """List the units in force on a day, each below the one it stood under that day."""
    former, mother, former_mother = aliased(FormerUnit), aliased(OrgUnit), aliased(FormerUnit)
    parent_id = case((former.id.is_not(None), former.parent_id), else_=OrgUnit.parent_id)
    query = (
        select(
            OrgUnit,
            func.coalesce(former.name, OrgUnit.name),
            func.coalesce(former.sort_key, OrgUnit.sort_key),
            parent_id,
            func.coalesce(former_mother.name, mother.name, ""),
            func.coalesce(former_mother.sort_key, mother.sort_key, ""),
        )
        .outerjoin(former, _covers(former, OrgUnit.id, day))
        .outerjoin(mother, mother.id == parent_id)
        .outerjoin(former_mother, _covers(former_mother, mother.id, day))
        .where(in_force(day))
    )
    asked = sought or Sought()
    rows = session.execute(_narrowed(query, asked, former, mother, parent_id))
    return _in_order(tuple(row) for row in rows)


def in_force(day: date) -> ColumnElement[bool]:
    """Say in SQL that a unit is there on a day."""
    return and_(OrgUnit.valid_from <= day, or_(OrgUnit.valid_to.is_(None), OrgUnit.valid_to >= day))


def count_in_force(session: TenantSession, day: date) -> dict[str, int]:
    """Count the units in force on a day, by the code of their kind."""
    rows = session.execute(
        select(OrgUnit.kind_code, func.count()).where(in_force(day)).group_by(OrgUnit.kind_code)
    )
    return {row[0]: row[1] for row in rows}


def _covers(former: type[FormerUnit], unit_id: Any, day: date) -> ColumnElement[bool]:
    return and_(former.unit_id == unit_id, former.valid_from <= day, former.valid_to >= day)


def _narrowed(
    query: Select[Any],
    sought: Sought,
    former: type[FormerUnit],
    mother: type[OrgUnit],
    parent_id: ColumnElement[Any],
) -> Select[Any]:
    if sought.kind is not None:
        query = query.where(OrgUnit.kind_code == sought.kind)
    if sought.sector is not None:
        query = query.where(OrgUnit.sector == sought.sector)
    if sought.below is not None:
        query = query.where(or_(parent_id == sought.below, OrgUnit.id == sought.below))
    if sought.words:
        today = matches(sought.words, OrgUnit.search_key, mother.search_key)
        then = matches(sought.words, former.search_key, mother.search_key)
        by_code = OrgUnit.code == sought.words.strip().lower()
        query = query.where(or_(today, and_(former.id.is_not(None), then), by_code))
    return query


def _in_order(rows: Iterable[tuple[Any, ...]]) -> list[Node]:
    """Put the found units below each other; those whose parent was not found come first."""
    found = list(rows)
    ids = {row[0].id for row in found}
    below: dict[UUID | None, list[tuple[Any, ...]]] = defaultdict(list)
    for row in found:
        below[row[3] if row[3] in ids else None].append(row)
    for siblings in below.values():
        siblings.sort(key=lambda row: (row[5], row[2], row[0].code))
    nodes: list[Node] = []
    waiting = [(row, 0) for row in reversed(below[None])]
    while waiting:
        (unit, name, _key, parent_id, parent_name, _parent_key), depth = waiting.pop()
        nodes.append(Node(unit, name, parent_id, parent_name, depth))
        waiting.extend((row, depth + 1) for row in reversed(below[unit.id]))
    return nodes
