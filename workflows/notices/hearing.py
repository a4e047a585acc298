"""Who hears of a move: the sides it concerns, and who is on them today.

The unit hears of every move of its dossier, opinions left out, and so does whoever
owes the next act; the office that received it also hears when a dossier comes back, rests or is
settled (docs/process.md, sections 3 and 7).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from tenants import clock
from tenants.delegations import takers_of
from tenants.people import Membership, Person
from tenants.roles import Role
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.engine.flow import Flow
from workflows.engine.parties import Desk, Party
from workflows.engine.registry import flow_of
from workflows.engine.table import Kind

RETURNED = frozenset({"registration_returned", "returned", "returned_to_ward"})


def parties_told(flow: Flow, trigger: str, *, source: str, target: str) -> list[Party]:
    """List the parties that hear of a move, each once.

    An undo is also told to those who were owed the act that it takes back.
    """
    state = flow.states[target]
    told = [None if _is_opinion(trigger, source, target) else flow.unit, state.owes]
    if target in RETURNED or state.kind is not Kind.OPEN:
        told.append(flow.receiver)
    if trigger == "undo":
        told.append(flow.states[source].owes)
    return list(dict.fromkeys(party for party in told if party is not None))


def people_of(session: TenantSession, dossier: Dossier, parties: Iterable[Party]) -> list[UUID]:
    """List the people who are of these parties for the dossier today, each once.

    Whoever stands in for one of them in a step that leads on from here is among them.
    """
    parties = list(parties)
    own = _holders(session, dossier, parties)
    steps = {
        move.trigger
        for move in flow_of(dossier).moves_from(dossier.state)
        if set(move.by) & set(parties) and not move.at_sitting
    }
    given = takers_of(session, own, on=clock.today(session)) if own and steps else {}
    deputies = {
        row.to_person_id for rows in given.values() for row in rows if steps & set(row.steps)
    }
    return sorted({*own, *deputies})


def _holders(session: TenantSession, dossier: Dossier, parties: Sequence[Party]) -> list[UUID]:
    today = clock.today(session)
    lead = dossier.campaign.rules.get("lead_desk", "organisation")
    sides = [_of(party, dossier, lead) for party in parties if party.roles]
    if not sides:
        return []
    return list(
        session.scalars(
            select(Membership.person_id)
            .join(Person, Person.id == Membership.person_id)
            .where(
                or_(*sides),
                Membership.valid_from <= today,
                or_(Membership.valid_to.is_(None), Membership.valid_to >= today),
                Person.disabled_at.is_(None),
            )
            .distinct()
            .order_by(Membership.person_id)
        )
    )


def _is_opinion(trigger: str, source: str, target: str) -> bool:
    """Tell whether a desk gave an opinion, or took one back: the only undo that stays."""
    return trigger == "give_opinion" or (trigger == "undo" and source == target)


def _of(party: Party, dossier: Dossier, lead_desk: str) -> ColumnElement[bool]:
    here = and_(Membership.role.in_(party.roles), Membership.unit_id.in_(party.units(dossier)))
    if party.desk is Desk.LEAD:
        return and_(here, Membership.desk == lead_desk)
    if party.desk is Desk.INSPECTION:
        return and_(here, or_(Membership.role != Role.APPRAISER, Membership.desk == "inspection"))
    return here
