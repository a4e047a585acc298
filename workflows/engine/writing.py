"""The hot path: what a move writes, for one dossier or a thousand in the same statements.

A move is two steps. ``change`` asks the machine and makes the changes on the dossier in
memory, nothing flushed. ``write`` then sends what belongs to the move of every dossier, in
two statements (``workflows.engine.statements``):

1. the head of the tenant's audit chain is locked, last and for the shortest time, and with
   it is read what may still forbid the move: a colleague's claim, another form's key;
2. dossiers (compared with the versions that were locked), tasks closed, tasks opened,
   events, head and outbox are written.

Rows travel as one JSON parameter for each table, so the statement is the same whatever
their number, and stays prepared. What effects have added besides is flushed before. Both go
to the driver past the unit of work, as the lock does (``workflows.engine.locking``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import inspect
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import StaleDataError
from transitions import MachineError

from tenants import clock
from tenants.audit import Checkpoint, Draft, Link, begin_chain, links, spelled_out
from tenants.changed_rows import note
from tenants.database import Json, row_id
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.engine import statements
from workflows.engine.act import Act
from workflows.engine.flow import Flow
from workflows.engine.refusals import Refusal
from workflows.engine.undo import overwritten, put_back, standing_values
from workflows.tasks.claims import refuse_claimed
from workflows.tasks.deadlines import set_deadline
from workflows.tasks.opening import closed_as, rows_of

BESIDE_COLUMNS = frozenset({"id", "version", "next_version"})


@dataclass(frozen=True, slots=True)
class Happening:
    """A move that was made: its number in the audit trail, and its two ends."""

    seq: int
    dossier_id: UUID
    trigger: str
    source: str
    target: str
    repeated: bool = False


@dataclass(slots=True)
class Change:
    """A move made in memory: where the dossier came from, and what it overwrote."""

    act: Act
    flow: Flow
    trigger: str
    source: str
    former: Json
    due_on: date | None
    next_version: int

    @property
    def owes_anew(self) -> bool:
        """Whether tasks close and open: the dossier moved, or its row leads somewhere."""
        return self.act.dossier.state != self.source or self.act.move.target is not None


def change(act: Act, flow: Flow, trigger: str) -> Change:
    """Make an act's move through the machine, with its effects; nothing is flushed.

    Raises:
        Refusal: a guard minds, or an effect does; the caller's savepoint takes it back.

    """
    dossier = act.dossier
    source = dossier.state
    next_version = dossier.version + 1  # one step, also where an effect sends the dossier before
    former = standing_values(dossier) if act.move.undoable else {}
    try:
        moved = flow.machine.events[trigger].trigger(dossier, act=act)
    except MachineError as error:
        raise Refusal("not_from_here", state=source, trigger=trigger) from error
    if moved is not True:
        raise Refusal("nothing_to_go_back_to", state=source)
    for effect in act.effects:
        effect(act)
    put_back(dossier, act.former)
    due_on = _remembered(act, flow, trigger, source)
    dossier.version_touch(clock.now(act.session))
    return Change(act, flow, trigger, source, former, due_on, next_version)


def write(session: TenantSession, changes: Sequence[Change]) -> list[Happening]:
    """Write what belongs to moves of one trigger by one actor.

    Raises:
        Refusal: ``claimed``: a colleague has taken on a task that the move would end;
            ``key_reused``: the form's key belongs to another act on one of the dossiers.

    """
    if not changes:
        return []
    dossiers = [each.act.dossier for each in changes]
    try:
        return _written(session, changes, dossiers)
    except BaseException:
        # The session was told what would be written: what it holds is read anew.
        for dossier in dossiers:
            session.expire(dossier)
        raise


def _written(
    session: TenantSession, changes: Sequence[Change], dossiers: Sequence[Dossier]
) -> list[Happening]:
    columns = _changed_columns(dossiers)
    rows = [_row(each, columns) for each in changes]
    for each, row in zip(changes, rows, strict=True):
        _note_dossier(session, each, row)
    for each in changes:
        _settle(session, each)
    session.flush()
    act, trigger = changes[0].act, changes[0].trigger
    anew = [each for each in changes if each.owes_anew]
    tasks = [row for each in anew for row in _tasks(each)]
    closed = closed_as(session, act.actor, trigger)
    for each in anew:
        note(session, "tasks", [each.act.dossier.id], None, closed)  # every open one of it
    for row in tasks:
        note(session, "tasks", [row["id"]], None, row)
    spelled = spelled_out(session, [_draft(each) for each in changes])
    # From here to the commit the tenant's other moves wait: nothing is reckoned any more.
    events = links(spelled, after=_head(session, changes, anew))
    moved = statements.write(
        session,
        columns,
        dossiers=rows,
        anew=[each.act.dossier.id for each in anew],
        closed_as=closed,
        tasks=tasks,
        events=events,
        outbox=[_told(*pair) for pair in zip(changes, events, strict=True)],
    )
    if moved != len(changes):
        raise StaleDataError(f"{moved} of {len(changes)} dossiers were as locked")
    return [
        Happening(event.seq, each.act.dossier.id, trigger, each.source, each.act.dossier.state)
        for each, event in zip(changes, events, strict=True)
    ]


def _head(
    session: TenantSession, changes: Sequence[Change], anew: Sequence[Change]
) -> Checkpoint | None:
    """Lock the end of the chain; refuse what a claim or another form's key forbids.

    Claims lie behind the lock of their dossier, so none can be made any more.
    """
    act = changes[0].act
    found = statements.lock_head(
        session,
        dossier_ids=[each.act.dossier.id for each in changes],
        key=act.key,
    )
    if found.made_before:
        raise Refusal("key_reused")
    owed = {each.act.dossier.id: owing(each.act) for each in anew} if found.claimed else {}
    for task_id, dossier_id, party in found.claimed:
        if owed.get(dossier_id) == party:
            refuse_claimed(session, task_id, act.actor)
    if found.head is None:
        begin_chain(session)
    return found.head


def _changed_columns(dossiers: Sequence[Dossier]) -> tuple[str, ...]:
    """List what any of the dossiers has changed, in the table's order."""
    changed = {
        name
        for dossier in dossiers
        for name, before in inspect(dossier).committed_state.items()
        if name == "touched_at" or getattr(dossier, name) != before
    }
    return tuple(name for name in statements.DOSSIER_COLUMNS if name in changed)


def _row(made: Change, columns: Sequence[str]) -> Json:
    dossier = made.act.dossier
    return {
        "next_version": made.next_version,
        "id": dossier.id,
        "version": dossier.version,
        **{name: getattr(dossier, name) for name in columns},
    }


def _note_dossier(session: TenantSession, made: Change, row: Json) -> None:
    """Note for the trail what the dossier was, and as what it will be written."""
    former = inspect(made.act.dossier).committed_state
    was = {name: former.get(name, row[name]) for name in row if name not in BESIDE_COLUMNS}
    now = {name: row[name] for name in was} | {"version": made.next_version}
    note(session, "dossiers", [row["id"]], was | {"version": row["version"]}, now)


def _settle(session: TenantSession, made: Change) -> None:
    """Tell the session that a dossier stands as it will be written: one version on."""
    dossier = made.act.dossier
    set_committed_value(dossier, "version", made.next_version)
    state = inspect(dossier)
    # As after a flush, without the flush.
    state._commit_all(state.dict, session.identity_map)  # noqa: SLF001


def owing(act: Act) -> str:
    """Return the party whose colleagues' claims stand in the way of this move."""
    if act.undoing is not None or act.move.side or act.closing is not None:
        return ""
    return act.party().name


def _remembered(act: Act, flow: Flow, trigger: str, source: str) -> date | None:
    """Remember the way back and the new last day; return the day, if something is owed anew."""
    dossier = act.dossier
    if trigger in flow.remembered:
        dossier.back_to = {**dossier.back_to, trigger: source}
    if source == dossier.state and act.move.target is None:
        return None
    return set_deadline(act, flow, source)


def _draft(made: Change) -> Draft:
    act, dossier, flow = made.act, made.act.dossier, made.flow
    undoing = act.undoing is not None
    return Draft(
        made.trigger,
        actor=act.actor,
        role="" if undoing else act.party().name,
        for_name=dossier.unit.name if not undoing and act.on_behalf else "",
        dossier_id=dossier.id,
        source=made.source,
        target=dossier.state,
        version=dossier.version,
        request_key=act.key,
        facts={
            **act.facts,
            "inputs": act.inputs,
            **({} if undoing else act.capacity().facts()),
            "before": overwritten(dossier, made.former) if act.move.undoable else {},
            "content_version": dossier.content_version,
            "flow": [flow.name, flow.version, flow.digest],
        },
    )


def _tasks(made: Change) -> list[Json]:
    dossier = made.act.dossier
    return rows_of(made.act.session, dossier, made.flow.states[dossier.state], due_on=made.due_on)


def _told(made: Change, event: Link) -> Json:
    dossier, session = made.act.dossier, made.act.session
    return {
        "tenant_id": session.tenant_id,
        "id": row_id(),
        "job": "tell",
        "payload": {"seq": event.seq, "trigger": made.trigger, "state": dossier.state},
        "dossier_id": dossier.id,
        "run_at": clock.now(session),
        "tries": 0,
    }
