"""What a unit's year holds beside its dossier, for whoever reads the dossier: the appraisers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tenants.members import SYSTEM
from web import current
from workflows.dossiers.tables import Dossier
from workflows.logbook.reading import entries_of
from workflows.logbook.tables import LogEntry
from workflows.meetings.reading import YearSheet, sheet_of
from workflows.review_teams.flags import standing_flags
from workflows.review_teams.reading import teams_of
from workflows.review_teams.tables import ReviewTeam, WeakFlag


@dataclass(frozen=True, slots=True)
class Noted:
    """Meetings, entries and teams of a dossier's year, and the flag that stands on its unit."""

    sheet: YearSheet
    entries: Sequence[LogEntry]
    teams: Sequence[ReviewTeam]
    flag: WeakFlag | None
    overdue: int


def noted_of(dossier: Dossier) -> Noted:
    """Gather what hangs on a dossier's unit and year; the page asks who may read the dossier."""
    session, year, today = current.session(), dossier.campaign.year, current.today()
    entries = entries_of(session, dossier.unit_id, year)
    flags = standing_flags(session, current.member(), [dossier.unit_id])
    return Noted(
        sheet=sheet_of(session, SYSTEM, dossier.unit, year, today=today),
        entries=entries,
        teams=teams_of(session, dossier.unit_id, year),
        flag=flags.get(dossier.unit_id),
        overdue=sum(entry.is_overdue(today) for entry in entries),
    )
