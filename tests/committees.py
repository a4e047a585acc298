"""Makers of a grassroots committee's own dossier: the wards of a town, each for itself."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants import clock
from tenants.database import row_id
from tenants.units import UnitKind
from tests import make
from tests.make import Town, Ward
from workflows.campaigns.opening import add_dossiers
from workflows.campaigns.tables import Campaign, CampaignRoute
from workflows.dossiers.tables import Answer, Dossier


def opened_for_committees(town: Town) -> None:
    """Let the town's open campaign take committees too: each ward gets a dossier of its own."""
    town.session.add(
        CampaignRoute(
            id=row_id(), campaign_id=town.campaign.id, kind=UnitKind.WARD_COMMITTEE.value,
            sector="", since=date(town.campaign.year, 1, 1), flow="committee_title",
            flow_version=1, criteria_set_id=town.campaign.criteria_set_id,
        )
    )  # fmt: skip
    town.session.flush()
    add_dossiers(town.session, town.campaign)
    town.session.commit()


def own_dossier(town: Town, ward: Ward) -> Dossier:
    """Return a committee's own dossier of this year, read anew."""
    return town.session.scalars(
        select(Dossier)
        .where(Dossier.unit_id == ward.unit.id)
        .options(joinedload(Dossier.campaign).joinedload(Campaign.criteria_set))
        .options(joinedload(Dossier.unit))
        .execution_options(populate_existing=True)
    ).one()


def awaiting_own_review(town: Town, *wards: Ward) -> list[Dossier]:
    """Bring committees' dossiers before their own bodies, by the moves that lead there."""
    session, today = town.session, clock.today(town.session)
    if session.scalar(select(Dossier.id).where(Dossier.unit_id == wards[0].unit.id)) is None:
        opened_for_committees(town)
    for ward in wards:
        make.move(
            town, ward.unit, "submit_registration", ward.office, met_on=today, base=3,
            in_favour=3, commitments=make.REGISTRATION["commitments"],
        )  # fmt: skip
        make.move(town, ward.unit, "accept_registration", town.city_office)
        make.move(town, ward.unit, "admit", town.city_office)
        make.move(town, ward.unit, "open_review", town.city_office)
        make.answered(town, ward.unit)
        make.move(town, ward.unit, "submit_self_assessment", ward.office)
    return [own_dossier(town, ward) for ward in wards]


def appraised(town: Town, dossier: Dossier, level: str = "good") -> None:
    """Enter the level of the committee above in each criterion."""
    for row in town.session.scalars(select(Answer).where(Answer.dossier_id == dossier.id)):
        row.appraised_level = level
        row.appraised_at = clock.now(town.session)
        row.appraised_by = town.org_dept.name
    town.session.commit()
