"""What a transaction has changed, row by row, until an event of the trail tells of it.

Each flush is looked at, so that no act has to say what stood before and what stands now.
What a statement writes past the session's rows is told by the event's own facts.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Mapper, SessionTransaction

from tenants.database import Json
from tenants.wall import TenantSession

# The trail itself, what follows from an act, and how somebody voted: of a few possible
# ballots even a keyed digest would say too much.
UNTOLD = frozenset({
    "audit_heads", "audit_events", "outbox_items", "kept_replies", "ballots", "sealed_papers",
    "participations",
})  # fmt: skip
SHORT = 64
NOTED, MARKS = "changed_rows", "changed_rows_marks"
# Table and key of a row, with its changed columns as they were and as they are.
Note = tuple[str, list[Any], Json | None, Json | None]


def take_changes(session: TenantSession) -> tuple[list[Any], list[Any]]:
    """Return what rows were and what they are, and begin anew: the next event tells the rest."""
    notes: list[Note] = session.info.pop(NOTED, [])
    before = [[table, key, was] for table, key, was, _is in notes]
    after = [[table, key, now] for table, key, _was, now in notes]
    return before, after


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
