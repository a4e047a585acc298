"""What a page showed of a sitting, as a short text that changes whenever it would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from uuid import UUID

from workflows.dossiers.tables import QualityRating
from workflows.sittings.outcomes import ClosingCheck
from workflows.sittings.tables import Sitting, SittingItem


def seen_of(
    sitting: Sitting,
    items: Sequence[SittingItem],
    ratings: Mapping[UUID, QualityRating],
    ballot: str = "",
) -> str:
    """Return a mark of the sitting and its agenda: state, attendance, votes, ratings, ballot."""
    versions = [f"{item.id}:{item.version}" for item in items]
    decided = sorted(f"{row.dossier_id}:{row.rating}:{row.number}" for row in ratings.values())
    return _mark([str(sitting.version), sitting.state, *versions, *decided, ballot])


def outcome_mark(sitting: Sitting, check: ClosingCheck) -> str:
    """Return a mark of everything the check before closing showed, number by number."""
    outcomes = [
        f"{each.item.id}:{each.item.version}:{each.result}:{each.problem}:{each.explained}"
        for each in check.outcomes
    ]
    return _mark([str(sitting.version), str(check.present), *check.problems, *outcomes])


def _mark(parts: Sequence[str]) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:20]
