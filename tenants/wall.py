"""The wall between tenants: a session sees one tenant's rows, or none.

PostgreSQL keeps the wall with row-level security. Each transaction says whose
rows it may touch; one that says nothing sees nothing. A session is bound once,
nothing here switches the wall off, and work on several tenants opens a session
for each.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.orm import Session, SessionTransaction

from tenants import journeys
from tenants.database import Json, TenantOwned

ENTER = "SELECT set_config('app.tenant_id', '{}', true), now()"
# Locks fall as the log is written; the disk is waited for after, by an entry of no meaning that
# lies behind it in the log. Who waits together is served by one journey to the disk.
WAIT = "SELECT pg_logical_emit_message(true, 'bontot', '')"
COMMIT_THEN_WAIT = f"SET LOCAL synchronous_commit TO off; COMMIT; {WAIT}"
NAME = text("SELECT set_config('app.public_code', :digest, true)")


class OutsideTenantError(RuntimeError):
    """Code touched a tenant's rows from outside, or from another tenant."""


class TenantSession(Session):
    """A session that belongs to at most one tenant for its whole life."""

    tenant_id: UUID | None = None

    @property
    def remembered(self) -> dict[Hashable, Any]:
        """What has been read once and holds until this transaction, or a savepoint, ends."""
        found: dict[Hashable, Any] = self.info.setdefault("remembered", {})
        return found

    @property
    def only_reads(self) -> bool:
        """Whether the transaction under way may write nothing, as that of a page."""
        return bool(self.info.get("only_reads"))

    def enter(self, tenant_id: UUID) -> None:
        """Bind this session to a tenant, once.

        Raises:
            OutsideTenantError: the session serves another tenant already.

        """
        if self.tenant_id not in (None, tenant_id):
            raise OutsideTenantError("a session serves one tenant only")
        self.tenant_id = tenant_id
        if self.in_transaction():
            _tell_database(self, self.connection())

    def commit(self) -> None:
        """Commit; it returns once what was written lies on the disk.

        Who has locked what all others of the tenant wait for (``hurries``) lets go of it
        first: otherwise they would wait for the disk one after the other.
        """
        if self.info.pop("hurries", False):
            self.flush()
            connection = self.connection()
            if not connection.in_nested_transaction():  # a savepoint's commit ends nothing yet
                journeys.together(connection, COMMIT_THEN_WAIT)
        super().commit()

    def hurries(self) -> None:
        """Say that a lock is held for which all others of the tenant wait."""
        self.info["hurries"] = True

    def ask(self, statement: str, facts: Json) -> list[tuple[Any, ...]]:
        """Send a statement to the driver as it stands: for what every move does."""
        known = None if self.in_nested_transaction() else self.info.get("connection")
        # A savepoint is made as its connection is asked for.
        return journeys.ask(known or self.connection(), statement, facts)


def open_session(engine: Engine, tenant_id: UUID | None = None) -> TenantSession:
    """Open a session inside a tenant, or outside all of them."""
    session = TenantSession(engine, expire_on_commit=False)
    if tenant_id is not None:
        session.enter(tenant_id)
    return session


def wait_for_disk(engine: Engine) -> None:
    """Return once everything that can be seen by now lies on the disk.

    What a hurried act wrote is seen a moment before that (``hurries``). Whoever tells the world
    outside the database of it waits here first: a machine that fails in that moment loses the
    act, and must not have announced it.
    """
    with open_session(engine) as session:
        session.execute(text(WAIT))
        session.commit()


def name_code(session: TenantSession, digest: bytes) -> None:
    """Name a code to the database: until the transaction ends its one row may be seen.

    That is the only look over the wall, see ``tenants.public_codes``.
    """
    session.execute(NAME, {"digest": digest.hex()})


@event.listens_for(TenantSession, "after_begin")
def _enter_in_transaction(
    session: TenantSession, transaction: SessionTransaction, connection: Connection
) -> None:
    if not transaction.nested:  # a savepoint is inside the tenant already
        session.info["connection"] = connection
        _tell_database(session, connection)


@event.listens_for(TenantSession, "after_transaction_end")
def _forget_transaction(session: TenantSession, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop("transaction_time", None)
        session.info.pop("connection", None)
        session.info.pop("hurries", None)
        session.info.pop("only_reads", None)
    if transaction.parent is None or transaction.nested:
        session.info.pop("remembered", None)


@event.listens_for(TenantSession, "after_soft_rollback")
def _read_anew(session: TenantSession, ended: SessionTransaction) -> None:
    """Read again what a savepoint took back: some rows are written past the session's eyes."""
    if ended.nested:
        session.expire_all()


def _tell_database(session: TenantSession, connection: Connection) -> None:
    """Say whose rows may be touched, in the same journey in which the transaction begins."""
    words = ENTER.format(session.tenant_id or "")
    if journeys.idle(connection):
        session.info["only_reads"] = journeys.begins_reading(connection)
        begin = "BEGIN READ ONLY" if session.only_reads else "BEGIN"
        words = f"{begin}; {words}"
    _tenant_id, now = journeys.together(connection, words)
    session.info["transaction_time"] = datetime.fromisoformat(now)


@event.listens_for(TenantSession, "before_attach")
def _own_new_rows(session: TenantSession, row: Any) -> None:
    if not isinstance(row, TenantOwned):
        return
    if session.tenant_id is None:
        raise OutsideTenantError("enter a tenant before touching its rows")
    if _owner_of(row) is None:
        row.tenant_id = session.tenant_id
    if row.tenant_id != session.tenant_id:
        raise OutsideTenantError("this row is another tenant's")


def _owner_of(row: TenantOwned) -> UUID | None:
    """Return the row's tenant; a new row may have none yet."""
    return row.tenant_id
