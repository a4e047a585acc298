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
from workflows.criteria.framework import (
    Adjustment,
    CriteriaSet,
    Criterion,
    Disqualifier,
    Prerequisite,
)
from workflows.criteria.measures import Figures
from workflows.dossiers.contents import answers_of, criteria_of, tally_of
from workflows.dossiers.measuring import counted, figures_now, kept
from workflows.dossiers.tables import ANSWERING, Answer, Dossier, Purpose

# The service knows these by itself, or asks them of every dossier (``appraise``).
KNOWN_CONDITIONS = frozenset(
    {
        "registered_on_time", "rating_good_or_better", "no_member_disciplined",
        "no_open_complaint", "adopted_by_cell",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """Eligible or not, the appraised total, and a line for each rule as plain JSON."""

    eligible: bool
    total: Decimal
    lines: list[Json]


def asked_conditions(criteria: CriteriaSet) -> list[Prerequisite | Disqualifier]:
    """List the conditions that only the appraisers can answer: those of the set's own."""
    own = [one for one in criteria.prerequisites if one.key not in KNOWN_CONDITIONS]
    return [*own, *criteria.disqualifiers]


def counted_adjustments(criteria: CriteriaSet) -> list[Adjustment]:
    """List the bonuses and penalties that no figure measures: the appraisers count them."""
    return [one for one in criteria.adjustments if one.measure is None]


def returnable(criteria: CriteriaSet) -> list[Criterion | Adjustment]:
    """List what a return may open: what a unit answers, and what it may claim."""
    return [*criteria.criteria, *counted_adjustments(criteria)]


def self_score(dossier: Dossier, answers: Mapping[str, Answer]) -> scoring.Score:
    """Return the points that the cell gives itself so far.

    Measured criteria follow the figures of today while the cell writes, and what it sent
    from then on.
    """
    sent = dossier.state not in ANSWERING
    criteria = criteria_of(dossier)
    return scoring.score(
        criteria,
        {
            key: scoring.Answer(
                row.self_level,
                not_applicable=row.not_applicable,
                found=kept(row.self_measured) if sent else None,
                count=counted(row.self_measured),
            )
            for key, row in answers.items()
        },
        Figures() if sent else figures_now(dossier, criteria),
    )


def appraised_score(dossier: Dossier, answers: Mapping[str, Answer]) -> scoring.Score:
    """Return the points that the appraisers give so far.

    Measured criteria follow the figures of today until the appraisal is concluded, and what
    was measured then; a level that appraisers give in spite of a figure outranks it.
    """
    concluded = dossier.eligible is not None
    criteria = criteria_of(dossier)
    return scoring.score(
        criteria,
        {
            key: scoring.Answer(
                row.appraised_level,
                not_applicable=row.not_applicable,
                found=kept(row.appraised_measured) if concluded else None,
                outranks=row.appraised_level is not None,
                count=counted(row.appraised_measured or row.self_measured),
            )
            for key, row in answers.items()
        },
        figures_now(dossier, criteria),
    )


def appraise(
    session: TenantSession,
    dossier: Dossier,
    *,
    disciplined: bool | None,
    complained: bool | None,
    rating: str,
    stated: Mapping[str, bool] | None = None,
) -> Verdict:
    """Judge a dossier on its appraised scores and on what its campaign asks besides.

    Args:
        disciplined: whether a member was, in the year; none while nobody has said.
        complained: whether a complaint is open; none while nobody has said.
        stated: what the appraisers say to the conditions of the set's own, by key
            (``asked_conditions``).

    """
    score = appraised_score(dossier, answers_of(session, dossier.id))
    verdict = eligibility(
        criteria_of(dossier),
        score,
        {
            **(stated or {}),
            "registered_on_time": not dossier.registered_late,
            "registered_late_with_consent": bool(dossier.consent_number),
            "adopted_by_cell": _adopted(session, dossier),
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


def _adopted(session: TenantSession, dossier: Dossier) -> bool:
    """Tell whether the unit itself voted on what it says; a committee's body did to send it up."""
    if dossier.of_committee:
        return bool(dossier.submission_number)
    return tally_of(session, dossier.id, Purpose.SELF_ASSESSMENT) is not None
