"""Jobs that leave a trace, fail or pause on purpose, and processes that do them."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.context import ForkProcess
from pathlib import Path
from uuid import UUID

from redis import Redis
from rq.job import Job as QueuedJob
from rq.serializers import JSONSerializer
from sqlalchemy import event, func, select

from jobs import certificates
from jobs.catalogue import JOBS, QUEUES, Job
from jobs.decisions import decision_paper
from jobs.queue import queue_named
from jobs.worker import work
from tenants.outbox import OutboxItem, leave
from tenants.settings import Settings, settings
from tenants.wall import TenantSession
from tests.make import Town
from workflows.certificates.tables import PrintedSheet

SECRET = "Nguyễn Văn Kín, 0912345678"
PATIENCE = 60
here = [Path()]


def leave_trace(session: TenantSession, item: OutboxItem) -> None:
    """Do what can be counted afterwards; twice done, it is there twice."""
    leave(session, "trace", {"of": str(item.id)})


def fail(session: TenantSession, item: OutboxItem) -> None:
    leave_trace(session, item)
    session.flush()
    raise ValueError(SECRET)


def trace_and_pause(session: TenantSession, item: OutboxItem) -> None:
    """Stop in the middle, with everything written and nothing committed."""
    leave_trace(session, item)
    session.flush()
    pause()


def print_and_pause(session: TenantSession, item: OutboxItem) -> None:
    decision_paper(session, item)
    pause()


def trace_and_pause_when_committed(session: TenantSession, item: OutboxItem) -> None:
    leave_trace(session, item)
    event.listen(session, "after_commit", lambda _session: pause())


def print_one_sheet_and_pause_at_the_second(session: TenantSession, item: OutboxItem) -> None:
    """Print certificates one a step; stop in the middle of the second, nothing committed."""
    certificates.AT_A_TIME = 1
    printed = session.scalar(select(func.count()).select_from(PrintedSheet))
    certificates.print_certificates(session, item)
    if printed == 1:
        pause()


WORKS = {
    "print_one_by_one": print_one_sheet_and_pause_at_the_second,
    "leave_trace": leave_trace,
    "fail": fail,
    "trace_and_pause": trace_and_pause,
    "print_and_pause": print_and_pause,
    "trace_and_pause_when_committed": trace_and_pause_when_committed,
}


def pause() -> None:
    """Say who pauses, and go on when allowed to; only the first to come here pauses."""
    try:
        with (here[-1] / "paused").open("x") as paused:
            paused.write(str(os.getpid()))
    except FileExistsError:
        return
    eventually((here[-1] / "go on").exists)


def eventually(condition: Callable[[], object], *, seconds: float = PATIENCE) -> None:
    """Wait until something holds, and not for ever."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came to hold"
        time.sleep(0.01)


@dataclass
class Worker:
    """A process of a test's, and what may happen to it."""

    process: ForkProcess
    folder: Path

    def paused(self) -> int:
        """Wait until a job pauses; return the number of the process that does it."""
        said = self.folder / "paused"
        eventually(lambda: said.exists() and said.read_text())
        return int(said.read_text())

    def pauses_again(self) -> int:
        """Let the next job pause as well; return the number of the process that does it."""
        (self.folder / "paused").unlink()
        return self.paused()

    def go_on(self) -> None:
        """Let paused jobs go on."""
        (self.folder / "go on").touch()

    def finished(self) -> int | None:
        """Wait until the process has ended; return what it ended with."""
        eventually(lambda: not self.process.is_alive())
        return self.process.exitcode

    def kill(self, *others: int) -> None:
        """Kill this process and others at once, so that nobody can tidy up."""
        for number in (self.process.pid, *others):
            assert number is not None
            os.kill(number, signal.SIGKILL)
        self.finished()


def item_in(town: Town, job: str, **payload: object) -> UUID:
    """Leave an item in the town's outbox and commit it."""
    item = leave(town.session, job, payload)
    town.session.commit()
    return item.id


def read(town: Town, item_id: UUID) -> OutboxItem:
    """Read an item as it stands now."""
    with town.elsewhere() as session:
        return session.get_one(OutboxItem, (town.tenant.id, item_id))


def traces(town: Town) -> list[str]:
    """List what ``leave_trace`` has left, by the items that it did."""
    with town.elsewhere() as session:
        left = session.scalars(select(OutboxItem).where(OutboxItem.job == "trace"))
        return [item.payload["of"] for item in left]


def queued(redis: Redis) -> list[str]:
    """List the items that wait in the queues, each as often as it is there."""
    return [item_id for name in QUEUES for item_id in queue_named(name, redis).get_job_ids()]


def do_all(redis: Redis) -> None:
    """Do everything that waits in the queues, here and now."""
    for name in QUEUES:
        queue = queue_named(name, redis)
        for item_id in queue.get_job_ids():
            queue.remove(item_id)
            QueuedJob.fetch(item_id, connection=redis, serializer=JSONSerializer).perform()


def work_afresh(folder: Path, configured: Settings) -> None:
    """Work through the papers in a program of its own.

    What prints has threads, and they would be missing in a fork: a process that
    has printed must not be the one that starts workers.
    """
    os.chdir(Path(__file__).parents[2])
    places = [str(folder), configured.need("database_url"), configured.need("redis_url")]
    os.execv(sys.executable, [sys.executable, "-m", "tests.jobs.works", *places])  # noqa: S606


def main(folder: str, database_url: str, redis_url: str) -> None:
    here.append(Path(folder))
    JOBS.update({name: Job("papers", function) for name, function in WORKS.items()})
    work(["papers"], settings().with_values(database_url=database_url, redis_url=redis_url))


if __name__ == "__main__":
    main(*sys.argv[1:])
