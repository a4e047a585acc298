"""What stands beside a criterion: its files, what the store has for it, targets, last year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from web import current
from workflows.criteria.framework import Group
from workflows.dossiers.last_year import LastYear, last_year_of
from workflows.dossiers.tables import Answer, Dossier
from workflows.evidence.attaching import may_attach
from workflows.evidence.gathered import attached_ids, files_of
from workflows.evidence.links import evidence_of, takes_evidence
from workflows.evidence.tables import Evidence
from workflows.logbook.reading import entries_of
from workflows.logbook.tables import LogEntry
from workflows.targets.reading import targets_of
from workflows.targets.tables import Target

OFFERED = 8  # of the store, beside one criterion; the whole of it is a link away
LOOKED_AT = 40


@dataclass(frozen=True, slots=True)
class Beside:
    """One criterion's surroundings.

    ``offered`` are files of the store that are not attached here yet, those that serve no
    criterion first (those are ``loose``); ``more`` tells that the store has others.
    ``said_before`` is last year's note, while this year's says something else.
    """

    files: Sequence[Evidence]
    offered: Sequence[Evidence]
    loose: frozenset[UUID]
    more: bool
    takes: bool
    targets: Sequence[Target]
    said_before: str
    year_before: int


def beside_criteria(
    dossier: Dossier, group: Group, answers: Mapping[str, Answer], *, writes: bool
) -> dict[str, Beside]:
    """Return what stands beside each criterion of a group.

    Args:
        writes: whether the visitor answers the criteria; readers are offered nothing.

    """
    session, member = current.session(), current.member()
    attached = evidence_of(session, dossier.id)
    gathers = writes and may_attach(session, member, dossier)
    store = (
        files_of(session, member, dossier.unit_id, dossier.campaign.year, limit=LOOKED_AT)
        if gathers
        else []
    )
    loose = frozenset(row.id for row in store) - attached_ids(session, store)
    targets = targets_of(session, dossier.id)
    before = last_year_of(session, dossier) if writes else None
    found = {}
    for criterion in group.criteria:
        here = attached.get(criterion.key, [])
        ids = {row.id for row in here}
        free = [row for row in store if row.id not in ids]
        found[criterion.key] = Beside(
            files=here,
            offered=free[:OFFERED],
            loose=loose,
            more=len(free) > OFFERED,
            takes=gathers and takes_evidence(dossier, criterion.key),
            targets=[
                row
                for row in targets
                if criterion.target_series and row.series == criterion.target_series
            ],
            said_before=_said_before(before, criterion.key, answers.get(criterion.key)),
            year_before=before.year if before else 0,
        )
    return found


def noted_of(dossier: Dossier, group: Group) -> list[LogEntry]:
    """List what the unit's logbook noted of a group in the year, the latest first."""
    entries = entries_of(current.session(), dossier.unit_id, dossier.campaign.year)
    return [entry for entry in entries if entry.group_key == group.key]


def _said_before(before: LastYear | None, key: str, row: Answer | None) -> str:
    said = before.notes.get(key, "") if before else ""
    return "" if row is not None and said in row.note else said
