"""What every test may ask for: a migrated database, the application's role, two towns."""

import hypothesis  # noqa: I001  # first: its pytest plugin fails deep in the stack on CPython <= 3.11.7

import os
import uuid
from collections.abc import Iterator

import pytest
from redis import Redis
from sqlalchemy import Engine, event

from migrations.schema import Addresses
from tenants.database import engine_for
from tenants.settings import Settings, settings
from tests import covering, make, servers
from tests.make import Town

# How long an example takes says nothing about a rule; a busy machine takes longer.
hypothesis.settings.register_profile("rules", deadline=None)
hypothesis.settings.load_profile("rules")

ENVIRONMENT = {
    "SECRET_KEY": "tests only: fifty characters or more, for the signing of forms",
    "AUDIT_KEY": "tests only: the key of the audit chain",
    "SEAL_KEY": "tests only: the key that seals second factors",
    "SIGN_IN_CODES": "page",
}


@pytest.fixture(scope="session")
def server_pair() -> Iterator[tuple[str, str]]:
    """An owner's connection, and a queue of this run's own: runs may share the servers."""
    with servers.running_servers() as (owner_url, redis_url):
        separator = "&" if "?" in redis_url else "?"
        yield owner_url, f"{redis_url}{separator}db={_queue_number()}"


def _queue_number() -> int:
    """Choose one of the server's databases: workers of one run never share one."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid.uuid4().hex
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    return (int(run, 16) + int(worker)) % 15 + 1


@pytest.fixture(scope="session")
def addresses(server_pair: tuple[str, str]) -> Iterator[Addresses]:
    with servers.database(server_pair[0], f"test_{uuid.uuid4().hex[:12]}") as addresses:
        yield addresses


@pytest.fixture(scope="session", autouse=True)
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    values = ENVIRONMENT | {"FILES_URL": tmp_path_factory.mktemp("files").as_uri()}
    outside = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    settings.cache_clear()
    yield
    for name, value in outside.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value
    settings.cache_clear()


@pytest.fixture(scope="session")
def configured(environment: None, addresses: Addresses, server_pair: tuple[str, str]) -> Settings:
    """Settings of an installation on this run's database, as the application's role."""
    return settings().with_values(
        database_url=addresses.application,
        database_owner_url=addresses.owner,
        database_platform_url=addresses.platform,
        redis_url=server_pair[1],
    )


@pytest.fixture(scope="session")
def engine(environment: None, addresses: Addresses) -> Iterator[Engine]:
    """The application's own role: it owns nothing and cannot see over the wall."""
    engine = engine_for(addresses.application)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def platform(environment: None, addresses: Addresses) -> Iterator[Engine]:
    engine = engine_for(addresses.platform)
    yield engine
    engine.dispose()


@pytest.fixture
def town(engine: Engine, platform: Engine) -> Iterator[Town]:
    """A committee with two wards of two cells, its people, and this year's open campaign."""
    with make.town(engine, platform) as town:
        yield town


@pytest.fixture
def other_town(engine: Engine, platform: Engine) -> Iterator[Town]:
    """A second tenant: what may not be seen from the first is really there."""
    with make.town(engine, platform) as town:
        yield town


@pytest.fixture
def redis(server_pair: tuple[str, str]) -> Iterator[Redis]:
    connection = Redis.from_url(server_pair[1])
    connection.flushdb()
    yield connection
    connection.close()


@pytest.fixture
def statements(engine: Engine) -> Iterator[list[str]]:
    """Every SQL statement that the application sends while the test runs."""
    seen: list[str] = []

    def see(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", see)
    yield seen
    event.remove(engine, "before_cursor_execute", see)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly when the journeys were not walked for want of a browser."""
    skipped = terminalreporter.stats.get("skipped", [])
    if any("NO BROWSER" in str(report.longrepr) for report in skipped):
        terminalreporter.section("NO BROWSER", red=True, bold=True)
        terminalreporter.line("The journeys were NOT walked: install Chromium and run again.")


@pytest.fixture
def nothing_untold(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every row that acts of this test write is told of by their events' digests."""
    with covering.watching(engine, monkeypatch) as watch:
        yield
    assert watch.untold == set()
    assert (watch.acts > 0, watch.rows > 0) == (True, True)
