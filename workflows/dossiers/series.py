"""Monthly series that criteria measure, gathered from whoever keeps them.

A series is a list of (month, value) by its key: the month as ``2026-03``, attendance and
shares in hundredths. The keys in use: ``attendance`` (who came, of those who count),
``meeting_quality`` (the monthly quality score), ``regular_meetings`` and
``thematic_meetings`` (1 for each that was held). Rooms that keep such rows say so once, when
they are imported: ``@provides_series``. What nobody provides is not known, which is not the
same as nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier

Series = Mapping[str, list[tuple[str, Decimal]]]
Provider = Callable[[TenantSession, Dossier], Series]

PROVIDERS: list[Provider] = []


def provides_series(provider: Provider) -> Provider:
    """Let a function tell the series of a dossier's unit in the dossier's year."""
    PROVIDERS.append(provider)
    return provider


def series_of(session: TenantSession, dossier: Dossier) -> dict[str, list[tuple[str, Decimal]]]:
    """Return every series of a dossier that somebody keeps."""
    found: dict[str, list[tuple[str, Decimal]]] = {}
    for provider in PROVIDERS:
        found.update(provider(session, dossier))
    return found
