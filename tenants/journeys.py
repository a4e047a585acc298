"""Journeys to the server that every request and every move makes, at the driver's own cost.

SQLAlchemy's layers take longer around a statement than the server takes for it. Here text goes
to the driver as it stands, rows come back as plain tuples, and what goes wrong is told as
SQLAlchemy tells it: callers need not know the difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn

import psycopg
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn
from sqlalchemy import Connection, Select
from sqlalchemy.dialects import postgresql

from tenants.database import Json


def ask(connection: Connection, statement: str, facts: Json) -> list[tuple[Any, ...]]:
    """Send a statement, which the server prepares once it has come a few times."""
    _hear(connection, statement, facts)
    try:
        return _driver(connection).execute(statement, facts).fetchall()
    except psycopg.Error as error:
        _tell(connection, error, statement)


def together(connection: Connection, statements: str) -> list[str]:
    """Send fixed statements in one journey; return the only row of the last.

    Nothing that anybody typed may stand in them: they hold no parameters.
    """
    _hear(connection, statements, {})
    try:
        return _together(_driver(connection).pgconn, statements)
    except psycopg.Error as error:
        _tell(connection, error, statements)


@dataclass(frozen=True, slots=True)
class Written:
    """A statement as the driver takes it, and what it names besides what each asker gives."""

    words: str
    facts: Json


def written(query: Select[*tuple[Any, ...]]) -> Written:
    """Write a statement out once, for all who will ask it."""
    compiled = query.compile(
        dialect=postgresql.psycopg.dialect(),  # type: ignore[no-untyped-call]
        compile_kwargs={"render_postcompile": True},
    )
    turning: dict[str, Any] = dict(compiled._bind_processors)  # noqa: SLF001
    turned = {name: turn(compiled.params[name]) for name, turn in turning.items()}  # as JSON, say
    return Written(str(compiled), {**compiled.params, **turned})


def begins_reading(connection: Connection) -> bool:
    """Tell whether the next transaction of a connection may only read."""
    return bool(_driver(connection).read_only)


def idle(connection: Connection) -> bool:
    """Tell whether the server has not been told yet that a transaction begins."""
    return _driver(connection).pgconn.transaction_status == TransactionStatus.IDLE


def _together(server: PGconn, statements: str) -> list[str]:
    result = server.exec_(statements.encode())
    if result.status != ExecStatus.TUPLES_OK:
        raise psycopg.errors.error_from_result(result)
    return [(result.get_value(0, column) or b"").decode() for column in range(result.nfields)]


def _hear(connection: Connection, statement: str, facts: Json) -> None:
    """Let who listens to the engine's statements hear this one as well."""
    if connection._has_events or connection.engine._has_events:  # noqa: SLF001
        for heard in connection.dispatch.before_cursor_execute:
            heard(connection, None, statement, facts, None, False)  # noqa: FBT003


def _driver(connection: Connection) -> psycopg.Connection[tuple[Any, ...]]:
    driver: psycopg.Connection[tuple[Any, ...]] = connection.connection.driver_connection  # type: ignore[assignment]
    return driver


def _tell(connection: Connection, error: psycopg.Error, statement: str) -> NoReturn:
    """Raise SQLAlchemy's kind of the error; a connection that broke leaves the pool."""
    connection._handle_dbapi_exception(error, statement, None, None, None)  # noqa: SLF001
