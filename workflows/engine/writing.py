"""The hot path: what a move writes, for one dossier or a thousand in the same statements.

A move is two steps. ``change`` asks the machine and makes the changes on the dossier in
memory, nothing flushed. ``write`` then sends what belongs to the move of every dossier:

1. the head of the tenant's audit chain is locked, last and for the shortest time;
2. dossiers (compared with the versions that were locked), tasks closed, tasks opened,
   events, head and outbox go in one statement.

Rows travel as one JSON parameter for each table, so the statement is the same whatever
their number, and stays prepared. What effects have added besides is flushed before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CTE,
    LargeBinary,
    Select,
    Table,
    Uuid,
    bindparam,
    column,
    func,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.sql.selectable import TableValuedAlias
from transitions import MachineError

from tenants import clock
from tenants.audit import AuditEvent, AuditHead, Draft, drawn_up, plain
from tenants.database import Base, Json, row_id
from tenants.outbox import OutboxItem
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.engine.act import Act
from workflows.engine.flow import Flow
from workflows.engine.refusals import Refusal
from workflows.engine.undo import overwritten, put_back, standing_values
from workflows.tasks.claims import refuse_claimed
from workflows.tasks.deadlines import set_deadline
from workflows.tasks.opening import closed_as, rows_of
from workflows.tasks.tables import Task


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
    source, former = dossier.state, standing_values(dossier)
    try:
        moved = flow.machine.events[trigger].trigger(dossier, act=act)
    except MachineError as error:
        raise Refusal("not_from_here", state=source, trigger=trigger) from error
    if moved is not True:
        raise Refusal("nothing_to_go_back_to", state=source)
    for effect in act.move.undone if act.undoing else act.move.effects:
        effect(act)
    put_back(dossier, act.former)
    due_on = _remembered(act, flow, trigger, source)
    dossier.version_touch(clock.now(act.session))
    return Change(act, flow, trigger, source, former, due_on)


def write(session: TenantSession, changes: Sequence[Change]) -> list[Happening]:
    """Write what belongs to moves of one trigger by one actor.

    Raises:
        Refusal: ``claimed``: a colleague has taken on a task that the move would end.

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
    rows = [_row(dossier, columns) for dossier in dossiers]
    for dossier in dossiers:
        _settle(dossier, columns)
    session.flush()
    events = drawn_up(session, [_draft(each) for each in changes])
    anew = [each for each in changes if each.owes_anew]
    act, trigger = changes[0].act, changes[0].trigger
    written = session.execute(
        _one_statement(columns),
        {
            "tenant": session.tenant_id,
            "dossiers": sendable(rows),
            "ids": [each.act.dossier.id for each in anew],
            **closed_as(session, act.actor, trigger),
            "tasks": sendable([row for each in anew for row in _tasks(each)]),
            "events": sendable(events),
            "outbox": sendable([_told(*pair) for pair in zip(changes, events, strict=True)]),
            "head_seq": events[-1]["seq"],
            "head_hash": events[-1]["hash"],
        },
    ).one()
    if written.moved != len(changes):
        raise StaleDataError(f"{written.moved} of {len(changes)} dossiers were as locked")
    if written.claimed:
        _refuse_claimed(session, anew, written.claimed)
    return [
        Happening(event["seq"], each.act.dossier.id, trigger, each.source, each.act.dossier.state)
        for each, event in zip(changes, events, strict=True)
    ]


def _refuse_claimed(
    session: TenantSession, changes: Sequence[Change], claimed: Sequence[Json]
) -> None:
    owed = {str(each.act.dossier.id): owing(each.act) for each in changes}
    for task in claimed:
        if task["party"] == owed[task["dossier_id"]]:
            refuse_claimed(session, UUID(task["id"]), changes[0].act.actor)


def _changed_columns(dossiers: Sequence[Dossier]) -> tuple[str, ...]:
    """List what any of the dossiers has changed, in the table's order."""
    changed = {
        name for dossier in dossiers for name in inspect(dossier).attrs.keys()  # noqa: SIM118
        if inspect(dossier).attrs[name].history.has_changes()
    }  # fmt: skip
    return tuple(each.key for each in _table(Dossier).columns if each.key in changed)


def _row(dossier: Dossier, columns: Sequence[str]) -> Json:
    return {
        "id": dossier.id,
        "version": dossier.version,
        **{name: getattr(dossier, name) for name in columns},
    }


def _settle(dossier: Dossier, columns: Sequence[str]) -> None:
    """Tell the session that a dossier stands as it will be written: one version on."""
    for name in columns:
        set_committed_value(dossier, name, getattr(dossier, name))
    set_committed_value(dossier, "version", dossier.version + 1)


def owing(act: Act) -> str:
    """Return the party whose colleagues' claims stand in the way of this move."""
    if act.undoing is not None or act.move.side or act.closing is not None:
        return ""
    return act.party().name


def sendable(rows: Sequence[Json]) -> list[Json]:
    """Put rows into what one JSON parameter can hold; bytes as PostgreSQL writes them."""
    return [
        {
            name: f"\\x{value.hex()}" if isinstance(value, bytes) else plain(value)
            for name, value in row.items()
        }
        for row in rows
    ]


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


def _told(made: Change, event: Json) -> Json:
    dossier, session = made.act.dossier, made.act.session
    return {
        "tenant_id": session.tenant_id,
        "id": row_id(),
        "job": "tell",
        "payload": {"seq": event["seq"], "trigger": made.trigger, "state": dossier.state},
        "dossier_id": dossier.id,
        "run_at": clock.now(session),
        "tries": 0,
    }


def _table(model: type[Base]) -> Table:
    return cast("Table", model.__table__)


def _rows(parameter: str, table: Table, names: Sequence[str]) -> TableValuedAlias:
    """Read the rows of a table out of a JSON parameter, each column in its type."""
    sent = func.jsonb_to_recordset(bindparam(parameter, type_=JSONB))
    columns = [column(name, table.c[name].type) for name in names]
    return sent.table_valued(*columns, name=parameter).render_derived(with_types=True)


def _inserted(parameter: str, table: Table, names: Sequence[str], *, after: CTE | None) -> CTE:
    rows = _rows(parameter, table, names)
    chosen = select(*(rows.c[name] for name in names))
    if after is not None:
        # What is closed must be closed before the same party owes anew: one index watches.
        chosen = chosen.where(select(func.count()).select_from(after).scalar_subquery() >= 0)
    return (
        insert(table)
        .from_select(list(names), chosen, include_defaults=False)
        .cte(f"{parameter}_written")
    )


@cache
def _one_statement(columns: tuple[str, ...]) -> Select[Any]:
    """Build the statement that writes moves whose dossiers changed in these columns."""
    tasks, events, outbox, head = map(_table, (Task, AuditEvent, OutboxItem, AuditHead))
    tenant = bindparam("tenant", type_=Uuid)
    dossiers = _table(Dossier)
    sent = _rows("dossiers", dossiers, ("id", "version", *columns))
    moved = (
        update(dossiers)
        .where(
            dossiers.c.tenant_id == tenant,
            dossiers.c.id == sent.c.id,
            dossiers.c.version == sent.c.version,
        )
        .values({"version": dossiers.c.version + 1, **{name: sent.c[name] for name in columns}})
        .returning(dossiers.c.id)
        .cte("moved")
    )
    closed = (
        update(tasks)
        .where(
            tasks.c.tenant_id == tenant,
            tasks.c.dossier_id == func.any(bindparam("ids", type_=ARRAY(Uuid))),
            tasks.c.done_at.is_(None),
        )
        .values(
            {
                tasks.c[name]: bindparam(name, type_=tasks.c[name].type)
                for name in ("done_at", "done_by_id", "done_by", "done_with")
            }
        )
        .returning(tasks.c.id, tasks.c.dossier_id, tasks.c.party, tasks.c.claimed_by_id)
        .cte("closed")
    )
    moved_on = (
        update(head)
        .where(head.c.tenant_id == tenant)
        .values(seq=bindparam("head_seq"), hash=bindparam("head_hash", type_=LargeBinary))
        .cte("head_written")
    )
    claims = func.jsonb_build_object(
        "id", closed.c.id, "dossier_id", closed.c.dossier_id, "party", closed.c.party
    )
    return select(
        select(func.count()).select_from(moved).scalar_subquery().label("moved"),
        select(func.jsonb_agg(claims, type_=JSONB))
        .where(closed.c.claimed_by_id.is_not(None))
        .scalar_subquery()
        .label("claimed"),
    ).add_cte(
        moved,
        closed,
        _inserted("tasks", tasks, TASK_COLUMNS, after=closed),
        _inserted("events", events, EVENT_COLUMNS, after=None),
        _inserted("outbox", outbox, OUTBOX_COLUMNS, after=None),
        moved_on,
    )


TASK_COLUMNS = (
    "tenant_id", "id", "dossier_id", "unit_id", "party", "desk", "state", "opened_at", "due_at",
)  # fmt: skip
EVENT_COLUMNS = tuple(each.name for each in _table(AuditEvent).columns)
OUTBOX_COLUMNS = ("tenant_id", "id", "job", "payload", "dossier_id", "run_at", "tries")
