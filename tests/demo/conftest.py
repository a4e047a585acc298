"""What the tests of the demo may ask for: both cities, loaded once into a database of their own."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine

from demo.loading import load
from migrations.schema import Addresses
from tenants.database import engine_for
from tenants.tenant import find_tenant
from tenants.wall import TenantSession, open_session
from tests import servers


@pytest.fixture(scope="session")
def demo_database(environment: None, server_pair: tuple[str, str]) -> Iterator[Addresses]:
    """A database that holds the demo and nothing else."""
    with servers.database(server_pair[0], f"test_demo_{uuid.uuid4().hex[:12]}") as addresses:
        assert load(addresses.application, addresses.platform) == [
            "ha-tinh", "binh-an", "lam-hong",
        ]  # fmt: skip
        yield addresses


@pytest.fixture(scope="session")
def demo_engine(demo_database: Addresses) -> Iterator[Engine]:
    engine = engine_for(demo_database.application)
    yield engine
    engine.dispose()


@contextmanager
def inside(engine: Engine, slug: str) -> Iterator[TenantSession]:
    """Open a session inside a city."""
    with open_session(engine) as session:
        tenant = find_tenant(session, slug)
        assert tenant is not None
        session.enter(tenant.id)
        yield session


@pytest.fixture
def ha_tinh(demo_engine: Engine) -> Iterator[TenantSession]:
    with inside(demo_engine, "ha-tinh") as session:
        yield session


@pytest.fixture
def binh_an(demo_engine: Engine) -> Iterator[TenantSession]:
    with inside(demo_engine, "binh-an") as session:
        yield session


@pytest.fixture
def lam_hong(demo_engine: Engine) -> Iterator[TenantSession]:
    with inside(demo_engine, "lam-hong") as session:
        yield session
