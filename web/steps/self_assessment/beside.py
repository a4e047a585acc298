"""What stands beside a criterion: its files, what the store has for it, targets, last year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from web import current
from workflows.criteria.framework import Adjustment, Criterion, Group
from workflows.dossiers.contents import criteria_of
from workflows.dossiers.last_year import LastYear, last_year_of
from workflows.dossiers.tables import Answer, Dossier
from workflows.evidence.attaching import may_attach
from workflows.evidence.citing import Books, Cited, books_of, cited_in, cited_sources, fitting
from workflows.evidence.fitting import best_for, by_kinship
from workflows.evidence.gathered import attached_ids, files_of
from workflows.evidence.links import evidence_of, takes_evidence
from workflows.evidence.tables import Evidence
from workflows.logbook.reading import entries_of
from workflows.logbook.tables import LogEntry
from workflows.meetings.tables import MonthlyMeeting
from workflows.targets.reading import targets_of
from workflows.targets.tables import Target

OFFERED = 8  # of the store, beside one criterion; the whole of it is a link away
LOOKED_AT = 40
SUGGESTED = 3  # offered in the open; the rest stands in a fold


@dataclass(frozen=True, slots=True)
class Lines:
    """What the unit's own books offer a criterion.

    ``suggested`` are entries that speak of this criterion more than of any other, in the
    open; ``entries`` and ``meetings`` all that fits and is not cited here yet.
    """

    suggested: Sequence[LogEntry] = ()
    entries: Sequence[LogEntry] = ()
    meetings: Sequence[MonthlyMeeting] = ()

    @property
    def rest(self) -> list[LogEntry]:
        """The entries in the fold."""
        return [each for each in self.entries if each not in self.suggested]


@dataclass(frozen=True, slots=True)
class Beside:
    """One criterion's surroundings.

    ``offered`` are files of the store that are not attached here yet: those that serve no
    criterion first (those are ``loose``), of these what speaks of the criterion; ``more``
    tells that the store has others. ``cited`` are lines of the unit's books that it rests on,
    ``lines`` those that it might. ``said_before`` is last year's note, while this year's says
    something else.
    """

    files: Sequence[Evidence]
    offered: Sequence[Evidence]
    loose: frozenset[UUID]
    more: bool
    takes: bool
    cited: Sequence[Cited]
    lines: Lines
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
    return _beside(dossier, group.criteria, group.key, answers, writes=writes)


def beside_adjustments(
    dossier: Dossier, adjustments: Sequence[Adjustment], *, writes: bool
) -> dict[str, Beside]:
    """Return what stands beside bonuses and penalties: they belong to no group."""
    return _beside(dossier, adjustments, "", {}, writes=writes)


def _beside(
    dossier: Dossier,
    criteria: Sequence[Criterion | Adjustment],
    group_key: str,
    answers: Mapping[str, Answer],
    *,
    writes: bool,
) -> dict[str, Beside]:
    session, member = current.session(), current.member()
    attached = evidence_of(session, dossier.id)
    gathers = writes and may_attach(session, member, dossier)
    store = (
        files_of(session, member, dossier.unit_id, dossier.campaign.year, limit=LOOKED_AT)
        if gathers
        else []
    )
    loose = frozenset(row.id for row in store) - attached_ids(session, store)
    cited, sources = cited_in(session, dossier), cited_sources(session, dossier.id)
    books = books_of(session, member, dossier) if gathers else Books()
    best = _best_places(dossier, books, group_key)
    targets = targets_of(session, dossier.id)
    before = last_year_of(session, dossier) if writes else None
    found = {}
    for criterion in criteria:
        key = criterion.key
        here = attached.get(key, [])
        ids = {row.id for row in here}
        free = by_kinship(
            (row for row in store if row.id not in ids), criterion, lambda row: row.note or row.name
        )
        free.sort(key=lambda row: row.id not in loose)
        takes = gathers and takes_evidence(dossier, key)
        series = criterion.target_series if isinstance(criterion, Criterion) else ""
        found[key] = Beside(
            files=here,
            offered=free[:OFFERED],
            loose=loose,
            more=len(free) > OFFERED,
            takes=takes,
            cited=cited.get(key, []),
            lines=_lines(books, criterion, group_key, sources.get(key, set()), best)
            if takes
            else Lines(),
            targets=[row for row in targets if series and row.series == series],
            said_before=_said_before(before, key, answers.get(key)),
            year_before=before.year if before else 0,
        )
    return found


def _best_places(dossier: Dossier, books: Books, group_key: str) -> dict[UUID, str | None]:
    """Return for each entry the criterion of this page that it speaks of most."""
    criteria = criteria_of(dossier)
    group = next((each for each in criteria.groups if each.key == group_key), None)
    places = group.criteria if group else criteria.adjustments
    return {
        entry.id: best_for(entry.words, places)
        for entry in books.entries
        if entry.group_key in {group_key, ""}
    }


def _lines(
    books: Books,
    criterion: Criterion | Adjustment,
    group_key: str,
    cited: set[UUID],
    best: Mapping[UUID, str | None],
) -> Lines:
    fit = fitting(books, criterion, group_key)
    entries = [each for each in fit.entries if each.id not in cited]
    return Lines(
        suggested=[each for each in entries if best.get(each.id) == criterion.key][:SUGGESTED],
        entries=entries,
        meetings=[each for each in fit.meetings if each.id not in cited],
    )


def noted_of(dossier: Dossier, group: Group) -> list[LogEntry]:
    """List what the unit's logbook noted of a group in the year, the latest first."""
    entries = entries_of(current.session(), dossier.unit_id, dossier.campaign.year)
    return [entry for entry in entries if entry.group_key == group.key]


def _said_before(before: LastYear | None, key: str, row: Answer | None) -> str:
    said = before.notes.get(key, "") if before else ""
    return "" if row is not None and said in row.note else said
