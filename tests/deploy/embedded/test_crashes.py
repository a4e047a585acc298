"""What was committed or queued survives a server that was killed."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy import embedded
from deploy.embedded import Servers
from deploy.embedded.home import home_of
from tests.deploy.embedded.servers import (
    ask,
    postgres_process,
    tell,
    valkey,
    valkey_process,
    wait_until_ended,
)

BECOME_PARENT_OF_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER of Linux


def test_committed_rows_survive_a_killed_server(servers: Servers, shared_checkout: Path) -> None:
    tell(servers, "CREATE TABLE numbers AS SELECT generate_series(1, 2000) AS number")
    os.kill(postgres_process(servers), signal.SIGKILL)

    again = embedded.start("test", checkout=shared_checkout)

    assert again == servers
    assert ask(again, "SELECT count(*) FROM numbers") == "2000"


def test_queued_work_survives_a_killed_server(servers: Servers, shared_checkout: Path) -> None:
    with valkey(servers) as client:
        client.rpush("queue", "first", "second")
    os.kill(valkey_process(servers), signal.SIGKILL)
    wait_until_ended(valkey_process(servers))

    again = embedded.start("test", checkout=shared_checkout)

    with valkey(again) as client:
        assert client.lrange("queue", 0, -1) == ["first", "second"]


@contextmanager
def orphans_unburied() -> Iterator[None]:
    """Be the parent of orphans and bury none, as in a container without an init process.

    Only Linux has such containers; elsewhere orphans are buried as always.
    """
    if sys.platform != "linux":
        yield
        return
    system = ctypes.CDLL(None)
    assert system.prctl(BECOME_PARENT_OF_ORPHANS, 1, 0, 0, 0) == 0
    try:
        yield
    finally:
        assert system.prctl(BECOME_PARENT_OF_ORPHANS, 0, 0, 0, 0) == 0


def test_killed_server_may_lie_unburied(shared_checkout: Path) -> None:
    embedded.stop("test", checkout=shared_checkout)
    with orphans_unburied():
        servers = embedded.start("test", checkout=shared_checkout)
        os.kill(postgres_process(servers), signal.SIGKILL)

        again = embedded.start("test", checkout=shared_checkout)

        assert ask(again, "SELECT 1") == "1"


def test_first_start_that_was_cut_short_is_begun_again(checkout: Path) -> None:
    home = home_of("test", checkout=checkout)
    home.prepare()
    unfinished = home.folder / "postgres/unfinished"
    unfinished.mkdir()
    (unfinished / "PG_VERSION").touch()

    assert ask(embedded.start("test", checkout=checkout), "SELECT 1") == "1"


def test_stop_after_a_crash_signals_nobody(servers: Servers, shared_checkout: Path) -> None:
    killed = postgres_process(servers)
    os.kill(killed, signal.SIGKILL)
    wait_until_ended(killed)
    with process_of_the_same_account(shared_checkout) as bystander:
        lock = servers.folder / "postgres/data/postmaster.pid"
        lock.write_text(lock.read_text().replace(str(killed), str(bystander.pid), 1))

        embedded.stop("test", checkout=shared_checkout)

        assert bystander.communicate(b"still here")[0] == b"still here"


def process_of_the_same_account(checkout: Path) -> subprocess.Popen[bytes]:
    account = home_of("test", checkout=checkout).account
    return subprocess.Popen(
        ["/bin/cat"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        user=account.pw_uid if account else None,
    )
