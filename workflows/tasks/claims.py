"""Whose a task is among those who may do it: whoever claimed it, while they still may.

A claim falls by itself when its holder loses the role: nothing has to be cleared up, and the
task lies before the others again at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from tenants import clock
from tenants.delegations import Delegation
from tenants.members import Member
from tenants.people import Membership, Person
from tenants.wall import TenantSession
from workflows.engine.parties import PARTIES, Desk
from workflows.engine.refusals import Refusal
from workflows.tasks.tables import Task


def stands(party: str, *, on: date) -> ColumnElement[bool]:
    """Say in SQL that a task of a party is claimed by somebody who may still do it.

    That is whoever holds the party's role, or stands in for somebody who does.
    """
    lent = select(Delegation.from_person_id).where(
        Delegation.to_person_id == Task.claimed_by_id,
        Delegation.valid_from <= on,
        Delegation.valid_to >= on,
        Delegation.ended_at.is_(None),
    )
    holder, claimer = Membership.person_id, aliased(Person)
    return and_(
        Task.claimed_by_id.is_not(None),
        exists().where(claimer.id == Task.claimed_by_id, claimer.disabled_at.is_(None)),
        exists().where(
            or_(holder == Task.claimed_by_id, holder.in_(lent)),
            _sits_there(party),
            Membership.valid_from <= on,
            or_(Membership.valid_to.is_(None), Membership.valid_to >= on),
        ),
    )


def free_for(party: str, people: Sequence[UUID], *, on: date) -> ColumnElement[bool]:
    """Say in SQL that a party's task is one of these people's, or nobody's."""
    return or_(Task.claimed_by_id.is_(None), Task.claimed_by_id.in_(people), ~stands(party, on=on))


def with_others(party: str, people: Sequence[UUID], *, on: date) -> ColumnElement[bool]:
    """Say in SQL that somebody else than these people has taken on a party's task."""
    return and_(Task.claimed_by_id.not_in(people), stands(party, on=on))


def _sits_there(party: str) -> ColumnElement[bool]:
    """Say in SQL that a role makes its holder the party that a task waits for."""
    sides = PARTIES[party]
    at_desk = (Membership.desk == Task.desk,) if sides.desk is not Desk.NONE else ()
    return and_(Membership.unit_id == Task.unit_id, Membership.role.in_(sides.roles), *at_desk)


def claims_of_others(
    session: TenantSession, dossier_ids: Sequence[UUID], member: Member
) -> dict[UUID, dict[str, Refusal]]:
    """Return the claims on dossiers' open tasks that bind a member, by dossier and party."""
    claimed = and_(
        Task.dossier_id.in_(dossier_ids),
        Task.done_at.is_(None),
        Task.claimed_by_id.is_not(None),
        Task.claimed_by_id.not_in(people_of(member)),
    )
    on, found = clock.today(session), dict[UUID, dict[str, Refusal]]()
    for party in session.scalars(select(Task.party).where(claimed).distinct()).all():
        held = select(Task.dossier_id, Task.claimed_at, Person.name).join(
            Person, Person.id == Task.claimed_by_id
        )
        for dossier_id, at, name in session.execute(
            held.where(claimed, Task.party == party, stands(party, on=on))
        ):
            found.setdefault(dossier_id, {})[party] = Refusal("claimed", name=name, at=at)
    return found


def people_of(member: Member) -> list[UUID]:
    """List the member, and those in whose place they may act."""
    principals = [standing.principal.person_id for standing in member.stands_in_for]
    return [each for each in (member.person_id, *principals) if each is not None]


def refuse_claimed(session: TenantSession, task_id: UUID, actor: Member) -> None:
    """Refuse somebody whose colleague has taken a task on and may still do it.

    Raises:
        Refusal: ``claimed``; says who has it, and since when.

    """
    task = session.get_one(Task, (session.tenant_id, task_id))
    holder = holder_of(session, task)
    if holder is not None and holder.id not in people_of(actor):
        raise Refusal("claimed", name=holder.name, at=task.claimed_at)


def holder_of(session: TenantSession, task: Task) -> Person | None:
    """Return who has taken a task on and may still do it."""
    if task.claimed_by_id is None:
        return None
    on = clock.today(session)
    return session.scalar(
        select(Person)
        .join(Task, Task.claimed_by_id == Person.id)
        .where(Task.id == task.id, stands(task.party, on=on))
    )
