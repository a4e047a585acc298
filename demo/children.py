"""The processes of the demo: web, schedule and worker, each in a process group of its own."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from socket import AF_INET, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket
from typing import Any, Self

from jobs.processes import start_apart
from jobs.stopping import Stopping

HOST = "127.0.0.1"
SECONDS_TO_STOP = 30
SECONDS_TO_BE_READY = 120


class PortTakenError(Exception):
    """Somebody else listens there."""

    def __init__(self, port: int, reason: str) -> None:
        super().__init__(
            f"The port {port} cannot be used ({reason}); choose another with --port, "
            "or stop what uses it."
        )


class ChildEndedError(Exception):
    """One of the processes ended by itself."""

    def __init__(self, name: str, code: int, log: Path) -> None:
        lines = log.read_text(errors="replace").strip().splitlines()
        said = f": {lines[-1].strip()}" if lines else ""
        super().__init__(f"The process {name} ended by itself ({code}){said}; {log} tells more.")


class Child:
    """A process of its own that does one thing and writes to a log of its own.

    It is forked: what was imported to load the demo is there already. It ends when this
    process does, whatever ends it, and hears no Ctrl-C, which would reach all at once.
    """

    def __init__(self, name: str, log: Path, work: Callable[..., None], *words: Any) -> None:
        self.name = name
        self.log = log
        log.write_bytes(b"")
        self.process = start_apart(_into_log, log, work, words)

    def check(self) -> None:
        """Raise ``ChildEndedError`` if the process has ended."""
        code = self.process.exitcode
        if code is not None:
            raise ChildEndedError(self.name, code, self.log)

    def stop(self) -> None:
        """Ask the process to end, wait for what it is doing, and insist in the end."""
        self.process.terminate()
        self.process.join(SECONDS_TO_STOP)
        if self.process.is_alive() and self.process.pid is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.join()


class Processes:
    """The processes of one demo; they end in the order in which they were started.

    The pages go first: nobody is to ask for anything more. The worker goes last, and
    finishes the job that it has.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._started: list[Child] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with ExitStack() as stops:  # it calls the last one first, and each whatever befalls another
            for process in reversed(self._started):
                stops.callback(process.stop)

    def start(self, name: str, work: Callable[..., None], *words: Any) -> Child:
        """Start a process."""
        process = Child(name, self._folder / f"{name}.log", work, *words)
        self._started.append(process)
        return process

    def check(self) -> None:
        """Raise ``ChildEndedError`` if one has ended."""
        for process in self._started:
            process.check()


@contextmanager
def listening(port: int) -> Iterator[socket]:
    """Listen on a port, any free one for 0, before anything is started for it.

    Raises:
        PortTakenError: it is not ours to use.

    """
    with socket(AF_INET, SOCK_STREAM) as ear:
        ear.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        try:
            ear.bind((HOST, port))
            ear.listen(128)
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise PortTakenError(port, reason) from error
        yield ear


def wait_until_ready(web: Child, port: int, stopping: Stopping) -> None:
    """Wait until the pages are served, or the demo is asked to stop.

    Raises:
        ChildEndedError: the server ended instead.
        TimeoutError: it does not answer.

    """
    deadline = time.monotonic() + SECONDS_TO_BE_READY
    while not stopping.wait(0.05):
        web.check()
        if _answers(port):
            return
        if time.monotonic() > deadline:
            message = f"The web server does not answer; {web.log} tells why."
            raise TimeoutError(message)


def _into_log(log: Path, work: Callable[..., None], words: Sequence[Any]) -> None:
    with log.open("ab") as output, Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    work(*words)


def _answers(port: int) -> bool:
    connection = HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status < 500
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
