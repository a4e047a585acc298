"""How far the cells are, ward by ward: counts that link to exactly their lists."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from tenants.members import Member
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import sees

BEFORE_REGISTRATION = ("registration_draft", "registration_returned")
BEFORE_ASSESSMENT = (
    *BEFORE_REGISTRATION, "registration_submitted", "registered", "in_progress",
    "self_assessment", "returned",
)  # fmt: skip
RECOMMENDED = (
    "recommended", "proposed", "city_appraisal", "returned_to_ward", "awaiting_city_decision",
    "recognized", "declined", "revoked", "city_reconsideration",
)  # fmt: skip
OUT = ("withdrawn", "lapsed", "superseded")
NOT_REGISTERED = (*BEFORE_REGISTRATION, *OUT)
NOT_ASSESSED = (*BEFORE_ASSESSMENT, *OUT, "on_hold")


@dataclass(frozen=True, slots=True)
class WardProgress:
    """One ward's cells: all, registered, self-assessed, recommended, recognised.

    ``committees`` says how many of them are the committee itself, which files for its own title.
    """

    ward_id: UUID
    ward: str
    cells: int
    registered: int
    assessed: int
    recommended: int
    recognized: int
    committees: int = 0


def progress_by_ward(
    session: TenantSession, member: Member, *, year: int | None
) -> list[WardProgress]:
    """Count the dossiers of a year that the member sees, the furthest behind first."""
    rows = session.execute(
        select(
            OrgUnit.id,
            OrgUnit.name,
            func.count(),
            func.count().filter(Dossier.state.not_in(NOT_REGISTERED)),
            func.count().filter(Dossier.state.not_in(NOT_ASSESSED)),
            func.count().filter(Dossier.state.in_(RECOMMENDED)),
            func.count().filter(Dossier.state == "recognized"),
            func.count().filter(Dossier.unit_id == Dossier.committee_id),
        )
        .join(OrgUnit, OrgUnit.id == Dossier.committee_id)
        .join(Campaign, Campaign.id == Dossier.campaign_id)
        .where(sees(member), Campaign.year == year)
        .group_by(OrgUnit.id, OrgUnit.name, OrgUnit.sort_key)
        .order_by(OrgUnit.sort_key)
    )
    wards = [WardProgress(*row) for row in rows.all()]
    return sorted(
        wards,
        key=lambda ward: [
            number / max(1, ward.cells)
            for number in (ward.recommended, ward.assessed, ward.registered)
        ],
    )
