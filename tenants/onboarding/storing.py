"""Takes a list over: creates what is new, changes what differs, leaves the rest alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from sqlalchemy import Table

from tenants.audit import record_event
from tenants.database import Base, Json, row_id
from tenants.limits import keep_lists_within
from tenants.members import Member
from tenants.onboarding.bulk import Row, add_rows, change_rows, take_time
from tenants.onboarding.changes import Changes
from tenants.onboarding.comparing import Comparison, Verdict
from tenants.onboarding.listed import Fault, ListedCell, ListedOfficer, Reading
from tenants.onboarding.seating import take_officer
from tenants.onboarding.standing import load_standing
from tenants.onboarding.tables import ListEffect
from tenants.wall import TenantSession


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a list.

    ``rows``, ``created``, ``updated`` and ``unchanged`` count rows of the list, ``wards``,
    ``cells`` and ``people`` what the rows that were taken speak of; ``officers`` are the rows
    of the sheet of officers among them. ``accounts`` counts the new ways to sign in.
    """

    rows: int
    created: int
    updated: int
    unchanged: int
    wards: int
    cells: int
    people: int
    rejected: list[Fault]
    warnings: list[Fault]
    officers: int = 0
    accounts: int = field(default=0, compare=False)

    def as_json(self) -> Json:
        """Return the report as ``bontot onboard --json`` prints it."""
        return {
            **self.counts(),
            "rejected": [fault.as_json() for fault in self.rejected],
            "warnings": [fault.as_json() for fault in self.warnings],
        }

    def counts(self) -> dict[str, int]:
        """Return the numbers of the report."""
        return {
            "rows": self.rows,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "wards": self.wards,
            "cells": self.cells,
            "people": self.people,
        }


def preview(reading: Reading) -> Outcome:
    """Say what would come of a list in a tenant that has no units yet."""
    verdicts = Counter({Verdict.CREATED: len(reading.cells) + len(reading.officers)})
    return _outcome(reading, reading.cells, reading.officers, verdicts, Changes(), [])


def compare(session: TenantSession, reading: Reading) -> Outcome:
    """Say what would come of a list in the session's tenant; nothing is written or locked."""
    take_time(session)
    outcome, _ = _compared(Comparison(load_standing(session, lock=False)), reading)
    return outcome


def onboard(
    session: TenantSession, reading: Reading, *, actor: Member, list_id: UUID | None = None
) -> Outcome:
    """Take a list over into the session's tenant, a few statements for each kind of row.

    Wards and cells are recognised by name, people by phone, or by name where they
    hold the same role already. What the list does not speak of stays as it is. A
    second run changes nothing. The caller commits.

    Args:
        list_id: the uploaded list, which then knows each row that was made or changed.

    Raises:
        OverLimitError: the tenant would hold more than it may; nothing is kept.

    """
    take_time(session)
    outcome, changes = _compared(Comparison(load_standing(session)), reading)
    _write(session, changes)
    keep_lists_within(session)
    if list_id is not None:
        add_rows(session, _table(ListEffect), _effects(changes, list_id))
    record_event(
        session,
        "list_onboarded",
        actor=actor,
        facts={
            **outcome.counts(),
            "rejected": len({fault.place for fault in outcome.rejected}),
            "changes": changes.told,
        },
    )
    return outcome


def _compared(comparison: Comparison, reading: Reading) -> tuple[Outcome, Changes]:
    cells = [(cell, comparison.take(cell)) for cell in reading.cells]
    officers = [(officer, take_officer(comparison, officer)) for officer in reading.officers]
    outcome = _outcome(
        reading,
        [cell for cell, verdict in cells if verdict is not Verdict.REJECTED],
        [officer for officer, verdict in officers if verdict is not Verdict.REJECTED],
        Counter(verdict for _, verdict in (*cells, *officers)),
        comparison.changes,
        comparison.rejected,
    )
    return outcome, comparison.changes


def _outcome(
    reading: Reading,
    taken: Sequence[ListedCell],
    officers: Sequence[ListedOfficer],
    verdicts: Counter[Verdict],
    changes: Changes,
    rejected: Sequence[Fault],
) -> Outcome:
    left_out = {fault.place for fault in rejected}
    return Outcome(
        rows=reading.rows + reading.officer_rows,
        created=verdicts[Verdict.CREATED],
        updated=verdicts[Verdict.UPDATED],
        unchanged=verdicts[Verdict.UNCHANGED],
        wards=len({cell.ward for cell in taken}),
        cells=len(taken),
        people=_count_people(taken, officers),
        rejected=sorted([*reading.rejected, *rejected], key=lambda fault: fault.row),
        warnings=[fault for fault in reading.warnings if fault.place not in left_out],
        officers=len(officers),
        accounts=len(changes.added.get("accounts", ())),
    )


def _count_people(taken: Sequence[ListedCell], officers: Sequence[ListedOfficer]) -> int:
    """Count people, once for each phone: one comrade may lead two cells."""
    people = [person for cell in taken for person in (cell.secretary, cell.deputy) if person]
    people += [officer.person for officer in officers]
    phones = {person.phone for person in people if person.phone is not None}
    return len(phones) + sum(person.phone is None for person in people)


def _write(session: TenantSession, changes: Changes) -> None:
    for model, rows in changes.updates():
        change_rows(session, _table(model), rows)
    for model, rows in changes.additions():
        add_rows(session, _table(model), rows)


def _effects(changes: Changes, list_id: UUID) -> list[Row]:
    """Say of each row that it was made, or how it was changed."""
    made = [
        {"id": row_id(), "list_id": list_id, "kind": kind, "row_id": row["id"],
         "before": None, "after": None}
        for kind, rows in changes.added.items()
        for row in rows
    ]  # fmt: skip
    changed = [
        {"id": row_id(), "list_id": list_id, "kind": kind, "row_id": change.after["id"],
         "before": change.before, "after": change.after}
        for kind, changes_of_kind in changes.changed.items()
        for change in changes_of_kind
    ]  # fmt: skip
    return [*made, *changed]


def _table(model: type[Base]) -> Table:
    return cast("Table", model.__table__)
