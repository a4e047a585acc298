"""A plan: everything that an act on units would change, for the page that shows it first."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

from tenants.audit import canonical
from tenants.bodies import Body, BodyMember
from tenants.database import Json
from tenants.delegations import Delegation
from tenants.people import Membership
from tenants.units import OrgUnit, UnitKind
from workflows.dossiers.tables import Dossier
from workflows.sittings.tables import Sitting
from workflows.successions.asking import Asked


@dataclass(frozen=True, slots=True)
class Founded:
    """A unit that the act founds."""

    id: UUID
    code: str
    name: str
    kind: UnitKind
    kind_code: str
    sector: str | None
    parent: OrgUnit
    official: int
    probationary: int
    exempted: int


@dataclass(frozen=True, slots=True)
class Changed:
    """A unit that goes on under another name, or under another unit, or with other numbers."""

    unit: OrgUnit
    name: str
    origin: str
    parent_id: UUID
    parent_name: str
    official: int
    probationary: int
    exempted: int

    @property
    def moves(self) -> bool:
        """Whether name or place change, so that the former ones are kept."""
        return self.name != self.unit.name or self.parent_id != self.unit.parent_id


@dataclass(frozen=True, slots=True)
class DossierFate:
    """What becomes of an open dossier: ``supersede``, or ``transfer`` to its new place."""

    dossier: Dossier
    trigger: str
    unit_id: UUID
    committee_id: UUID
    unit_name: str


@dataclass(frozen=True, slots=True)
class OfficeFate:
    """What becomes of a role: it goes on in another unit, or it ends."""

    membership: Membership
    to_unit: UUID | None
    to_name: str = ""


@dataclass(frozen=True, slots=True)
class SeatFate:
    """What becomes of a seat on a body: it goes on in the body after, or it ends."""

    seat: BodyMember
    body: Body
    goes_on: bool


@dataclass(slots=True)
class Plan:
    """Everything an act would change. ``hindrances`` name what must be settled before."""

    asked: Asked
    before: list[OrgUnit] = field(default_factory=list)
    founded: list[Founded] = field(default_factory=list)
    closed: list[OrgUnit] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    after: list[UUID] = field(default_factory=list)
    dossiers: list[DossierFate] = field(default_factory=list)
    offices: list[OfficeFate] = field(default_factory=list)
    seats: list[SeatFate] = field(default_factory=list)
    body_for: UUID | None = None
    sittings: list[Sitting] = field(default_factory=list)
    delegations: list[Delegation] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    on_sittings: list[tuple[str, str]] = field(default_factory=list)

    def told(self) -> Json:
        """Say in plain values what would change: for the trail, and to compare with later."""
        names = {unit.id: unit.code for unit in (*self.before, *self.closed)}
        names |= {made.id: made.code for made in self.founded}
        names |= {change.unit.id: change.unit.code for change in self.changed}
        return {
            "founded": [[made.code, made.name, made.parent.code] for made in self.founded],
            "closed": [[unit.code, unit.name] for unit in self.closed],
            "changed": [
                [change.unit.code, change.unit.name, change.name, change.parent_name]
                for change in self.changed
            ],
            "dossiers": [
                [fate.dossier.code, fate.trigger, fate.dossier.version, fate.unit_name]
                for fate in self.dossiers
            ],
            "offices": [
                [str(fate.membership.id), names.get(fate.to_unit) if fate.to_unit else None]
                for fate in self.offices
            ],
            "seats": [[str(fate.seat.id), fate.goes_on] for fate in self.seats],
            "sittings": [sitting.code for sitting in self.sittings],
            "delegations": [str(delegation.id) for delegation in self.delegations],
            "drafts": list(self.drafts),
        }

    @property
    def digest(self) -> str:
        """The fingerprint of what was shown; another one means that something changed since."""
        return sha256(canonical(self.told()).encode()).hexdigest()
