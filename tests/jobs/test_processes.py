"""Child processes that work for themselves."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select

from jobs.connection import connection
from jobs.processes import run_apart, start_apart
from jobs.stopping import Stopping
from tests.jobs.works import Worker, eventually


def test_child_talks_to_the_database_on_a_connection_of_its_own(tmp_path: Path) -> None:
    ours = backend()

    run_apart(write_backend, tmp_path / "theirs", seconds=20)

    assert int((tmp_path / "theirs").read_text()) != ours
    assert backend() == ours


def test_work_that_takes_too_long_is_ended() -> None:
    run_apart(signal.pause, seconds=0.1)

    assert multiprocessing.active_children() == []


def test_child_does_not_swallow_the_stop_that_its_parent_listens_for(
    start: Callable[..., Worker], tmp_path: Path
) -> None:
    parent = start(listen_and_end_a_child, tmp_path / "number")

    assert parent.finished() == 0


def test_stop_that_was_asked_for_ends_the_wait_at_once() -> None:
    stopping = Stopping()
    stopping.listen()
    try:
        signal.raise_signal(signal.SIGTERM)
        assert stopping.wait(20)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)


def backend() -> int:
    with connection.engine().connect() as session:
        return int(session.scalars(select(func.pg_backend_pid())).one())


def write_backend(place: Path) -> None:
    place.write_text(str(backend()))


def write_number_and_wait(place: Path) -> None:
    place.write_text(str(os.getpid()))
    signal.pause()


def listen_and_end_a_child(place: Path) -> None:
    Stopping().listen()
    child = start_apart(write_number_and_wait, place)
    eventually(place.exists)
    child.terminate()
    child.join()
    raise SystemExit(0 if child.exitcode == -signal.SIGTERM else 1)
