"""The server and the databases of a run: the same PostgreSQL for everybody, waiting for its disk.

Each contender works on a copy of a template in which thousands of dossiers are through, so that
plans and the depth of indexes are those of a database in use.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import create_engine, func, make_url, select, text

from deploy import embedded
from migrations.schema import addresses_of, prepare
from tenants.audit import AuditEvent, verify
from tenants.database import engine_for
from tenants.outbox import OutboxItem
from tenants.wall import TenantSession, open_session
from tests.benchmarks import city
from workflows.tasks.tables import Task

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Server:
    """The server of a run; its owner may make databases."""

    owner: str

    def url(self, database: str) -> str:
        """Return the owner's address of a database."""
        return make_url(self.owner).set(database=database).render_as_string(hide_password=False)

    def run(self, statement: str, database: str = "postgres") -> None:
        """Run a statement that no transaction may hold."""
        engine = create_engine(
            make_url(self.url(database)).set(drivername="postgresql+psycopg"),
            isolation_level="AUTOCOMMIT",
        )
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def copy(self, template: str, name: str) -> None:
        """Make a database anew as a copy of another."""
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")


@contextmanager
def running() -> Iterator[Server]:
    """Start a server that keeps what it commits, and stop it afterwards."""
    servers = embedded.start("bench", checkout=ROOT)
    try:
        yield Server(servers.database_owner_url)
    finally:
        embedded.stop("bench", checkout=ROOT)


def products_template(server: Server, name: str, *, finished: int) -> UUID:
    """Make the product's template: migrated, with a city and dossiers that are through."""
    server.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    addresses = prepare(server.owner, name)
    application, platform = engine_for(addresses.application), engine_for(addresses.platform)
    tenant_id = city.build(application, platform)
    with open_session(application, tenant_id) as session:
        city.add_finished(session, finished)
    application.dispose()
    platform.dispose()
    server.run("VACUUM (ANALYZE, FREEZE)", name)
    return tenant_id


def application_url(server: Server, database: str) -> str:
    """Return the address of the product's own role, which cannot see over the wall."""
    return addresses_of(server.owner, database).application


def check_products(session: TenantSession) -> str:
    """Count what stands in the product's database, and walk the chain of its trail.

    Raises:
        AssertionError: a move is without its event or its notice, a dossier with two open
            tasks, or the chain is broken.

    """
    moves = select(func.count()).where(AuditEvent.dossier_id.is_not(None))
    notices = select(func.count()).select_from(OutboxItem).where(OutboxItem.job == "tell")
    doubled = (
        select(Task.dossier_id)
        .where(Task.done_at.is_(None))
        .group_by(Task.dossier_id)
        .having(func.count() > 1)
    )
    made, told = session.scalar(moves), session.scalar(notices)
    assert made == told, f"{made} moves, {told} notices"
    assert session.scalars(doubled).all() == []
    assert list(verify(session)) == []
    return f"{made} moves, an event and a notice each, one open task a dossier, chain unbroken"
