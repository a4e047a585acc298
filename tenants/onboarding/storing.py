"""Takes a list over: creates what is new, changes what differs, leaves the rest alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table

from tenants.audit import record_event
from tenants.database import Base, Json
from tenants.members import Member
from tenants.onboarding.bulk import add_rows, change_rows
from tenants.onboarding.comparing import Changes, Comparison, Verdict
from tenants.onboarding.listed import Fault, ListedCell, Reading
from tenants.onboarding.standing import load_standing
from tenants.people import Account, Membership, Person
from tenants.units import OrgUnit
from tenants.wall import TenantSession


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a list.

    ``rows``, ``created``, ``updated`` and ``unchanged`` count rows of the list, ``wards``,
    ``cells`` and ``people`` what the rows that were taken speak of.
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
    return _outcome(reading, reading.cells, Counter({Verdict.CREATED: len(reading.cells)}), [])


def onboard(session: TenantSession, reading: Reading, *, actor: Member) -> Outcome:
    """Take a list over into the session's tenant, in one statement for each kind of row.

    Wards and cells are recognised by name, people by phone, or by name where they
    lead the same cell already. What the list does not speak of stays as it is. A
    second run changes nothing. The caller commits.
    """
    comparison = Comparison(load_standing(session))
    verdicts = [(cell, comparison.take(cell)) for cell in reading.cells]
    _write(session, comparison.changes)
    outcome = _outcome(
        reading,
        [cell for cell, verdict in verdicts if verdict is not Verdict.REJECTED],
        Counter(verdict for _, verdict in verdicts),
        comparison.rejected,
    )
    record_event(
        session,
        "list_onboarded",
        actor=actor,
        facts={
            **outcome.counts(),
            "rejected": len({fault.row for fault in outcome.rejected}),
            "changes": comparison.changes.told,
        },
    )
    return outcome


def _outcome(
    reading: Reading,
    taken: Sequence[ListedCell],
    verdicts: Counter[Verdict],
    rejected: Sequence[Fault],
) -> Outcome:
    left_out = {fault.row for fault in rejected}
    return Outcome(
        rows=reading.rows,
        created=verdicts[Verdict.CREATED],
        updated=verdicts[Verdict.UPDATED],
        unchanged=verdicts[Verdict.UNCHANGED],
        wards=len({cell.ward for cell in taken}),
        cells=len(taken),
        people=_count_people(taken),
        rejected=sorted([*reading.rejected, *rejected], key=lambda fault: fault.row),
        warnings=[fault for fault in reading.warnings if fault.row not in left_out],
    )


def _count_people(taken: Sequence[ListedCell]) -> int:
    """Count people, once for each phone: one comrade may lead two cells."""
    people = [person for cell in taken for person in (cell.secretary, cell.deputy) if person]
    phones = {person.phone for person in people if person.phone is not None}
    return len(phones) + sum(person.phone is None for person in people)


def _write(session: TenantSession, changes: Changes) -> None:
    for model, changed in (
        (OrgUnit, changes.unit_changes),
        (Person, changes.person_changes),
        (Account, changes.account_changes),
        (Membership, changes.membership_changes),
    ):
        change_rows(session, _table(model), changed)
    for model, added in (
        (OrgUnit, changes.units),
        (Person, changes.people),
        (Account, changes.accounts),
        (Membership, changes.memberships),
    ):
        add_rows(session, _table(model), added)


def _table(model: type[Base]) -> Table:
    return cast("Table", model.__table__)
