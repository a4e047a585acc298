"""Parties: who a move belongs to, in terms of roles and of the dossier's own units.

A party is read against a dossier: "the ward's office" is whoever holds that role
in the committee that receives *this* dossier (docs/process.md, section 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from tenants.members import Holding, Member
from tenants.roles import Role

if TYPE_CHECKING:
    from workflows.dossiers.tables import Dossier


class Scope(StrEnum):
    """Which of the dossier's units the party belongs to."""

    UNIT = "unit"
    COMMITTEE = "committee"
    UPPER = "upper"
    EITHER_COMMITTEE = "either_committee"
    SERVICE = "service"


class Desk(StrEnum):
    """Which appraisal desk a party sits at."""

    NONE = ""
    LEAD = "lead"
    ANY = "any"
    INSPECTION = "inspection"


@dataclass(frozen=True, slots=True)
class Party:
    """A side that may act: its roles, whose they are, and at which desk."""

    name: str
    roles: tuple[Role, ...]
    scope: Scope
    desk: Desk = Desk.NONE
    body: bool = False

    def units(self, dossier: Dossier) -> tuple[UUID, ...]:
        """Return the units whose people are this party for the dossier."""
        match self.scope:
            case Scope.UNIT:
                return (dossier.unit_id,)
            case Scope.COMMITTEE:
                return (dossier.committee_id,)
            case Scope.UPPER:
                return (dossier.upper_committee_id,)
            case Scope.EITHER_COMMITTEE:
                return (dossier.committee_id, dossier.upper_committee_id)
            case Scope.SERVICE:
                return ()

    def includes(self, member: Member, dossier: Dossier) -> bool:
        """Tell whether the member is of this party for the dossier."""
        if self.scope is Scope.SERVICE:
            return member.person_id is None
        units = self.units(dossier)
        lead = dossier.campaign.rules.get("lead_desk", "organisation")
        return any(
            holding.role in self.roles and holding.unit_id in units and self._sits(holding, lead)
            for holding in member.holdings
        )

    def _sits(self, holding: Holding, lead: str) -> bool:
        match self.desk:
            case Desk.LEAD:
                return holding.desk == lead
            case Desk.INSPECTION:
                return holding.role is not Role.APPRAISER or holding.desk == "inspection"
            case _:
                return True


CELL = Party("cell", (Role.CELL_SECRETARY, Role.CELL_DEPUTY), Scope.UNIT)
# The office of a committee that files a dossier of its own (docs/process.md, section 2).
UNIT_OFFICE = Party("unit_office", (Role.WARD_OFFICE,), Scope.UNIT)
WARD_OFFICE = Party("ward_office", (Role.WARD_OFFICE,), Scope.COMMITTEE)
WARD_LEAD = Party("ward_lead", (Role.APPRAISER,), Scope.COMMITTEE, Desk.LEAD)
WARD_DESK = Party("ward_desk", (Role.APPRAISER,), Scope.COMMITTEE, Desk.ANY)
WARD_CHAIR = Party("ward_chair", (Role.COMMITTEE_CHAIR,), Scope.COMMITTEE)
WARD_BODY = Party(
    "ward_body",
    (Role.COMMITTEE_CHAIR, Role.SITTING_RECORDER, Role.WARD_OFFICE),
    Scope.COMMITTEE,
    body=True,
)
INSPECTION = Party("inspection", (Role.APPRAISER,), Scope.EITHER_COMMITTEE, Desk.INSPECTION)
CITY_ORG = Party("city_org", (Role.CITY_ORG_DEPT,), Scope.UPPER)
CITY_DESK = Party("city_desk", (Role.APPRAISER, Role.CITY_ORG_DEPT), Scope.UPPER, Desk.ANY)
CITY_OFFICE = Party("city_office", (Role.CITY_OFFICE, Role.CITY_ORG_DEPT), Scope.UPPER)
CITY_BODY = Party(
    "city_body",
    (Role.COMMITTEE_CHAIR, Role.SITTING_RECORDER, Role.CITY_OFFICE, Role.CITY_ORG_DEPT),
    Scope.UPPER,
    body=True,
)
TENANT_ADMIN = Party("tenant_admin", (Role.TENANT_ADMIN,), Scope.UPPER)
SYSTEM = Party("system", (), Scope.SERVICE)

PARTIES = {
    party.name: party
    for party in (
        CELL, UNIT_OFFICE, WARD_OFFICE, WARD_LEAD, WARD_DESK, WARD_CHAIR, WARD_BODY, INSPECTION,
        CITY_ORG, CITY_DESK, CITY_OFFICE, CITY_BODY, TENANT_ADMIN, SYSTEM,
    )
}  # fmt: skip
