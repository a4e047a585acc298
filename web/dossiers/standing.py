"""Where a dossier stands: its state, who owes the next act, and by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tenants.clock import local
from tenants.members import Member
from tenants.wall import TenantSession
from web.catalogue import _
from web.filters import day
from web.words import move_word, party_word, state_word
from workflows.dossiers.tables import Dossier
from workflows.engine.flow import Move
from workflows.engine.parties import PARTIES
from workflows.flows import flow_of
from workflows.tasks.reading import open_tasks_of


@dataclass(frozen=True, slots=True)
class Owed:
    """An act that somebody owes: whose it is, by which day, and whether it is the visitor's."""

    party: str
    due_on: date | None
    mine: bool


def owed_acts(session: TenantSession, dossier: Dossier, member: Member) -> Sequence[Owed]:
    """List who has to act on a dossier; nobody, once it is settled."""
    return [
        Owed(
            party=task.party,
            due_on=local(task.due_at).date() if task.due_at else None,
            mine=PARTIES[task.party].includes(member, dossier),
        )
        for task in open_tasks_of(session, dossier.id)
    ]


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
    if owed[0].due_on is None:
        return _(
            "Hồ sơ %(code)s: «%(state)s», việc tiếp theo do %(party)s làm.",
            code=dossier.code,
            state=state,
            party=party_word(owed[0].party),
        )
    return _(
        "Hồ sơ %(code)s: «%(state)s», việc tiếp theo do %(party)s làm, hạn %(day)s.",
        code=dossier.code,
        state=state,
        party=party_word(owed[0].party),
        day=day(owed[0].due_on),
    )
