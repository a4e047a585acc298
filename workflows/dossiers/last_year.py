"""What a unit wrote of the same criteria the year before, to be used again where it still holds."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants.text.folding import spelling_key
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.dossiers.contents import answers_of, criteria_of
from workflows.dossiers.tables import Dossier


@dataclass(frozen=True, slots=True)
class LastYear:
    """The year, and the notes of it by this year's criteria."""

    year: int
    notes: dict[str, str]


def last_year_of(session: TenantSession, dossier: Dossier) -> LastYear | None:
    """Return the notes of the unit's latest earlier dossier, where it wrote any.

    A set may number its criteria anew from year to year: it is the wording that tells which
    one is which.
    """
    before = session.scalars(
        select(Dossier)
        .join(Campaign, Campaign.id == Dossier.campaign_id)
        .where(Dossier.unit_id == dossier.unit_id, Campaign.year < dossier.campaign.year)
        .order_by(Campaign.year.desc(), Dossier.id)
        .limit(1)
        .options(joinedload(Dossier.campaign).joinedload(Campaign.criteria_set))
        .options(joinedload(Dossier.criteria_set))
    ).one_or_none()
    if before is None:
        return None
    answers = answers_of(session, before.id)
    said = {
        spelling_key(criterion.label): answers[criterion.key].note
        for criterion in criteria_of(before).criteria
        if criterion.key in answers and answers[criterion.key].note
    }
    notes = {
        criterion.key: said[spelling_key(criterion.label)]
        for criterion in criteria_of(dossier).criteria
        if spelling_key(criterion.label) in said
    }
    return LastYear(before.campaign.year, notes) if notes else None
