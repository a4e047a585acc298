"""Measures how lists are taken over: rows, seconds and memory, one process for each list.

    python -m tests.tenants.onboarding.measuring FILE.xlsx …

Each list goes into a tenant of its own in a database of its own: read, checked against
what stands, taken over with its audit event, then taken over once more, which changes
nothing. Memory is the most that the process held, the interpreter and libraries included.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from sqlalchemy import create_engine, text

from tenants import clock
from tenants.appointments import add_person
from tenants.database import engine_for
from tenants.members import SYSTEM
from tenants.onboarding.reading import read_list
from tenants.onboarding.storing import compare, onboard
from tenants.onboarding.tables import ListState, UploadedList
from tenants.opening import open_tenant
from tenants.tenant import Level
from tenants.wall import open_session
from tests import servers

T = TypeVar("T")


def measure(path: Path, application: str, platform: str) -> str:
    """Take one list over, and return its line of the table."""
    slug = f"do-{uuid4().hex[:8]}"
    opening_engine, engine = create_engine(platform), engine_for(application)
    with open_session(opening_engine) as opening:
        tenant = open_tenant(
            opening, slug, name="Cơ quan đo", level=Level.PROVINCE, words={}, actor=SYSTEM
        )
        opening.commit()
    content = path.read_bytes()
    reading, read = _timed(lambda: read_list(content))
    with open_session(engine, tenant.id) as session:
        server = session.scalar(text("SELECT pg_backend_pid()"))
        person = add_person(session, "Người đo", phone="+84900000001")
        now = clock.now(session)
        kept = UploadedList(
            file_name=path.name, content=content, state=ListState.WAITING,
            uploaded_by_id=person.id, uploaded_at=now, changed_by_id=person.id, changed_at=now,
            choices={}, summary={}, outcome={},
        )  # fmt: skip
        session.add(kept)
        session.commit()
        _, checked = _timed(lambda: compare(session, reading), server)
        session.rollback()

        def take() -> object:
            outcome = onboard(session, reading, actor=SYSTEM, list_id=kept.id)
            session.commit()
            return outcome

        outcome, taken = _timed(take, server)
        again, repeated = _timed(take, server)
    counts, second = outcome.counts(), again.counts()  # type: ignore[attr-defined]
    assert second["created"] == second["updated"] == 0, second
    assert counts["created"] == counts["rows"], counts
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"| {path.name} | {counts['rows']} | {counts['wards']} | {counts['people']} | {read} |"
        f" {checked} | {taken} | {repeated} | {memory:.0f} |"
    )


def _timed(work: Callable[[], T], server: int | None = None) -> tuple[T, str]:
    """Return how long work took, and how much of a core: this process and the server's."""
    began, used = time.perf_counter(), _used(server)
    done = work()
    return done, f"{time.perf_counter() - began:.1f} ({_used(server) - used:.1f})"


def _used(server: int | None) -> float:
    """Return the seconds of processor time so far, with those of the session's server process."""
    own = time.process_time()
    if server is None:
        return own
    fields = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()
    return own + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main(words: list[str]) -> None:
    """Measure each list in a process of its own, and print a table."""
    if words[:1] == ["--one"]:
        sys.stdout.write(measure(Path(words[1]), words[2], words[3]) + "\n")
        return
    sys.stdout.write(
        "| list | rows | wards | people | read s (CPU) | check s (CPU) | take over s (CPU) |"
        " again s (CPU) | memory MB |\n"
        "|---|---|---|---|---|---|---|---|---|\n"
    )
    with (
        servers.running_servers() as (owner, _redis),
        servers.database(owner, f"measure_{uuid4().hex[:12]}") as addresses,
    ):
        for word in words:
            sys.stdout.flush()
            subprocess.run(  # noqa: S603  # this very module
                [
                    sys.executable,
                    "-m",
                    "tests.tenants.onboarding.measuring",
                    "--one",
                    word,
                    addresses.application,
                    addresses.platform,
                ],
                check=True,
            )


if __name__ == "__main__":
    main(sys.argv[1:])
