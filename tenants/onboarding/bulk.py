"""Writes many rows of a table in one statement."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import FromClause, Table, Text, cast, column, func, insert, literal, select, update
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSON

from tenants.changed_rows import NOTED_APART, note
from tenants.wall import TenantSession

Row = dict[str, Any]
# A statement writes so many rows: the server holds them as one text while it reads them.
AT_ONCE = 10_000

APART = {NOTED_APART: True}

# Foreign keys are checked by plans that a connection keeps. One that was made while the
# table was nearly empty reads the whole table for every row.
FORGET_PLANS = sql("DISCARD PLANS")
# The server ends transactions that rest for half a minute: on a busy machine, ten thousand
# rows are compared for longer than that between two statements.
MORE_TIME = (
    sql("SET LOCAL idle_in_transaction_session_timeout = '10min'"),
    sql("SET LOCAL statement_timeout = '2min'"),
)


def take_time(session: TenantSession) -> None:
    """Let this transaction rest longer between its statements, and each of them take longer."""
    for setting in MORE_TIME:
        session.execute(setting)


def add_rows(session: TenantSession, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows of the session's tenant; all name the same columns, ``id`` among them."""
    if not rows:
        return
    tenant_id = literal(session.tenant_id, table.c.tenant_id.type)
    session.execute(FORGET_PLANS)
    for some in _in_parts(rows):
        given = _given(session, table, some)
        session.execute(
            insert(table).from_select(
                ["tenant_id", *rows[0]],
                select(tenant_id, *(given.c[name] for name in rows[0])),
            ),
            execution_options=APART,
        )


def change_rows(session: TenantSession, table: Table, rows: Sequence[Row]) -> None:
    """Update rows of the session's tenant, found by ``id``; all name the same columns."""
    if not rows:
        return
    for some in _in_parts(rows):
        given = _given(session, table, some)
        session.execute(
            update(table)
            .where(table.c.tenant_id == session.tenant_id, table.c.id == given.c.id)
            .values({name: given.c[name] for name in rows[0] if name != "id"}),
            execution_options=APART,
        )


def _in_parts(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]


def _given(session: TenantSession, table: Table, rows: Sequence[Row]) -> FromClause:
    """Return the rows as a table that the statement can select from, and note them.

    One digest stands for all of them: a list of thousands is written as one text anyway. What
    changed rows said before is kept beside the list (``ListEffect``).
    """
    written = json.dumps(rows, ensure_ascii=False, default=str)
    note(session, table.name, [len(rows)], None, {"rows": sha256(written.encode()).hexdigest()})
    columns = (column(name, table.c[name].type) for name in rows[0])
    return (
        func.json_to_recordset(cast(literal(written, Text), JSON))
        .table_valued(*columns, name="given")
        .render_derived(with_types=True)
    )
