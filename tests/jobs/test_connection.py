"""The connection of a process that runs jobs."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobs.connection import Connection


def test_database_that_does_not_answer_yet_keeps_no_worker_from_starting(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    connection = Connection()
    connection.use(f"postgresql:///nothing?host={tmp_path}")

    connection.get_ready()

    assert caplog.messages == ["The database does not answer yet (OperationalError)"]
