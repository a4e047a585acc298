"""The base class of every table, the names of constraints, and the database's engine."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from select import select
from typing import Annotated, Any
from uuid import UUID, uuid4

import psycopg
from sqlalchemy import (
    Date,
    Engine,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    LargeBinary,
    MetaData,
    Numeric,
    Text,
    Uuid,
    create_engine,
    event,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from uuid_utils.compat import uuid7

Json = dict[str, Any]
SortKey = Annotated[str, mapped_column(Text(collation="C"))]


class Base(DeclarativeBase):
    """Every table of the service."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012  # SQLAlchemy reads it as a plain attribute
        bytes: LargeBinary,
        StrEnum: Enum(
            StrEnum,
            native_enum=False,
            length=40,
            values_callable=lambda kind: [word.value for word in kind],
        ),
        date: Date,
        datetime: TIMESTAMP(timezone=True),
        Decimal: Numeric(8, 2),
        Json: JSONB,
        list[Any]: JSONB,
        list[str]: JSONB,
        str: Text,
        UUID: Uuid,
    }


def row_id() -> UUID:
    """Make the id of a row: it sorts by time (UUIDv7)."""
    return uuid7()


def unguessable_id() -> UUID:
    """Make an id that tells nothing of its time: ballots, public codes (UUIDv4)."""
    return uuid4()


class TenantOwned:
    """A row that belongs to exactly one tenant; its key begins with that tenant."""

    tenant_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("tenants.id"), primary_key=True, sort_order=-20
    )


class TenantRow(TenantOwned):
    """A tenant's row with an id of its own."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=row_id, sort_order=-19)


def belongs_to(table: str, column: str) -> ForeignKeyConstraint:
    """Refer to a row of the same tenant: a plain foreign key would reach over the wall."""
    return ForeignKeyConstraint(["tenant_id", column], [f"{table}.tenant_id", f"{table}.id"])


def engine_for(url: str, *, pool_size: int = 5) -> Engine:
    """Connect to PostgreSQL; every time is read and written in UTC."""
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        query_cache_size=2000,  # the pages ask more than the 500 that are kept otherwise
        hide_parameters=True,  # what people typed stays out of logs and tracebacks
        connect_args={
            "options": "-c timezone=UTC -c statement_timeout=15000 -c lock_timeout=8000"
            " -c idle_in_transaction_session_timeout=30000",
            "application_name": "bontot",
        },
    )
    event.listen(engine, "checkout", _refuse_if_hung_up)
    return engine


def _refuse_if_hung_up(connection: Any, _record: object, _proxy: object) -> None:
    """Let the pool replace a connection that the server has ended since it was last used.

    An idle connection has nothing to say: if there is something to read, it is the server's
    farewell. Asking the socket costs no journey to the server, as a ping before each use would.
    """
    try:
        hung_up = bool(select([connection.fileno()], [], [], 0)[0])
    except (OSError, ValueError, psycopg.Error):
        hung_up = True
    if hung_up:
        raise DisconnectionError("the server has hung up")
