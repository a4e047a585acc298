"""What a transaction has changed, row by row, until an event of the trail tells of it.

Each flush and each statement that writes is looked at, so that no act has to say what stood
before and what stands now: rows that a statement changes or deletes are read before and after
it. Whoever writes past both (rows of a list, the statements of a move) says what it wrote by
``note``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import Delete, Insert, Result, Table, Update, event, inspect, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Mapper, ORMExecuteState, SessionTransaction

from tenants.database import Base, Json
from tenants.wall import TenantSession

# The trail itself, what follows from an act, and how somebody voted: of a few possible
# ballots even a keyed digest would say too much.
UNTOLD = frozenset({
    "audit_heads", "audit_events", "outbox_items", "kept_replies", "ballots", "sealed_papers",
    "participations",
})  # fmt: skip
# Counters, and what is told, kept in step or tidied away beside acts: statements on these say
# nothing that an event tells of.
BESIDE = frozenset({
    "file_spaces", "tenant_counts", "sign_in_failures", "notices", "personal_notices", "messages",
    "bundles", "told_how", "reminders", "unit_reminders",
})  # fmt: skip
# A statement whose writer has noted its rows, or whose rows must leave nothing behind.
NOTED_APART = "noted_apart"
DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]
SHORT = 64
AT_ONCE = 5_000
NOTED, MARKS = "changed_rows", "changed_rows_marks"
# Table and key of a row, with its changed columns as they were and as they are.
Note = tuple[str, list[Any], Json | None, Json | None]


def take_changes(session: TenantSession) -> tuple[list[Any], list[Any]]:
    """Return what rows were and what they are, and begin anew: the next event tells the rest."""
    notes: list[Note] = session.info.pop(NOTED, [])
    before = [[table, key, was] for table, key, was, _is in notes]
    after = [[table, key, now] for table, key, _was, now in notes]
    return before, after


def note(
    session: TenantSession, table: str, key: Sequence[Any], was: Json | None, now: Json | None
) -> None:
    """Say what was written past the session's rows, before the event that tells of it."""
    session.info.setdefault(NOTED, []).append((table, list(key), was, now))


@event.listens_for(TenantSession, "do_orm_execute")
def _note_statement(asked: ORMExecuteState) -> Result[Any] | None:
    """Note what a statement writes; it is carried out as it stands."""
    statement, session = asked.statement, asked.session
    if not isinstance(statement, (Insert, Update, Delete)) or not isinstance(
        session, TenantSession
    ):
        return None
    table = Base.metadata.tables.get(getattr(statement.table, "name", ""))
    if table is None or "tenant_id" not in table.c or session.tenant_id is None:
        return None
    if table.name in UNTOLD | BESIDE or asked.execution_options.get(NOTED_APART):
        return None
    if isinstance(statement, Insert):
        for row in _sent(statement, asked.parameters):
            note(session, table.name, [row.get("id")], None, row)
        return None
    before = _rows(session, table, select(table).where(*_where(statement)))
    result = asked.invoke_statement()
    _note_changes(session, table, before, is_gone=isinstance(statement, Delete))
    return result


def _where(statement: Update | Delete) -> list[Any]:
    return [] if statement.whereclause is None else [statement.whereclause]


def _sent(statement: Insert, parameters: Any) -> Iterable[Json]:
    """Return the rows that a statement was sent with; of one that is taken up, as it was sent."""
    if isinstance(parameters, Sequence):
        return [{name: _short(value) for name, value in row.items()} for row in parameters]
    found = {**statement.compile(dialect=DIALECT).params, **(parameters or {})}
    return [{name: _short(value) for name, value in found.items()}]


def _rows(session: TenantSession, table: Table, query: Any) -> dict[tuple[Any, ...], Json]:
    """Read rows as they stand, by their keys."""
    keys = [column.name for column in table.primary_key if column.name != "tenant_id"]
    return {
        tuple(row[name] for name in keys): {name: _short(value) for name, value in row.items()}
        for row in session.execute(query).mappings()
    }


def _note_changes(
    session: TenantSession, table: Table, before: dict[tuple[Any, ...], Json], *, is_gone: bool
) -> None:
    after: dict[tuple[Any, ...], Json] = {}
    found = [column for column in table.primary_key if column.name != "tenant_id"]
    if not is_gone and len(found) == 1:
        keys = [key for (key,) in before]
        for start in range(0, len(keys), AT_ONCE):
            some = found[0].in_(keys[start : start + AT_ONCE])
            after |= _rows(session, table, select(table).where(some))
    for key, was in before.items():
        now = after.get(key)
        if now is None:
            note(session, table.name, key, was, None)
            continue
        changed = [name for name in was if was[name] != now[name]]
        if changed:
            then, since = ({name: row[name] for name in changed} for row in (was, now))
            note(session, table.name, key, then, since)


@event.listens_for(TenantSession, "after_flush")
def _note(session: TenantSession, _context: object) -> None:
    notes = session.info.setdefault(NOTED, [])
    for row in session.new:
        _add(notes, row, is_new=True)
    for row in session.dirty:
        _add(notes, row)
    for row in session.deleted:
        _add(notes, row, is_gone=True)


@event.listens_for(TenantSession, "after_transaction_create")
def _mark(session: TenantSession, transaction: SessionTransaction) -> None:
    if transaction.nested:
        session.info.setdefault(MARKS, {})[transaction] = len(session.info.get(NOTED, ()))


@event.listens_for(TenantSession, "after_soft_rollback")
def _take_back(session: TenantSession, ended: SessionTransaction) -> None:
    """Forget what a savepoint took back."""
    mark = session.info.get(MARKS, {}).get(ended, 0) if ended.nested else 0
    del session.info.get(NOTED, [])[mark:]


@event.listens_for(TenantSession, "after_transaction_end")
def _forget(session: TenantSession, transaction: SessionTransaction) -> None:
    session.info.get(MARKS, {}).pop(transaction, None)
    if transaction.parent is None:
        session.info.pop(NOTED, None)


def _add(notes: list[Note], row: Any, *, is_new: bool = False, is_gone: bool = False) -> None:
    state = inspect(row)
    mapper: Mapper[Any] = state.mapper
    table = str(mapper.local_table.name)  # type: ignore[attr-defined]  # every row has a table
    if table in UNTOLD:
        return
    was: Json = {}
    now: Json = {}
    for column in mapper.column_attrs.keys():  # noqa: SIM118  # no dictionary
        history = state.attrs[column].history
        if is_new or is_gone:
            value = _short(state.dict.get(column))
            now[column] = was[column] = value
        elif history.has_changes():
            was[column] = _short(history.deleted[0]) if history.deleted else None
            now[column] = _short(history.added[0]) if history.added else None
    if was or now:
        key = [state.dict.get(name) for name in ("id", "seq") if name in state.dict]
        notes.append((table, key, None if is_new else was, None if is_gone else now))


def _short(value: Any) -> Any:
    """Stand the hash of a file for the file."""
    return sha256(value).digest() if isinstance(value, bytes) and len(value) > SHORT else value
