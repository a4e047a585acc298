"""The demo's processes: told apart, ended in order, insisted upon."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import pytest

from demo import children
from demo.children import ChildEndedError, Processes
from jobs.stopping import Stopping

LONGER_THAN_A_TEST = 600


class Diary:
    """Lines that several processes write, and the test reads as they come."""

    def __init__(self, reader: TextIO, handle: int) -> None:
        self.reader = reader
        self.handle = handle

    def note(self, line: str) -> None:
        """Write a line, from any process."""
        os.write(self.handle, f"{line}\n".encode())

    def next_line(self) -> str:
        """Read the next line, as soon as it is there."""
        return self.reader.readline().rstrip("\n")


@pytest.fixture
def diary() -> Iterator[Diary]:
    reading, writing = os.pipe()
    with os.fdopen(reading) as reader:
        yield Diary(reader, writing)
        os.close(writing)


def until_told(name: str, diary: Diary) -> None:
    """Note down when asked to stop, and stop."""
    stopping = Stopping()
    stopping.listen()
    diary.note(f"{name} began")
    stopping.wait(LONGER_THAN_A_TEST)
    diary.note(f"{name} ended")


def deaf(diary: Diary) -> None:
    """Hear nothing of being asked to stop."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    diary.note("began")
    signal.pause()


def failing() -> None:
    os.write(2, b"reading the list\nthe list is gone\n")
    raise SystemExit(3)


def test_processes_end_one_after_another_in_the_order_they_were_started(
    tmp_path: Path, diary: Diary
) -> None:
    names = ["web", "schedule", "worker"]
    with Processes(tmp_path) as processes:
        for name in names:
            processes.start(name, until_told, name, diary)
            assert diary.next_line() == f"{name} began"
        processes.check()

    assert [diary.next_line() for _ in names] == [f"{name} ended" for name in names]


def test_process_that_ends_by_itself_is_told_with_its_last_words(tmp_path: Path) -> None:
    with Processes(tmp_path) as processes:
        process = processes.start("worker", failing)
        process.process.join()
        with pytest.raises(ChildEndedError) as caught:
            processes.check()

    assert str(caught.value) == (
        "The process worker ended by itself (3): the list is gone;"
        f" {tmp_path / 'worker.log'} tells more."
    )


def test_process_that_does_not_listen_is_killed(
    tmp_path: Path, diary: Diary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "SECONDS_TO_STOP", 0.1)
    with Processes(tmp_path) as processes:
        process = processes.start("worker", deaf, diary)
        assert diary.next_line() == "began"

    assert process.process.exitcode == -signal.SIGKILL
