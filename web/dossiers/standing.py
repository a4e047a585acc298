"""Where a dossier stands: its state, who owes the next act, and by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tenants.clock import local
from tenants.members import Member
from tenants.wall import TenantSession
from web.catalogue import _
from web.filters import day
from web.words import move_word, party_word, state_word
from workflows.dossiers.tables import Dossier
from workflows.engine.act import Move
from workflows.flows import flow_of
from workflows.tasks.claiming import colleagues, tray_of
from workflows.tasks.claims import holder_of
from workflows.tasks.kinds import ASKED_FOR_OPINION
from workflows.tasks.reading import open_tasks_of
from workflows.tasks.tables import Task


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has taken a task on, and when."""

    name: str
    at: datetime
    is_visitor: bool


@dataclass(frozen=True, slots=True)
class Owed:
    """An act that somebody owes: whose it is, by which day, and whether it is the visitor's.

    ``desk`` is named where an opinion is awaited; ``shared`` tells that several may do it.
    """

    party: str
    desk: str
    due_on: date
    mine: bool
    task_id: UUID
    holder: Holder | None
    shared: bool


def owed_acts(session: TenantSession, dossier: Dossier, member: Member) -> Sequence[Owed]:
    """List who has to act on a dossier; nobody, once it is settled."""
    return [_owed(session, task, member) for task in open_tasks_of(session, dossier.id)]


def _owed(session: TenantSession, task: Task, member: Member) -> Owed:
    mine = tray_of(task, member) is not None
    return Owed(
        party=task.party,
        desk=task.desk if task.party in ASKED_FOR_OPINION else "",
        due_on=local(task.due_at).date(),
        mine=mine,
        task_id=task.id,
        holder=_holder(session, task, member),
        shared=mine and len(colleagues(session, task)) > 1,
    )


def _holder(session: TenantSession, task: Task, member: Member) -> Holder | None:
    person = holder_of(session, task)
    if person is None or task.claimed_at is None:
        return None
    return Holder(person.name, task.claimed_at, is_visitor=person.id == member.person_id)


def after_move(session: TenantSession, dossier: Dossier, trigger: str, member: Member) -> str:
    """Say what was done, where the dossier is now, and who has it."""
    done = _("Đã xong: %(move)s.", move=move_word(trigger))
    return f"{done} {_next(session, dossier, member)}"


def after_undo(session: TenantSession, dossier: Dossier, member: Member) -> str:
    """Say that the last move was taken back, and where the dossier is again."""
    return f"{_('Đã hoàn tác.')} {_next(session, dossier, member)}"


def leads_to(dossier: Dossier, move: Move) -> str:
    """Say where a move leads and who goes on from there; nothing of a move that stays."""
    flow = flow_of(dossier)
    targets = flow.targets(move)
    target = targets[0] if len(targets) == 1 else dossier.back_to.get("put_on_hold", "")
    if not targets or target not in flow.states:
        return ""
    owes = flow.states[target].owes
    if owes is None:
        return _("Sau đó hồ sơ ở bước «%(state)s».", state=state_word(target))
    return _(
        "Sau đó hồ sơ ở bước «%(state)s», %(party)s làm tiếp.",
        state=state_word(target),
        party=party_word(owes.name),
    )


def _next(session: TenantSession, dossier: Dossier, member: Member) -> str:
    state = state_word(dossier.state)
    owed = owed_acts(session, dossier, member)
    if not owed or flow_of(dossier).states[dossier.state].owes is None:
        return _("Hồ sơ %(code)s: «%(state)s».", code=dossier.code, state=state)
    return _(
        "Hồ sơ %(code)s: «%(state)s», việc tiếp theo do %(party)s làm, hạn %(day)s.",
        code=dossier.code,
        state=state,
        party=party_word(owed[0].party),
        day=day(owed[0].due_on),
    )
