"""What a journey needs: the demo's towns in a database of their own, the service, a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import create_engine, make_url, text
from werkzeug.serving import make_server

from demo.loading import load
from demo.people_to_try import Line, people_to_try
from jobs.reminders import remind_once
from jobs.schedule import ONE_AT_A_TIME
from tenants import clock
from tenants.database import engine_for
from tenants.settings import Settings, settings
from tenants.tenant import find_tenant
from tenants.text.dates import show_date
from tenants.wall import open_session
from tests import servers
from web.app import create_app

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
NO_BROWSER = (
    "NO BROWSER: the journeys were not walked. Install the distribution's Chromium "
    "(Debian, Ubuntu: sudo apt install chromium) and run the suite again."
)


@dataclass(frozen=True)
class Site:
    """The service as people reach it, and one comrade of each role to sign in as."""

    address: str
    people: list[Line]

    @property
    def today(self) -> str:
        """The day as a comrade writes it now: a walk may begin before midnight and end after."""
        return show_date(clock.local(datetime.now(UTC)).date())

    def phone(self, role: str) -> str:
        """Return the phone of the first person whose line begins with this role."""
        return next(line.phone for line in self.people if line.role.startswith(role))


@pytest.fixture(scope="session")
def chromium() -> str:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip(NO_BROWSER)
    return found


@pytest.fixture(scope="session")
def journey_settings(
    chromium: str, environment: None, server_pair: tuple[str, str]
) -> Iterator[Settings]:
    """Settings of an installation in which the demo stands at the start of its year."""
    with servers.database(server_pair[0], f"journey_{uuid.uuid4().hex[:12]}") as addresses:
        load(addresses.application, addresses.platform)
        yield settings().with_values(
            database_url=addresses.application, redis_url=_queue_apart(server_pair[1])
        )


def _queue_apart(redis_url: str) -> str:
    """Choose another of the server's databases: the site's worker takes what it finds in its own.

    It lives as long as the run, beside tests of jobs that look into theirs.
    """
    url, _, number = redis_url.rpartition("db=")
    return f"{url}db={(int(number) + 6) % 15 + 1}"


@pytest.fixture
def reminded_the_day_before_yesterday(
    journey_settings: Settings, server_pair: tuple[str, str]
) -> None:
    """Let all that had to be reminded of be so two days ago: an office may again.

    The round is made here, while the site's own schedule is kept from making one: it finds
    nothing left to remind of afterwards, however long it took to start.
    """
    engine = engine_for(journey_settings.need("database_url"))
    with engine.connect() as plain:
        connection = plain.execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(text("SET lock_timeout = '60s'"))
        connection.execute(text("SELECT pg_advisory_lock(:it)"), {"it": ONE_AT_A_TIME})
        remind_once(engine)
        _lay_back(journey_settings, server_pair)
        connection.execute(text("SELECT pg_advisory_unlock(:it)"), {"it": ONE_AT_A_TIME})
    engine.dispose()


def _lay_back(journey_settings: Settings, server_pair: tuple[str, str]) -> None:
    database = make_url(journey_settings.need("database_url")).database
    owner = create_engine(make_url(server_pair[0]).set(database=database))
    with owner.begin() as connection:
        for tenant_id in connection.scalars(text("SELECT id FROM tenants")).all():
            enter = text("SELECT set_config('app.tenant_id', :tenant, true)")
            connection.execute(enter, {"tenant": str(tenant_id)})
            back = "SET at = at - interval '2 days'"
            connection.execute(text(f"UPDATE reminders {back}"))
            connection.execute(text(f"UPDATE notices {back} WHERE reminder_id IS NOT NULL"))
    owner.dispose()


@pytest.fixture
def app(configured: Settings) -> Iterator[Flask]:
    """The pages of a town that the test makes itself."""
    app = create_app(configured)
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def served(app: Flask) -> Iterator[str]:
    """Where these pages are served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    pages = threading.Thread(target=server.serve_forever, daemon=True)
    pages.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    pages.join()
    server.server_close()


@pytest.fixture(scope="session")
def site(journey_settings: Settings) -> Iterator[Site]:
    """The pages, and real processes for what happens later."""
    app = create_app(journey_settings)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    pages = threading.Thread(target=server.serve_forever, daemon=True)
    pages.start()
    works = (["worker", "papers", "imports"], ["schedule"])
    later = [_process(journey_settings, *words) for words in works]
    address = f"http://127.0.0.1:{server.server_port}/ha-tinh"
    yield _site(journey_settings, address)
    for process in later:
        process.terminate()
    for process in later:
        process.wait(timeout=30)
    server.shutdown()
    pages.join()
    server.server_close()
    app.extensions["engine"].dispose()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


def _site(journey_settings: Settings, address: str) -> Site:
    engine = engine_for(journey_settings.need("database_url"))
    with open_session(engine) as session:
        tenant = find_tenant(session, "ha-tinh")
        assert tenant is not None
        session.enter(tenant.id)
        people = list(people_to_try(session, "ha-tinh", address))
    engine.dispose()
    return Site(address, people)


def _process(journey_settings: Settings, *words: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "DATABASE_URL": journey_settings.need("database_url"),
        "REDIS_URL": journey_settings.need("redis_url"),
    }
    return subprocess.Popen(  # noqa: S603  # our own command line
        [sys.executable, "-m", "web.commands", *words],
        cwd=servers.ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
