"""Journeys past SQLAlchemy's layers: told, heard and settled as any other."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from tenants.audit import record_event
from tenants.members import SYSTEM
from tenants.retrying import sqlstate_of
from tenants.wall import COMMIT_THEN_WAIT, open_session
from tests.make import Town

WRITTEN = text("SELECT pg_current_wal_insert_lsn()")
ON_DISK = text("SELECT pg_current_wal_flush_lsn() >= CAST(:written AS pg_lsn)")


def test_what_goes_wrong_is_told_as_sqlalchemy_tells_it(town: Town) -> None:
    with pytest.raises(DBAPIError) as told:
        town.session.ask("SELECT 1 / %(nothing)s::int", {"nothing": 0})
    assert sqlstate_of(told.value) == "22012"


def test_connection_that_broke_leaves_the_pool(town: Town) -> None:
    with open_session(town.engine, town.tenant.id) as session:
        (number,) = session.ask("SELECT pg_backend_pid()", {})[0]
        town.session.execute(text("SELECT pg_terminate_backend(:number)"), {"number": number})
        with pytest.raises(OperationalError) as told:
            session.ask("SELECT 1", {})
        assert told.value.connection_invalidated
        session.rollback()
        assert session.ask("SELECT 1", {}) == [(1,)]


def test_who_listens_hears_every_statement(town: Town, statements: list[str]) -> None:
    with open_session(town.engine, town.tenant.id) as session:
        session.ask("SELECT 'heard'", {})
    begun, asked = statements
    assert begun.startswith("BEGIN; SELECT set_config('app.tenant_id'")
    assert asked == "SELECT 'heard'"


def test_act_lies_on_the_disk_once_its_commit_returns(town: Town) -> None:
    with open_session(town.engine, town.tenant.id) as session:
        record_event(session, "task_claimed", actor=SYSTEM)
        written = session.scalar(WRITTEN)
        session.commit()
        assert session.scalar(ON_DISK, {"written": str(written)}) is True


def test_chain_is_let_go_before_the_disk_is_waited_for(town: Town, statements: list[str]) -> None:
    with open_session(town.engine, town.tenant.id) as session:
        record_event(session, "task_claimed", actor=SYSTEM)
        session.commit()
        last = statements[-1]
        session.execute(text("SELECT 1"))
        session.commit()
    assert last == COMMIT_THEN_WAIT
    assert statements[-1] == "SELECT 1"


def test_savepoint_takes_back_what_was_asked_inside_it(town: Town) -> None:
    with open_session(town.engine, town.tenant.id) as session:
        record_event(session, "task_claimed", actor=SYSTEM)
        before = session.ask("SELECT seq FROM audit_heads", {})
        with session.begin_nested() as inside:
            session.ask("UPDATE audit_heads SET seq = seq + 1 RETURNING seq", {})
            inside.rollback()
        assert session.ask("SELECT seq FROM audit_heads", {}) == before
