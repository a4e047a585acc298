"""What the tests of jobs may ask for: a place to work, and processes that work there."""

from collections.abc import Callable, Iterator
from multiprocessing.context import ForkProcess
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update

from jobs.catalogue import JOBS, Job
from jobs.connection import connection
from jobs.processes import start_apart
from tenants.settings import Settings
from tenants.tenant import Standing, Tenant
from tenants.wall import open_session
from tests.jobs import works
from tests.jobs.works import Worker


@pytest.fixture(autouse=True)
def alone(platform: Engine) -> Iterator[None]:
    """Only the tenants of this test are open: what else lies in the outbox stays there."""
    with open_session(platform) as session:
        others = list(
            session.scalars(
                update(Tenant)
                .where(Tenant.id.in_(select(Tenant.id).where(Tenant.standing == Standing.OPEN)))
                .values(standing=Standing.SUSPENDED)
                .returning(Tenant.id)
            )
        )
        session.commit()
    yield
    with open_session(platform) as session:
        session.execute(update(Tenant).where(Tenant.id.in_(others)).values(standing=Standing.OPEN))
        session.commit()


@pytest.fixture(autouse=True)
def at_work(configured: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Do jobs on the run's database, those of the tests among them."""
    connection.use(configured.need("database_url"))
    for name, work in works.WORKS.items():
        monkeypatch.setitem(JOBS, name, Job("papers", work))
    yield
    connection.close()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Worker]]:
    """Start a function in a process of its own, which may be killed."""
    works.here.append(tmp_path)
    started: list[ForkProcess] = []

    def begin(work: Callable[..., None], *words: object) -> Worker:
        started.append(start_apart(work, *words))
        return Worker(started[-1], tmp_path)

    yield begin
    (tmp_path / "go on").touch()
    for process in started:
        process.kill()
        process.join()
        process.close()
    works.here.pop()
