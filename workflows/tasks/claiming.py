"""Claiming a task where several may act, giving it back, handing it over with a reason.

Each is written in the trail of the dossier, and none of them moves it: versions stay, and so
does what was typed on open pages.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from tenants import clock
from tenants.audit import record_event
from tenants.members import Member
from tenants.outbox import leave
from tenants.people import Membership, Person
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import sees
from workflows.engine.locking import lock
from workflows.engine.parties import PARTIES, Desk
from workflows.engine.refusals import GoneError, Refusal, StaleError
from workflows.tasks.claims import holder_of
from workflows.tasks.tables import Task
from workflows.tasks.trays import Tray, trays_of


def find_task(
    session: TenantSession, task_id: UUID, *, viewer: Member
) -> tuple[Task, Dossier] | None:
    """Return a task with its dossier; of one the viewer may not see there is none."""
    row = session.execute(
        select(Task, Dossier)
        .join(Dossier, Dossier.id == Task.dossier_id)
        .where(Task.id == task_id, sees(viewer))
    ).one_or_none()
    return (row[0], row[1]) if row is not None else None


def claim(session: TenantSession, task_id: UUID, *, actor: Member) -> Task:
    """Take a task on; to claim one's own once more changes nothing.

    Raises:
        GoneError: there is no such task for the actor.
        Refusal: ``role``, or ``claimed`` by somebody who may still do it.
        StaleError: it is done already; says who was faster.

    """
    task, tray = _locked(session, task_id, actor)
    holder = holder_of(session, task)
    if holder is not None and holder.id == actor.person_id:
        return task
    if holder is not None:
        raise Refusal("claimed", name=holder.name, at=task.claimed_at)
    task.claimed_by_id, task.claimed_at = actor.person_id, clock.now(session)
    session.flush()
    _record(session, "task_claimed", task, tray, actor=actor)
    return task


def release(session: TenantSession, task_id: UUID, *, actor: Member) -> Task:
    """Give a task back to all who may do it; only whoever holds it can.

    Raises:
        GoneError: there is no such task for the actor.
        Refusal: ``role``, or ``not_yours_to_release``.
        StaleError: it is done already; says who was faster.

    """
    task, tray = _locked(session, task_id, actor)
    if task.claimed_by_id != actor.person_id:
        holder = holder_of(session, task)
        raise Refusal("not_yours_to_release", name=holder.name if holder else "")
    task.claimed_by_id = task.claimed_at = None
    session.flush()
    _record(session, "task_released", task, tray, actor=actor)
    return task


def hand_over(
    session: TenantSession, task_id: UUID, to_person_id: UUID, *, reason: str, actor: Member
) -> Task:
    """Give a task to a colleague, or take it over from one, with the reason; both are told.

    Raises:
        GoneError: there is no such task for the actor.
        Refusal: ``role``, ``missing`` (a reason), or ``not_a_colleague``.
        StaleError: it is done already; says who was faster.

    """
    task, tray = _locked(session, task_id, actor)
    if not reason.strip():
        raise Refusal("missing", fields=["reason"])
    former = holder_of(session, task)
    receiver = next((each for each in colleagues(session, task) if each.id == to_person_id), None)
    if receiver is None and to_person_id == actor.person_id:
        receiver = session.get_one(Person, (session.tenant_id, to_person_id))
    if receiver is None:
        raise Refusal("not_a_colleague", fields=["to"])
    task.claimed_by_id, task.claimed_at = receiver.id, clock.now(session)
    session.flush()
    told = {person.id for person in (former, receiver) if person} - {actor.person_id}
    seq = _record(
        session, "task_handed_over", task, tray, actor=actor,
        inputs={"reason": reason.strip(), "to": receiver.name,
                "from": former.name if former else ""},
        told=sorted(str(person_id) for person_id in told),
    )  # fmt: skip
    if told:
        leave(
            session,
            "tell",
            {"seq": seq, "trigger": "task_handed_over", "state": task.state},
            dossier_id=task.dossier_id,
        )
    return task


def colleagues(session: TenantSession, task: Task) -> list[Person]:
    """List who may do a task by a role of their own, in Vietnamese order."""
    party = PARTIES[task.party]
    today = clock.today(session)
    desk = (Membership.desk == task.desk,) if party.desk is not Desk.NONE else ()
    return list(
        session.scalars(
            select(Person)
            .where(
                Person.id.in_(
                    select(Membership.person_id).where(
                        Membership.unit_id == task.unit_id,
                        Membership.role.in_(party.roles),
                        *desk,
                        Membership.valid_from <= today,
                        (Membership.valid_to.is_(None)) | (Membership.valid_to >= today),
                    )
                ),
                Person.disabled_at.is_(None),
            )
            .order_by(Person.sort_key, Person.id)
        )
    )


def tray_of(task: Task, member: Member) -> Tray | None:
    """Return the member's tray in which a task lies, if it lies in one."""
    for tray in trays_of(member):
        here = (tray.unit_id, tray.party, tray.desk) == (task.unit_id, task.party, task.desk)
        if here and (not tray.states or task.state in tray.states):
            return tray
    return None


def _locked(session: TenantSession, task_id: UUID, actor: Member) -> tuple[Task, Tray]:
    """Lock the dossier first, as every move does, and read its task anew."""
    found = find_task(session, task_id, viewer=actor)
    if found is None or not lock(session, [found[1].id], viewer=actor):
        raise GoneError(task_id)
    task = session.scalars(
        select(Task)
        .where(Task.id == task_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    tray = tray_of(task, actor)
    if tray is None:
        raise Refusal("role", parties=[task.party])
    if task.done_at is not None:
        raise StaleError(
            name=task.done_by or "", trigger=task.done_with or "", at=task.done_at,
            state=found[1].state,
        )  # fmt: skip
    return task, tray


def _record(
    session: TenantSession, kind: str, task: Task, tray: Tray, *, actor: Member, **facts: object
) -> int:
    return record_event(
        session, kind, actor=actor, role=task.party, for_name=tray.in_place_of,
        dossier_id=task.dossier_id, facts={"task": task.id, "state": task.state, **facts},
    )  # fmt: skip
