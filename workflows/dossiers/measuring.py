"""What is measured of a dossier: its targets and its monthly series, as of now or as kept.

While the cell still writes, the figures of today count. What it sent, and what the appraisal
concluded on, are kept with the answers: a figure that is corrected later changes neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from sqlalchemy.orm import object_session

from tenants import clock
from tenants.database import Json
from tenants.wall import TenantSession
from workflows.criteria.framework import Adjustment, CriteriaSet, Criterion
from workflows.criteria.measures import Figures, Found, found_from_json, take
from workflows.dossiers.contents import answers_of, criteria_of
from workflows.dossiers.series import series_of
from workflows.dossiers.tables import Answer, Dossier
from workflows.engine.refusals import Refusal
from workflows.targets.reading import figures_of

COUNT = "count"  # what an answer keeps of a bonus or penalty that somebody counted


def figures_now(dossier: Dossier, criteria: CriteriaSet) -> Figures:
    """Return the figures of today, read only where the set measures anything."""
    sources = {one.measure.source for one in measured(criteria) if one.measure}
    session = cast("TenantSession | None", object_session(dossier))
    if session is None or not sources:
        return Figures()
    return Figures(
        targets=figures_of(session, dossier.id) if "targets" in sources else {},
        series=series_of(session, dossier) if "series" in sources else {},
    )


def measured(criteria: CriteriaSet) -> list[Criterion | Adjustment]:
    """List the criteria, bonuses and penalties that have a measure."""
    return [one for one in criteria.measurable if one.measure is not None]


def kept(data: Json) -> Found | None:
    """Return what an answer keeps of a measure, if it keeps anything."""
    return found_from_json(data) if "value" in data else None


def counted(data: Json) -> int:
    """Return how often a bonus or penalty was counted."""
    return int(data.get(COUNT, 0))


def keep_sent(session: TenantSession, dossier: Dossier, *, by: str) -> None:
    """Keep what is measured now as what the unit sent."""
    for key, found in _found(dossier).items():
        _row(session, dossier, key, by).self_measured = found.as_json()
    session.flush()


def keep_appraised(session: TenantSession, dossier: Dossier, *, by: str) -> None:
    """Keep what is measured now as what the appraisal concluded on."""
    for key, found in _found(dossier).items():
        _row(session, dossier, key, by).appraised_measured = found.as_json()
    session.flush()


def keep_counts(
    session: TenantSession,
    dossier: Dossier,
    counts: Mapping[str, int],
    reasons: Mapping[str, str],
    *,
    by: str,
) -> None:
    """Keep how often the appraisers found each bonus and penalty of the set.

    Raises:
        Refusal: ``difference_needs_reason``, where they count otherwise than the unit claimed.

    """
    known = {one.key for one in criteria_of(dossier).adjustments if one.measure is None}
    claimed = {
        key: counted(row.self_measured) for key, row in answers_of(session, dossier.id).items()
    }
    found = {key: max(0, int(counts[key])) for key in sorted(known & set(counts))}
    said = {key: str(reasons.get(key, "")).strip() for key in found}
    unexplained = [
        f"count-reason-{key}"
        for key, count in found.items()
        if count != claimed.get(key, 0) and not said[key]
    ]
    if unexplained:
        raise Refusal("difference_needs_reason", fields=unexplained)
    for key, count in found.items():
        row = _row(session, dossier, key, by)
        row.appraised_measured, row.appraised_reason = {COUNT: count}, said[key]
    session.flush()


def _found(dossier: Dossier) -> Mapping[str, Found]:
    criteria = criteria_of(dossier)
    figures = figures_now(dossier, criteria)
    return {one.key: take(one.measure, figures) for one in measured(criteria) if one.measure}


def _row(session: TenantSession, dossier: Dossier, key: str, by: str) -> Answer:
    row = answers_of(session, dossier.id).get(key)
    if row is None:
        row = Answer(
            dossier_id=dossier.id, criterion=key, answered_at=clock.now(session), answered_by=by
        )
        session.add(row)
    return row
