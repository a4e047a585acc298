"""The servers that the tests run on, and a database of their own for each run."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

from deploy import embedded
from migrations.schema import Addresses, prepare

ROOT = Path(__file__).parent.parent


@contextmanager
def running_servers() -> Iterator[tuple[str, str]]:
    """Give an owner's connection and a queue's; start the embedded pair if none is set.

    Several runs may share the pair: the last one to leave stops it.
    """
    owner = os.environ.get("DATABASE_OWNER_URL")
    redis = os.environ.get("REDIS_URL")
    if owner and redis:
        yield owner, redis
        return
    servers = embedded.start("test", checkout=ROOT)
    with (servers.folder / "users.lock").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        embedded.start("test", checkout=ROOT)
        yield owner or servers.database_owner_url, redis or servers.redis_url
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        embedded.stop("test", checkout=ROOT)


@contextmanager
def database(owner_url: str, name: str) -> Iterator[Addresses]:
    """Make a migrated database and drop it afterwards."""
    _drop(owner_url, name)
    try:
        yield prepare(owner_url, name)
    finally:
        _drop(owner_url, name)


def _drop(owner_url: str, name: str) -> None:
    engine = create_engine(owner_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
    engine.dispose()
