"""Opening and closing the tasks of a dossier as it moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, insert, select, update

from tenants import clock
from tenants.database import Json, row_id
from tenants.members import Member
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.engine.levels import holding_scope
from workflows.engine.parties import CITY_DESK, WARD_DESK, Desk, Party, Scope
from workflows.tasks.claims import refuse_claimed
from workflows.tasks.deadlines import last_day_from_today
from workflows.tasks.tables import Task

if TYPE_CHECKING:
    from workflows.engine.table import State

# Which desks are asked for an opinion where: the party, the campaign's rule, what holds without.
OPINIONS: dict[str, tuple[Party, str, tuple[str, ...]]] = {
    "under_appraisal": (WARD_DESK, "opinion_desks", ()),
    "city_appraisal": (CITY_DESK, "city_opinion_desks", ()),
    "ward_reconsideration": (WARD_DESK, "reconsideration_desks", ("inspection",)),
    "city_reconsideration": (CITY_DESK, "reconsideration_desks", ("inspection",)),
}


@dataclass(frozen=True, slots=True)
class Owed:
    """Whose act is owed: a party, at a desk where it has desks."""

    party: Party
    desk: str = ""


def open_task(
    session: TenantSession, dossier: Dossier, state: State, *, due_on: date | None = None
) -> None:
    """Open the task of whoever owes the next act in a state, and of desks asked for opinions."""
    rows = rows_of(session, dossier, state, due_on=due_on)
    if rows:
        session.execute(insert(Task), rows)


def rows_of(
    session: TenantSession, dossier: Dossier, state: State, *, due_on: date | None = None
) -> list[Json]:
    """Draw up the tasks that a state opens: the next act first, then opinions awaited."""
    owed = tasks_of(dossier, state)
    if not owed:
        return []
    last_day = due_on or last_day_from_today(session, state, dossier.campaign)
    due_at = clock.end_of(last_day)
    return [_row(session, dossier, each, state.name, due_at) for each in owed]


def tasks_of(dossier: Dossier, state: State) -> list[Owed]:
    """List who owes what in a state: the next act first, then the opinions that are awaited."""
    if state.owes is None:
        return []
    lead = dossier.campaign.rules.get("lead_desk", "organisation")
    desk = {Desk.LEAD: lead, Desk.INSPECTION: "inspection"}.get(state.owes.desk, "")
    return [Owed(state.owes, desk), *opinions_awaited(dossier, state.name)]


def opinions_awaited(dossier: Dossier, state: str) -> list[Owed]:
    """List the desks that the campaign asks for an opinion in a state."""
    asked = OPINIONS.get(state)
    if asked is None:
        return []
    party, rule, otherwise = asked
    return [Owed(party, desk) for desk in dossier.campaign.rules.get(rule, otherwise)]


def owe_opinion_again(session: TenantSession, dossier: Dossier, desk: str) -> None:
    """Ask a desk anew whose opinion was taken back, by the day on which the next act is due."""
    due_at = session.scalar(
        select(func.min(Task.due_at)).where(Task.dossier_id == dossier.id, Task.done_at.is_(None))
    )
    for each in opinions_awaited(dossier, dossier.state):
        if each.desk == desk and due_at is not None:
            row = _row(session, dossier, each, dossier.state, due_at)
            session.execute(insert(Task), [row])


def close_tasks(
    session: TenantSession, dossier: Dossier, *, by: Member, move: str = "", party: str = ""
) -> None:
    """Close every open task of a dossier.

    Args:
        party: as which the member makes the move that they all wait for; a colleague's claim
            on that party's task stands in the way.

    Raises:
        Refusal: ``claimed``, by somebody else who still may do it.

    """
    closed = session.execute(
        update(Task)
        .where(Task.dossier_id == dossier.id, Task.done_at.is_(None))
        .values(**closed_as(session, by, move))
        .returning(Task.id, Task.party, Task.claimed_by_id)
    )
    claimed = [row.id for row in closed if row.party == party and row.claimed_by_id]
    for task_id in claimed:
        refuse_claimed(session, task_id, by)


def closed_as(session: TenantSession, by: Member, move: str) -> Json:
    """Return what a task says once a move has ended it."""
    return {
        "done_at": clock.now(session),
        "done_by_id": by.person_id,
        "done_by": by.name,
        "done_with": move or None,
    }


def close_opinion(session: TenantSession, dossier: Dossier, desk: str, *, by: Member) -> None:
    """Close the task of a desk that has spoken, if it was asked."""
    asked = {party.name for party, _rule, _otherwise in OPINIONS.values()}
    session.execute(
        update(Task)
        .where(
            Task.dossier_id == dossier.id,
            Task.done_at.is_(None),
            Task.party.in_(asked),
            Task.desk == desk,
        )
        .values(**closed_as(session, by, "give_opinion"))
    )


def _row(
    session: TenantSession, dossier: Dossier, owed: Owed, state: str, due_at: datetime
) -> Json:
    return {
        "tenant_id": session.tenant_id,
        "id": row_id(),
        "dossier_id": dossier.id,
        "unit_id": _unit(dossier, owed.party),
        "party": owed.party.name,
        "desk": owed.desk,
        "state": state,
        "opened_at": clock.now(session),
        "due_at": due_at,
    }


def _unit(dossier: Dossier, party: Party) -> UUID:
    if party.scope is Scope.EITHER_COMMITTEE and holding_scope(dossier) is Scope.COMMITTEE:
        return dossier.committee_id
    return (dossier.committee_id, *party.units(dossier))[-1]
