"""The backup of the runbook: taken by a role of its own, restored elsewhere, checked there."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import URL, Engine, create_engine, func, make_url, select, text

from deploy.embedded.binaries import find_postgres
from deploy.embedded.home import home_of
from migrations.schema import APPLICATION, PLATFORM, Addresses
from tenants.audit import checkpoint, verify
from tenants.database import engine_for
from tenants.wall import open_session
from tests import make
from tests.make import Town
from tests.rules.catalogue import faults
from tests.servers import ROOT
from workflows.dossiers.tables import Dossier

PASSWORD = "of this test alone"
OWNER = "CREATE ROLE {0} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '{1}'"
BACKUP = "CREATE ROLE {0} LOGIN NOSUPERUSER BYPASSRLS PASSWORD '{1}' IN ROLE pg_read_all_data"


@pytest.fixture(scope="module")
def programs() -> Path:
    """Give the folder of PostgreSQL's programs, which come along with the tests' own server."""
    return find_postgres(home_of("test", checkout=ROOT), chosen=None, major=None).folder


@pytest.fixture
def elsewhere(addresses: Addresses) -> Iterator[tuple[URL, URL]]:
    """Give a role that backs up the database, and a new one with an ordinary owner."""
    url, mark = make_url(addresses.owner), uuid4().hex[:8]
    backup, owner, place = (f"drill_{name}_{mark}" for name in ("backup", "owner", "place"))
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for said, role in ((OWNER, owner), (BACKUP, backup)):
            connection.exec_driver_sql(said.format(role, PASSWORD))
        connection.exec_driver_sql(f"CREATE DATABASE {place} OWNER {owner}")
        new = url.set(database=place, username=owner, password=PASSWORD)
        yield url.set(username=backup, password=PASSWORD), new
        connection.exec_driver_sql(f"DROP DATABASE {place} WITH (FORCE)")
        connection.exec_driver_sql(f"DROP ROLE {owner}")
        connection.exec_driver_sql(f"DROP ROLE {backup}")
    engine.dispose()


def run(program: Path, url: URL, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs on a database."""
    where = {
        "PGHOST": str(url.query.get("host") or url.host or ""), "PGPORT": str(url.port or 5432),
        "PGUSER": str(url.username), "PGPASSWORD": str(url.password or ""),
        "PGDATABASE": str(url.database),
    }  # fmt: skip
    return subprocess.run(  # noqa: S603  # programs of the server that is tested on
        [program, *words], env=where, capture_output=True, text=True, check=False
    )


def test_backup_is_restored_whole_with_its_walls_and_its_trail(
    town: Town,
    addresses: Addresses,
    programs: Path,
    elsewhere: tuple[URL, URL],
    tmp_path: Path,
) -> None:
    backup, place = elsewhere
    make.registered(town, town.ward.cells[0])
    file, tenant = tmp_path / "bontot.dump", town.tenant.id
    end = checkpoint(town.session)

    taken = run(programs / "pg_dump", backup, "-Fc", "-f", file)
    assert (taken.returncode, taken.stderr) == (0, "")
    put_back = run(programs / "pg_restore", place, "-d", str(place.database), "--no-owner", file)
    assert (put_back.returncode, put_back.stderr) == (0, "")

    restored = engine_for(
        make_url(addresses.application).set(database=place.database)
        .render_as_string(hide_password=False)
    )  # fmt: skip
    assert said(restored, town) == said(town.engine, town)
    with open_session(restored, tenant) as session:
        assert list(verify(session, since=end)) == []
    with open_session(restored) as nobody:
        assert nobody.scalar(select(func.count()).select_from(Dossier)) == 0
    restored.dispose()
    owner = create_engine(place)
    with owner.connect() as connection:
        assert faults(connection, APPLICATION, PLATFORM) == []
    owner.dispose()

    # Why it takes a role of its own: an ordinary owner is refused, or gets nothing and no error.
    assert run(programs / "pg_dump", place, "-Fc", "-f", tmp_path / "none.dump").returncode == 1
    rows = run(programs / "pg_dump", place, "--enable-row-security", "-a", "-t", "dossiers")
    assert rows.returncode == 0
    assert str(tenant) not in rows.stdout


def said(engine: Engine, town: Town) -> list[tuple[object, ...]]:
    """Count the tenant's dossiers and hash them."""
    digest = text("SELECT count(*), md5(string_agg(d::text, '' ORDER BY d.id)) FROM dossiers d")
    with open_session(engine, town.tenant.id) as session:
        return [tuple(row) for row in session.execute(digest)]
