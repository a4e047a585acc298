"""The database and the queue of the demo: those that the settings name, or servers of our own."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from deploy import embedded
from deploy.embedded import CannotStartError
from deploy.embedded.home import home_of
from tenants.settings import Settings

ROOT = Path(__file__).parent.parent
NAME = "demo"


@dataclass(frozen=True, slots=True)
class Servers:
    """Settings that name servers which run, and a folder for keys and logs.

    ``fresh`` is true where the servers hold nothing yet.
    """

    settings: Settings
    folder: Path
    fresh: bool


class AlreadyRunningError(Exception):
    """A demo of this checkout runs; a second one would stop its servers at the end."""

    def __init__(self) -> None:
        super().__init__("A demo of this folder runs already; stop it first, with Ctrl-C.")


def files_beside(folder: Path) -> str:
    """Return the address of the demo's files, beside its servers."""
    return (folder / "files").as_uri()


@contextmanager
def running_servers(settings: Settings, *, fresh: bool) -> Iterator[Servers]:
    """Give servers while the demo runs; those of our own are stopped at the end.

    Raises:
        MissingSettingError: only one of the two database connections is set.
        CannotStartError: the servers cannot run here.
        AlreadyRunningError: they serve another demo.

    """
    if settings.database_url or settings.database_owner_url:
        settings.need("database_url")
        settings.need("database_owner_url")
        folder = home_of(NAME, checkout=ROOT).folder.with_name("demo-outside")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield Servers(settings, folder, fresh=False)
        return
    with the_only_demo_of(ROOT):
        yield from _of_our_own(settings, fresh=fresh)


@contextmanager
def the_only_demo_of(checkout: Path) -> Iterator[None]:
    """Be the only demo of a checkout for a while.

    Raises:
        AlreadyRunningError: there is one.
        CannotStartError: its folder cannot be used.

    """
    home = home_of(NAME, checkout=checkout)
    try:
        home.folder.parent.mkdir(parents=True, exist_ok=True)
        lock = home.folder.with_name("demo.running").open("w")
    except OSError as error:
        message = (
            f"The folder {home.folder.parent} cannot be used ({error.strerror}); make it writable "
            "for you, or work in a copy of the project that is."
        )
        raise CannotStartError(message) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunningError from None
        yield


def _of_our_own(settings: Settings, *, fresh: bool) -> Iterator[Servers]:
    try:
        if fresh:
            embedded.wipe(NAME, checkout=ROOT)
        servers = embedded.start(NAME, checkout=ROOT)
    except CannotStartError:
        _stop_quietly()
        raise
    try:
        named = settings.with_values(
            database_owner_url=servers.database_owner_url,
            database_platform_url=None,
            redis_url=settings.redis_url or servers.redis_url,
        )
        yield Servers(named, servers.folder, fresh=fresh)
    finally:
        embedded.stop(NAME, checkout=ROOT)


def _stop_quietly() -> None:
    """Stop what did start; the reason why the rest did not is told already."""
    with suppress(CannotStartError):
        embedded.stop(NAME, checkout=ROOT)
