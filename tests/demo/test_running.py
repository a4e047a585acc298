"""The demo's processes: started, served from, stopped without a trace."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from demo.people_to_try import TO_TRY
from migrations.schema import Addresses

ROOT = Path(__file__).parents[2]
DEMO = [sys.executable, "-m", "web.commands", "demo"]


@pytest.fixture
def environment_of_the_demo(
    demo_database: Addresses, server_pair: tuple[str, str]
) -> dict[str, str]:
    """What the demo is told of servers that run already, with everything loaded."""
    return os.environ | {  # noqa: TID251  # the demo is started as a visitor would
        "DATABASE_URL": demo_database.application,
        "DATABASE_OWNER_URL": server_pair[0],
        "DATABASE_PLATFORM_URL": demo_database.platform,
        "REDIS_URL": server_pair[1],
    }


@contextmanager
def started(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(  # noqa: S603  # our own interpreter and words
        [*DEMO, "--port", "0"], env=environment, cwd=ROOT, text=True, process_group=0,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    with process:
        try:
            yield process
        finally:
            process.kill()


def served_at(process: subprocess.Popen[str]) -> str:
    """Read what the demo says until it names its address."""
    assert process.stdout is not None
    for line in process.stdout:
        if "Ctrl-C" in line:
            return line.split()[0].removeprefix("http://")
    raise AssertionError(process.stderr.read() if process.stderr else "")


def descendants(pid: int) -> set[int]:
    """List the processes that this one started, and those that they started."""
    children: dict[int, set[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, set()).add(int(stat.parent.name))
    found, todo = set[int](), [pid]
    while todo:
        new = children.get(todo.pop(), set())
        found |= new
        todo += new
    return found


def status_of(address: str, path: str) -> int:
    connection = HTTPConnection(address, timeout=30)
    connection.request("GET", path)
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_demo_serves_and_stops_without_leaving_a_process(
    environment_of_the_demo: dict[str, str], stop: signal.Signals
) -> None:
    with started(environment_of_the_demo) as process:
        address = served_at(process)
        children = descendants(process.pid)
        assert len(children) >= 5  # web and its two, schedule, worker
        assert status_of(address, "/ha-tinh/dang-nhap") == 200

        os.killpg(process.pid, stop)
        said, errors = process.communicate(timeout=60)

    assert (process.returncode, errors) == (0, "")
    assert said.splitlines()[-1] == "Đang dừng · Stopping"
    assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []


def test_loading_only_shows_whom_to_sign_in_as(environment_of_the_demo: dict[str, str]) -> None:
    done = subprocess.run(  # noqa: S603  # as above
        [*DEMO, "--no-serve"], env=environment_of_the_demo, cwd=ROOT, text=True,
        capture_output=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    of_tenants, of_platform = sum(len(wanted) for wanted in TO_TRY.values()), 2
    assert done.stdout.count("\n") == 2 + of_tenants + of_platform
    assert "0990 006 001" in done.stdout
