"""Whether a dossier is eligible, with every rule, value and verdict spelled out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal

from tenants.audit import plain
from tenants.database import Json
from tenants.wall import TenantSession
from workflows.criteria import scoring
from workflows.criteria.eligibility import eligibility
from workflows.dossiers.contents import answers_of, criteria_of, tally_of
from workflows.dossiers.tables import Answer, Dossier, Purpose


@dataclass(frozen=True, slots=True)
class Verdict:
    """Eligible or not, the appraised total, and a line for each rule as plain JSON."""

    eligible: bool
    total: Decimal
    lines: list[Json]


def self_score(dossier: Dossier, answers: Mapping[str, Answer]) -> scoring.Score:
    """Return the points that the cell gives itself so far."""
    return scoring.score(
        criteria_of(dossier),
        {
            key: scoring.Answer(row.self_level, not_applicable=row.not_applicable)
            for key, row in answers.items()
        },
    )


def appraised_score(dossier: Dossier, answers: Mapping[str, Answer]) -> scoring.Score:
    """Return the points that the appraisers give so far."""
    return scoring.score(
        criteria_of(dossier),
        {
            key: scoring.Answer(row.appraised_level, not_applicable=row.not_applicable)
            for key, row in answers.items()
        },
    )


def appraise(
    session: TenantSession, dossier: Dossier, *, disciplined: bool, complained: bool, rating: str
) -> Verdict:
    """Judge a dossier on its appraised scores and on what its campaign asks besides."""
    score = appraised_score(dossier, answers_of(session, dossier.id))
    verdict = eligibility(
        criteria_of(dossier),
        score,
        {
            "registered_on_time": not dossier.registered_late,
            "registered_late_with_consent": bool(dossier.consent_number),
            "adopted_by_cell": tally_of(session, dossier.id, Purpose.SELF_ASSESSMENT) is not None,
            "rating": rating,
            "disciplined": disciplined,
            "open_complaint": complained,
        },
    )
    return Verdict(
        eligible=verdict.eligible,
        total=score.total,
        lines=[plain(asdict(line)) for line in verdict.lines],
    )
