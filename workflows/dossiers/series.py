"""Monthly series that criteria measure, as the cell's own book of meetings says them.

A series is a list of (month, value) by its key: the month as ``2026-03``, shares in
hundredths, as criteria ask for them. The keys are those of ``workflows.meetings.series``:
``attendance``, ``meeting_quality``, ``meetings_held``, ``thematic_meetings`` (1 for each),
``thematic_quality``, ``clear_resolutions``. A unit that writes no meeting down in the service
has no series: that is not known, which is not the same as nothing.
"""

from __future__ import annotations

from decimal import Decimal

from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.meetings.series import series_of as series_of_meetings

Series = dict[str, list[tuple[str, Decimal]]]
SHARES = frozenset({"attendance", "clear_resolutions"})


def series_of(session: TenantSession, dossier: Dossier) -> Series:
    """Return the series of a dossier's unit in the dossier's year."""
    year = dossier.campaign.year
    found = series_of_meetings(session, dossier, year)
    if not any(found.values()):
        return {}
    return {
        key: [
            (f"{year}-{month:02}", value * 100 if key in SHARES else value)
            for month, value in months
        ]
        for key, months in found.items()
    }
