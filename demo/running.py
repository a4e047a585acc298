"""Everything of the demo, from the servers to the pages, and back in the opposite order."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from socket import socket

from demo.children import HOST, Processes, listening, wait_until_ready
from demo.keys import kept_keys
from demo.loading import HalfLoadedError, StoppedLoadingError, load
from demo.people_to_try import TO_TRY, Line, as_table, operators_to_try, people_to_try
from demo.servers import Servers, files_beside, running_servers
from deploy.embedded import CannotStartError
from jobs.schedule import schedule
from jobs.stopping import Stopping
from jobs.worker import work
from migrations.schema import Addresses
from tenants.database import engine_for
from tenants.settings import Settings, SignInCodes
from tenants.tenant import find_tenant
from tenants.wall import open_session
from web.commands.environment import adopt
from web.commands.installing import drop_database, make_ready

DATABASE = "bontot_demo"
ADOPTED = (
    "database_url", "database_platform_url", "redis_url", "secret_key", "audit_key",
    "seal_key",
    "sign_in_codes", "files_url", "public_url",
)  # fmt: skip
SECONDS_BETWEEN_LOOKS = 0.5
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the visitor asked for; port 0 takes any that is free."""

    port: int
    fresh: bool
    serve: bool


def run(settings: Settings, wishes: Wishes, *, say: Say) -> None:
    """Prepare and load what is missing, serve until Ctrl-C or SIGTERM, and stop everything.

    Raises:
        Exception: one sentence on what cannot be done here; nothing is left running.

    """
    stopping = Stopping()
    stopping.listen()
    try:
        with listening(wishes.port) as ear, running_servers(settings, fresh=wishes.fresh) as found:
            loaded = _ready(found, wishes, stopping, say, address=_address(ear))
            if loaded is None or stopping.asked:
                return
            if wishes.serve:
                _serve(ear, found.folder, loaded, stopping, say)
            else:
                say(_table(loaded, _address(ear)))
    except CannotStartError:
        if not stopping.asked:  # Ctrl-C reaches the programs that set the servers up as well
            raise


def _ready(
    found: Servers, wishes: Wishes, stopping: Stopping, say: Say, *, address: str
) -> Settings | None:
    """Make and load the database, and return the settings to serve it with.

    Nothing is returned when asked to stop meanwhile.
    """
    if stopping.asked:
        return None
    began = time.monotonic()
    keys = kept_keys(found.folder)
    settings = found.settings.with_values(
        secret_key=found.settings.secret_key.get_secret_value() or keys["secret_key"],
        audit_key=found.settings.audit_key.get_secret_value() or keys["audit_key"],
        seal_key=found.settings.seal_key.get_secret_value() or keys["seal_key"],
        sign_in_codes=SignInCodes.PAGE,
        files_url=found.settings.files_url or files_beside(found.folder),
        public_url=found.settings.public_url or address,
    )
    if wishes.fresh and not found.fresh:
        drop_database(settings, database=DATABASE, keeping=TO_TRY)
    addresses = make_ready(settings, database=DATABASE)
    adopted = adopt(
        settings.with_values(
            database_url=addresses.application, database_platform_url=addresses.platform
        ),
        *ADOPTED,
    )
    say(f"Cơ sở dữ liệu sẵn sàng · The database is ready ({time.monotonic() - began:.1f} s)")
    began = time.monotonic()
    try:
        loaded = _load(settings, addresses, stopping)
    except StoppedLoadingError:
        return None
    if loaded:
        say(f"Đã nạp dữ liệu mẫu · Loaded {', '.join(loaded)} ({time.monotonic() - began:.1f} s)")
    return adopted


def _load(settings: Settings, addresses: Addresses, stopping: Stopping) -> list[str]:
    """Load the cities; what an interrupted start left half done is made anew."""
    try:
        return load(
            addresses.application, addresses.platform,
            stop=lambda: stopping.asked, among_others=settings.database_url is None,
        )  # fmt: skip
    except HalfLoadedError:
        drop_database(settings, database=DATABASE, keeping=TO_TRY)
        make_ready(settings, database=DATABASE)
        return load(
            addresses.application, addresses.platform,
            stop=lambda: stopping.asked, among_others=settings.database_url is None,
        )  # fmt: skip


def _serve(ear: socket, folder: Path, settings: Settings, stopping: Stopping, say: Say) -> None:
    began, address = time.monotonic(), _address(ear)
    with Processes(folder) as processes:
        web = processes.start("web", _serve_pages, settings, f"fd://{ear.fileno()}")
        ear.close()
        wait_until_ready(web, int(address.rpartition(":")[2]), stopping)
        # Only now, because what the loading left to do would hold the pages up.
        processes.start("schedule", schedule, settings)
        processes.start("worker", work, [], settings)
        say(f"Trang web sẵn sàng · The pages are ready ({time.monotonic() - began:.1f} s)\n")
        say(_table(settings, address))
        say(f"\n{address}  (Ctrl-C để dừng · Ctrl-C stops; nhật ký · logs: {folder})")
        while not stopping.wait(SECONDS_BETWEEN_LOOKS):
            processes.check()
        say("\nĐang dừng · Stopping")


def _serve_pages(settings: Settings, bind: str) -> None:
    from web.commands.serve import serve  # noqa: PLC0415  # only here: the others need no pages

    serve(settings, bind=bind)


def _address(ear: socket) -> str:
    return f"http://{HOST}:{ear.getsockname()[1]}"


def _table(settings: Settings, address: str) -> str:
    engine = engine_for(settings.need("database_url"), pool_size=1)
    lines: list[Line] = []
    try:
        for slug in TO_TRY:
            with open_session(engine) as session:
                tenant = find_tenant(session, slug)
                if tenant is not None:
                    session.enter(tenant.id)
                    lines += people_to_try(session, slug, address)
    finally:
        engine.dispose()
    own = engine_for(settings.need("database_platform_url"), pool_size=1)
    try:
        with open_session(own) as session:
            lines += operators_to_try(session, address)
    finally:
        own.dispose()
    return as_table(lines)
