"""Whether a dossier is eligible, with every rule, value and verdict spelled out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tenants.database import Json
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier


@dataclass(frozen=True, slots=True)
class Verdict:
    """Eligible or not, the appraised total, and a line for each rule."""

    eligible: bool
    total: Decimal
    lines: list[Json]


def appraise(
    session: TenantSession, dossier: Dossier, *, disciplined: bool, complained: bool, rating: str
) -> Verdict:
    """Judge a dossier on its appraised scores."""
    raise NotImplementedError
