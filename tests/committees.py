"""Makers of a grassroots committee's own dossier: the wards of a town, each for itself."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants import clock
from tenants.database import row_id
from tenants.units import UnitKind
from tests import make
from tests.make import Town, Ward
from tests.workflows.evidence.made import jpeg
from workflows.campaigns.opening import add_dossiers
from workflows.campaigns.planning import keep_criteria
from workflows.campaigns.tables import Campaign, CampaignRoute
from workflows.criteria_sets.shipped import shipped_set
from workflows.dossiers.tables import Answer, Dossier
from workflows.evidence.attaching import attach
from workflows.evidence.keeping import keep_file
from workflows.evidence.preparing import Upload


def opened_for_committees(town: Town, criteria_set_id: UUID | None = None) -> None:
    """Let the town's open campaign take committees too: each ward gets a dossier of its own."""
    town.session.add(
        CampaignRoute(
            id=row_id(), campaign_id=town.campaign.id, kind=UnitKind.WARD_COMMITTEE.value,
            sector="", since=date(town.campaign.year, 1, 1), flow="committee_title",
            flow_version=1,
            criteria_set_id=criteria_set_id or town.campaign.criteria_set_id,
        )
    )  # fmt: skip
    town.session.flush()
    add_dossiers(town.session, town.campaign)
    town.session.commit()


def opened_with_shipped(town: Town) -> Dossier:
    """Let committees take part by the set that comes along; return the first ward's own."""
    shipped = shipped_set("dang-bo-co-so-4-tot")
    assert shipped is not None
    opened_for_committees(town, keep_criteria(town.session, shipped.criteria).id)
    return own_dossier(town, town.ward)


def attach_what_is_asked(town: Town, dossier: Dossier) -> None:
    """Attach the one file without which that set lets no self-assessment be sent."""
    office = town.member(town.ward.office)
    kept = keep_file(
        town.session, dossier.unit, Upload("xac-nhan.jpg", jpeg()),
        actor=office, year=dossier.campaign.year, note="Xác nhận của Ủy ban Kiểm tra",
    ).evidence  # fmt: skip
    attach(town.session, dossier.id, "3.2", [kept.id], actor=office)
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
