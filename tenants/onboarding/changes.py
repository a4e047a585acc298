"""What taking a list over has to write: rows to add, and rows to change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tenants.bodies import Body, BodyMember
from tenants.database import Base, Json
from tenants.onboarding.bulk import Row
from tenants.people import Account, Membership, Person
from tenants.units import OrgUnit

# In the order in which rows refer to each other.
TABLES: tuple[type[Base], ...] = (OrgUnit, Person, Account, Membership, Body, BodyMember)


@dataclass(frozen=True, slots=True)
class Change:
    """A row that changes: its values before and after, ``id`` in both."""

    before: Row
    after: Row


@dataclass(slots=True)
class Changes:
    """Rows to write, by the name of their table; ``told`` is what the audit trail keeps."""

    added: dict[str, list[Row]] = field(default_factory=dict)
    changed: dict[str, list[Change]] = field(default_factory=dict)
    told: list[Json] = field(default_factory=list)

    def add(self, model: type[Base], row: Row) -> None:
        """Note a row to insert."""
        self.added.setdefault(model.__tablename__, []).append(row)

    def change(self, model: type[Base], row_id: object, before: Row, after: Row) -> None:
        """Note a row to update; only what differs counts."""
        self.changed.setdefault(model.__tablename__, []).append(
            Change({"id": row_id, **before}, {"id": row_id, **after})
        )

    def additions(self) -> Iterator[tuple[type[Base], list[Row]]]:
        """Return the rows to insert, those first that others refer to."""
        for model in TABLES:
            if rows := self.added.get(model.__tablename__):
                yield model, rows

    def updates(self) -> Iterator[tuple[type[Base], list[Row]]]:
        """Return the rows to update, in groups that name the same columns."""
        for model in TABLES:
            for rows in _by_columns(self.changed.get(model.__tablename__, [])):
                yield model, rows


def _by_columns(changes: Iterable[Change]) -> Iterable[list[Row]]:
    groups: dict[tuple[str, ...], list[Row]] = {}
    for change in changes:
        groups.setdefault(tuple(change.after), []).append(change.after)
    return groups.values()
