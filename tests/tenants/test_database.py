"""Connections: kept between requests, and replaced when the server has ended them."""

from __future__ import annotations

from sqlalchemy import Engine, create_engine, text

from migrations.schema import Addresses
from tenants.database import engine_for

PID = text("SELECT pg_backend_pid()")


def backend(engine: Engine) -> int:
    with engine.connect() as connection:
        found: int = connection.scalar(PID)
        return found


def test_connection_is_kept_between_uses(addresses: Addresses) -> None:
    engine = engine_for(addresses.application, pool_size=1)
    assert backend(engine) == backend(engine)
    engine.dispose()


def test_connection_that_the_server_has_ended_is_replaced_before_it_is_used(
    addresses: Addresses,
) -> None:
    engine, owner = engine_for(addresses.application, pool_size=1), create_engine(addresses.owner)
    before = backend(engine)
    with owner.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": before})
    assert backend(engine) != before
    engine.dispose()
    owner.dispose()
