"""Trays: the parts of the inbox that a member looks into, one for each hat they wear.

A task lies in the tray of one party of one unit, at one desk. That is what its row says, so a
tray is one range of an index, and who loses a role loses its trays with it. A deputy looks into
the trays of whom they stand in for, as far as the delegation names the steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_

from tenants.members import Holding, Member, StandingDelegation
from tenants.roles import Role
from workflows.engine.parties import PARTIES, Desk, Party
from workflows.flows import FLOWS
from workflows.tasks.tables import Task


@dataclass(frozen=True, slots=True)
class Tray:
    """Where tasks of a party lie, and by which role one looks into it.

    ``people`` are the member and, where the role is another's, that other; ``states``, if any
    are named, are those in which the delegation covers a step.
    """

    unit_id: UUID
    party: str
    desk: str
    role: Role
    unit_name: str
    people: tuple[UUID, ...]
    in_place_of: str = ""
    states: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """The hat in addresses: the role, its unit, and its desk if it has one."""
        return ".".join(filter(None, [str(self.role), str(self.unit_id), self.desk]))

    def holds(self) -> ColumnElement[bool]:
        """Say in SQL which tasks lie here."""
        here = and_(Task.unit_id == self.unit_id, Task.party == self.party, Task.desk == self.desk)
        return and_(here, Task.state.in_(self.states)) if self.states else here


def trays_of(member: Member) -> list[Tray]:
    """List a member's trays in the order of their roles, each once, their own first."""
    if member.person_id is None:
        return []
    found: dict[tuple[UUID, str, str], Tray] = {}
    lent = (tray for standing in member.stands_in_for for tray in _lent(member.person_id, standing))
    for tray in (*_own(member.holdings, (member.person_id,)), *lent):
        found.setdefault((tray.unit_id, tray.party, tray.desk), tray)
    return list(found.values())


def lies_in(trays: Sequence[Tray]) -> ColumnElement[bool]:
    """Say in SQL that a task lies in one of the trays."""
    return or_(*(tray.holds() for tray in trays)) if trays else false()


def _own(holdings: Sequence[Holding], people: tuple[UUID, ...]) -> Iterator[Tray]:
    for holding in holdings:
        for party in PARTIES.values():
            desk = _desk(party, holding)
            if desk is not None:
                yield Tray(
                    holding.unit_id, party.name, desk, holding.role, holding.unit_name, people
                )


def _lent(person_id: UUID, standing: StandingDelegation) -> Iterator[Tray]:
    principal = standing.principal
    if principal.person_id is None:
        return
    for tray in _own(principal.holdings, (person_id, principal.person_id)):
        states = _states(tray.party, standing)
        if states:
            yield replace(tray, in_place_of=principal.name, states=states)


def _states(party: str, standing: StandingDelegation) -> frozenset[str]:
    """Return the states in which a party may take a step that the delegation names."""
    return frozenset(
        state
        for flow in FLOWS.values()
        for move in flow.moves
        if standing.covers(move.trigger) and PARTIES[party] in move.by and not move.at_sitting
        for state in move.source
    )


def _desk(party: Party, holding: Holding) -> str | None:
    """Return the desk of the tray that a role opens, or nothing where it opens none."""
    if holding.role not in party.roles:
        return None
    match party.desk:
        case Desk.NONE:
            return ""
        case Desk.INSPECTION:
            return "inspection" if holding.desk == "inspection" else None
        case _:
            return holding.desk or None
