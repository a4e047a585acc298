"""Watches whether events of the trail tell of every row that their acts wrote.

PostgreSQL knows which transaction wrote a row last (``xmin``). After each commit that wrote an
event, every row of the tenant written since the transaction began must be among what was noted
for its events: whatever is not was written behind the trail's back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Table, event, select, text
from sqlalchemy.orm import SessionTransaction

from tenants import audit, changed_rows
from tenants.audit import AuditEvent
from tenants.changed_rows import BESIDE, UNTOLD
from tenants.wall import TenantSession, open_session
from web.commands.export import own_tables

ALL = "all rows"
SINCE = text("xmin::text::bigint >= :began")
NEXT = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
BEGAN, TOLD = "began", "told"


class Watch:
    """Tables written without being told of, with the events; how many acts and rows were seen."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.untold: set[tuple[str, ...]] = set()
        self.acts = self.rows = 0

    def take(self, session: TenantSession) -> tuple[list[Any], list[Any]]:
        """Take what an event tells of, and keep it until the commit."""
        before, after = changed_rows.take_changes(session)
        session.info.setdefault(TOLD, []).extend([*before, *after])
        return before, after

    def begin(
        self, session: TenantSession, transaction: SessionTransaction, at: Connection
    ) -> None:
        """Ask which transactions are still to come."""
        if not transaction.nested:
            session.info[BEGAN] = at.exec_driver_sql(NEXT).scalar_one()

    def look(self, session: TenantSession) -> None:
        """Compare what was written with what is told of."""
        if session.in_nested_transaction():
            return
        notes = session.info.pop(TOLD, None)
        if notes is None or session.tenant_id is None:
            return
        self.acts += 1
        since = SINCE.bindparams(began=session.info[BEGAN])
        with open_session(self.engine, session.tenant_id) as own:
            kinds = sorted(set(own.scalars(select(AuditEvent.kind).where(since))))
            for table in own_tables():
                if table.name in UNTOLD | BESIDE:
                    continue
                known = _told(notes, table)
                written = [set(map(str, row)) for row in own.execute(_keys(table).where(since))]
                self.rows += len(written)
                if ALL not in known and any(not key & known for key in written):
                    self.untold.add((table.name, *kinds))


@contextmanager
def watching(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """Watch every tenant's session until the end."""
    watch = Watch(engine)
    heard = (("after_begin", watch.begin), ("after_commit", watch.look))
    with monkeypatch.context() as patch:
        patch.setattr(audit, "take_changes", watch.take)
        for name, hears in heard:
            event.listen(TenantSession, name, hears)
        try:
            yield watch
        finally:
            for name, hears in heard:
                event.remove(TenantSession, name, hears)


def _keys(table: Table) -> Any:
    """Name rows by all that may name them: the tasks that a move closes go by their dossier."""
    keys = [column for column in table.primary_key if column.name != "tenant_id"]
    return select(*keys, *([table.c.dossier_id] if table.name == "tasks" else []))


def _told(notes: list[list[Any]], table: Table) -> set[str]:
    """List the keys that were noted; rows of an imported list are noted as one."""
    own = [(key, row) for name, key, row in notes if name == table.name]
    keys = {str(each) for key, _row in own for each in key}
    return keys | {ALL for _key, row in own if row and "rows" in row}
