"""PostgreSQL and Valkey for a laptop, a demonstration and the tests.

Only the programs are taken from the wheels; how they are set up, kept apart
and guarded is ours. Production brings its own servers and never comes here.
"""

from dataclasses import dataclass
from pathlib import Path

from deploy.embedded.home import CannotStartError, Home, home_of
from deploy.embedded.postgres import Postgres
from deploy.embedded.valkey import Valkey
from tenants.settings import settings

__all__ = ["CannotStartError", "Servers", "start", "stop", "wipe"]


@dataclass(frozen=True)
class Servers:
    """The addresses of a running pair of servers, and the folder that is theirs.

    ``database_owner_url`` leads to the database ``postgres`` as a role that may
    create databases and roles. ``folder`` is private to the caller's account,
    except for what the servers themselves keep in it.
    """

    database_owner_url: str
    redis_url: str
    folder: Path


def start(name: str, *, checkout: Path, binaries: Path | None = None) -> Servers:
    """Start the servers called ``name`` of this checkout, or adopt them if they run.

    They outlive the caller until ``stop``. ``binaries`` is a folder with
    PostgreSQL's programs to use instead of the ones that the settings name or
    that are found. Raises ``CannotStartError``.
    """
    home = home_of(name, checkout=checkout)
    try:
        with home.locked():
            home.prepare()
            owner_url = _postgres(home, binaries).start()
            redis_url = Valkey(home).start()
    except OSError as error:
        raise _unusable(home, error) from error
    return Servers(database_owner_url=owner_url, redis_url=redis_url, folder=home.folder)


def stop(name: str, *, checkout: Path, binaries: Path | None = None) -> None:
    """Stop the servers called ``name`` of this checkout, if they run."""
    home = home_of(name, checkout=checkout)
    if not home.folder.exists():
        return
    try:
        with home.locked():
            _stop(home, binaries)
    except OSError as error:
        raise _unusable(home, error) from error


def wipe(name: str, *, checkout: Path, binaries: Path | None = None) -> None:
    """Stop the servers called ``name`` of this checkout and delete all they hold."""
    home = home_of(name, checkout=checkout)
    if not home.folder.exists():
        return
    try:
        with home.locked():
            _stop(home, binaries)
            home.delete()
    except OSError as error:
        raise _unusable(home, error) from error


def _stop(home: Home, binaries: Path | None) -> None:
    Valkey(home).stop()
    _postgres(home, binaries).stop()


def _postgres(home: Home, binaries: Path | None) -> Postgres:
    named = settings().bontot_pg_bin
    return Postgres(home, binaries=binaries or (Path(named) if named else None))


def _unusable(home: Home, error: OSError) -> CannotStartError:
    return CannotStartError(
        f"The folder {home.folder} cannot be used ({error.strerror or error}); "
        "make it writable for you, or work in a copy of the project that is."
    )
