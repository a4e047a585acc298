"""What keeps the demo from starting: each is one sentence, and nothing is left running."""

from __future__ import annotations

import shutil
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from demo.servers import AlreadyRunningError, the_only_demo_of
from deploy.embedded.home import home_of
from tenants.settings import Settings
from tests.web.commands.answers import refusal
from tests.web.commands.conftest import Bontot


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """The demo listens for Ctrl-C; afterwards it is the test run's own again."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"production": True}, "The demo lets anybody in; start it without PRODUCTION."),
        ({"database_owner_url": None}, "Set DATABASE_OWNER_URL: creates and migrates."),
        ({"database_url": None}, "Set DATABASE_URL: the application's connection."),
    ],
)
def test_demo_is_refused_in_one_sentence(
    bontot: Bontot, configured: Settings, changes: dict[str, Any], sentence: str
) -> None:
    result = bontot("demo", "--port", "0", settings=configured.with_values(**changes))

    assert refusal(result) == sentence


def test_port_in_use_is_told_before_anything_is_started(bontot: Bontot) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = bontot("demo", "--port", port, settings=Settings())

    assert refusal(result) == (
        f"The port {port} cannot be used (Address already in use); choose another with"
        " --port, or stop what uses it."
    )


def test_checkout_has_one_demo_at_a_time(tmp_path: Path) -> None:
    folder = home_of("demo", checkout=tmp_path).folder.parent
    try:
        with the_only_demo_of(tmp_path), pytest.raises(AlreadyRunningError):
            the_only_demo_of(tmp_path).__enter__()
        with the_only_demo_of(tmp_path):
            pass
    finally:
        shutil.rmtree(folder)
