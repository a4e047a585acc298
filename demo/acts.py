"""Acts of people of the demo, each through the same command that a page would use."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from demo.clockwork import Clockwork
from demo.committees import Committee
from demo.places import WardPlan
from tenants import clock
from tenants.members import Member, find_member
from tenants.people import Membership, Person
from tenants.roles import Role
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.dossiers.contents import criteria_of
from workflows.dossiers.tables import Dossier
from workflows.engine.fire import fire


@dataclass(slots=True)
class WardYear:
    """A ward in this year: its people, its dossiers, and where each of them ends up.

    ``own`` is the dossier of its committee itself, where committees take part.
    """

    plan: WardPlan
    committee: Committee
    dossiers: list[Dossier]
    own: Dossier | None = None
    own_end: str = ""
    ends: dict[UUID, str] = field(init=False)

    def __post_init__(self) -> None:
        wanted = [state for state, count in self.plan.ends.items() for _ in range(count)]
        self.ends = {dossier.id: end for dossier, end in zip(self.dossiers, wanted, strict=False)}

    def bound_for(self, states: frozenset[str]) -> list[Dossier]:
        """List the dossiers that end in one of these states, in the order of their names."""
        return [dossier for dossier in self.dossiers if self.ends.get(dossier.id) in states]


class Acts:
    """Makes moves as the right people, at the times that the clockwork says."""

    def __init__(self, session: TenantSession, campaign: Campaign, clockwork: Clockwork) -> None:
        self.session = session
        self.campaign = campaign
        self.clockwork = clockwork
        self._members: dict[UUID, Member] = {}
        self._secretaries = {
            row.unit_id: row.person_id
            for row in session.scalars(
                select(Membership).where(
                    Membership.role == Role.CELL_SECRETARY, Membership.valid_to.is_(None)
                )
            )
        }

    @property
    def today(self) -> date:
        """The day on which the next act happens."""
        with self.clockwork.at_its_time():
            return clock.today(self.session)

    def member(self, person: Person) -> Member:
        """Return a person with the roles they hold."""
        return self._member(person.id)

    def secretary(self, dossier: Dossier) -> Member:
        """Return the secretary of a dossier's cell."""
        return self._member(self._secretaries[dossier.unit_id])

    def move(self, dossier: Dossier, trigger: str, actor: Member, **inputs: Any) -> None:
        """Make a move on a dossier."""
        with self.clockwork.at_its_time():
            fire(
                self.session, dossier.id, trigger,
                actor=actor, seen_version=dossier.version, inputs=inputs,
            )  # fmt: skip

    def _member(self, person_id: UUID) -> Member:
        if person_id not in self._members:
            found = find_member(self.session, person_id, on=clock.today(self.session))
            if found is None:
                raise LookupError(person_id)
            self._members[person_id] = found
        return self._members[person_id]


def cell_vote(dossier: Dossier, met_on: date) -> dict[str, Any]:
    """Return the tally of a cell's meeting in which nearly everybody was in favour."""
    base = dossier.unit.members_official - dossier.unit.members_exempted
    return {"met_on": met_on, "base": base, "in_favour": base - base // 12}


def commitments(dossier: Dossier) -> dict[str, str]:
    """Return what the criteria suggest to commit to, by group."""
    return {group.key: group.commitment for group in criteria_of(dossier).groups}
