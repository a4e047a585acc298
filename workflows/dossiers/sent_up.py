"""What a ward has sent to the committee above, and what waits there, ward by ward."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from tenants.members import Member
from tenants.people import Account, Membership, Person
from tenants.roles import Role
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import sees

APPRAISED_ABOVE = ("city_appraisal",)
BEFORE_THE_BODY = ("awaiting_city_decision",)


@dataclass(frozen=True, slots=True)
class WardWaiting:
    """A ward whose dossiers wait above: how many for appraisal, how many for the sitting."""

    unit_id: UUID
    code: str
    name: str
    to_appraise: int
    to_decide: int


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody at a ward's office."""

    name: str
    phone: str


def wards_waiting(session: TenantSession, member: Member) -> list[WardWaiting]:
    """List the wards with dossiers at the committee above, the most to appraise first."""
    to_appraise = func.count().filter(Dossier.state.in_(APPRAISED_ABOVE))
    to_decide = func.count().filter(Dossier.state.in_(BEFORE_THE_BODY))
    rows = session.execute(
        select(OrgUnit.id, OrgUnit.code, OrgUnit.name, to_appraise, to_decide)
        .join(Dossier, Dossier.committee_id == OrgUnit.id)
        .where(sees(member), Dossier.state.in_((*APPRAISED_ABOVE, *BEFORE_THE_BODY)))
        .group_by(OrgUnit.id, OrgUnit.code, OrgUnit.name, OrgUnit.sort_key)
        .order_by(to_appraise.desc(), OrgUnit.sort_key)
    )
    return [WardWaiting(*row) for row in rows]


def find_ward(session: TenantSession, code: str, *, viewer: Member) -> OrgUnit | None:
    """Return the ward with this code, if the viewer sees a dossier of it."""
    ward = session.scalars(select(OrgUnit).where(OrgUnit.code == code)).one_or_none()
    if ward is None:
        return None
    seen = select(Dossier.id).where(Dossier.committee_id == ward.id, sees(viewer)).limit(1)
    return ward if session.scalar(seen) else None


def dossiers_of_ward(session: TenantSession, ward: OrgUnit, *, viewer: Member) -> list[Dossier]:
    """List a ward's dossiers of campaigns that are open, in the order of their units."""
    return list(
        session.scalars(
            select(Dossier)
            .join(OrgUnit, OrgUnit.id == Dossier.unit_id)
            .join(Campaign, Campaign.id == Dossier.campaign_id)
            .where(Dossier.committee_id == ward.id, Campaign.state == "open", sees(viewer))
            .order_by(Campaign.year.desc(), OrgUnit.sort_key, Dossier.id)
            .options(
                joinedload(Dossier.unit),
                joinedload(Dossier.committee),
                joinedload(Dossier.criteria_set),
                joinedload(Dossier.campaign).joinedload(Campaign.criteria_set),
            )
        )
    )


def contacts_of(session: TenantSession, ward: OrgUnit, *, on: date) -> list[Contact]:
    """List who is at a ward's office, with their phones."""
    rows = session.execute(
        select(Person.name, Account.phone)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(
            Membership.unit_id == ward.id,
            Membership.role == Role.WARD_OFFICE,
            Membership.valid_from <= on,
            (Membership.valid_to.is_(None)) | (Membership.valid_to >= on),
        )
        .order_by(Person.sort_key)
    )
    return [Contact(name, phone or "") for name, phone in rows]
