"""Asking and killing running servers."""

import os
import shutil
from pathlib import Path

import psycopg
from redis import Redis

from deploy import embedded
from deploy.embedded import Servers
from deploy.embedded.home import home_of


def remove_servers(checkout: Path) -> None:
    """Stop whatever a checkout started and delete every trace of it."""
    for name in ("test", "demo"):
        embedded.wipe(name, checkout=checkout)
    shutil.rmtree(home_of("test", checkout=checkout).folder.parent, ignore_errors=True)


def ask(servers: Servers, question: str) -> str:
    """Return the single value that PostgreSQL answers, as text."""
    with psycopg.connect(servers.database_owner_url) as connection:
        answer = connection.execute(question.encode()).fetchone()
    assert answer
    return str(answer[0])


def tell(servers: Servers, *statements: str) -> None:
    """Have PostgreSQL carry out and commit each statement by itself."""
    with psycopg.connect(servers.database_owner_url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def valkey(servers: Servers) -> Redis:
    """Return a client of the Valkey server; close it."""
    return Redis.from_url(servers.redis_url, decode_responses=True)


def postgres_process(servers: Servers) -> int:
    """Return the process number of the running PostgreSQL server."""
    return int((servers.folder / "postgres/data/postmaster.pid").read_text().splitlines()[0])


def valkey_process(servers: Servers) -> int:
    """Return the process number of the running Valkey server."""
    return int((servers.folder / "valkey/valkey.pid").read_text())


def wait_until_ended(process: int) -> None:
    """Return when a process has ended, buried or not."""
    while _runs(process):
        pass


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except FileNotFoundError:  # gone in between, or a system without /proc
        return not Path("/proc/self").exists()
