"""Workers are killed, stopped and started again: what was due is done once."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from redis import Redis
from rq import Worker as RqWorker
from sqlalchemy import select

from jobs import worker
from jobs.in_process import do_due
from jobs.queue import enqueue
from jobs.relay import RESEND_AFTER, relay_once
from jobs.stopping import Stopping
from tenants import clock
from tenants.settings import Settings
from tests.jobs import make
from tests.jobs.works import Worker, eventually, item_in, queued, read, traces, work_afresh
from tests.make import Town
from workflows.papers.tables import Paper

Start = Callable[..., Worker]


def send_again(town: Town, redis: Redis) -> None:
    """Relay as the sweeper does some minutes later, once the dead have let go of their rows."""
    with clock.moved(RESEND_AFTER):
        eventually(lambda: relay_once(town.engine, redis))


def papers(town: Town, decision_id: UUID) -> list[tuple[str, str, str]]:
    with town.elsewhere() as session:
        found = session.scalars(
            select(Paper).where(Paper.decision_id == decision_id).order_by(Paper.form)
        )
        return [(paper.kind, paper.edition, paper.form) for paper in found]


def test_worker_does_what_waits(
    town: Town, redis: Redis, configured: Settings, start: Start
) -> None:
    items = [item_in(town, "leave_trace") for _ in range(3)]
    relay_once(town.engine, redis)

    assert start(burst, configured).finished() == 0

    assert traces(town) == [str(item_id) for item_id in items]


def test_paper_is_there_once_after_the_worker_was_killed_in_the_middle(
    town: Town, redis: Redis, configured: Settings, start: Start, tmp_path: Path
) -> None:
    decision = make.decision(town)
    item_id = item_in(town, "print_and_pause", decision=str(decision.id), edition="draft")
    relay_once(town.engine, redis)
    workers = start(work_afresh, tmp_path, configured)
    job = workers.paused()
    os.kill(parent_of(job), signal.SIGKILL)
    os.kill(job, signal.SIGKILL)
    before = papers(town, decision.id)

    send_again(town, redis)
    eventually(lambda: read(town, item_id).done_at)

    assert before == []
    assert papers(town, decision.id) == [("D14", "draft", "docx"), ("D14", "draft", "pdf")]


def test_effect_is_one_when_the_worker_was_killed_after_its_commit(
    town: Town, redis: Redis, configured: Settings, start: Start
) -> None:
    item_id = item_in(town, "trace_and_pause_when_committed")
    relay_once(town.engine, redis)
    killed = start(worker.serve, "papers", configured)
    killed.kill(killed.paused())
    before = traces(town)

    enqueue(redis, [read(town, item_id)])
    assert start(burst, configured).finished() == 0

    assert (before, traces(town), queued(redis)) == ([str(item_id)], [str(item_id)], [])


def test_worker_tries_again_when_only_its_job_was_killed(
    town: Town, redis: Redis, configured: Settings, start: Start
) -> None:
    item_id = item_in(town, "trace_and_pause")
    relay_once(town.engine, redis)
    standing = start(burst, configured)

    os.kill(standing.paused(), signal.SIGKILL)

    assert standing.finished() == 0
    assert traces(town) == [str(item_id)]


def test_killed_worker_is_started_again_and_a_stop_waits_for_the_job(
    town: Town, redis: Redis, configured: Settings, start: Start
) -> None:
    item_id = item_in(town, "trace_and_pause")
    relay_once(town.engine, redis)
    workers = start(worker.work, ["messages", "papers"], configured)
    job = workers.paused()
    os.kill(parent_of(job), signal.SIGKILL)
    os.kill(job, signal.SIGKILL)
    send_again(town, redis)
    again = workers.pauses_again()

    workers.process.terminate()
    eventually(lambda: stops(redis))
    workers.go_on()

    assert workers.finished() == 0
    assert traces(town) == [str(item_id)]
    assert not is_alive(again)


def test_workers_do_not_outlive_who_started_them(
    town: Town, redis: Redis, configured: Settings, start: Start
) -> None:
    item_in(town, "trace_and_pause")
    relay_once(town.engine, redis)
    workers = start(worker.work, ["papers"], configured)
    child = parent_of(workers.paused())

    workers.kill()
    workers.go_on()

    eventually(lambda: not is_alive(child))


def test_unknown_queue_is_refused_before_anything_starts(configured: Settings) -> None:
    with pytest.raises(ValueError, match="no queue letters"):
        worker.work(["papers", "letters"], configured)


def test_without_redis_the_worker_takes_due_items_itself(
    town: Town, other_town: Town, configured: Settings, start: Start
) -> None:
    failing = item_in(town, "fail")
    items = [(place, item_in(place, "leave_trace")) for place in (town, other_town)]

    working = start(worker.work, ["papers"], configured.with_values(redis_url=None))
    eventually(lambda: all(read(place, item_id).done_at for place, item_id in items))
    working.process.terminate()

    assert working.finished() == 0
    assert read(town, failing).tries == 1
    assert [traces(place) for place, _ in items] == [[str(item_id)] for _, item_id in items]


def test_without_redis_the_worker_says_so(
    configured: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    stopping = Stopping()
    stopping.ask()

    worker.work([], configured.with_values(redis_url=None), stopping)

    assert caplog.messages == [
        "There is no REDIS_URL: this process takes the jobs from the outbox itself"
    ]


def test_without_redis_the_worker_takes_only_its_queues(town: Town) -> None:
    item_id = item_in(town, "leave_trace")

    begun = do_due(town.engine, ["messages"], Stopping())

    assert (begun, read(town, item_id).sent_at) == (0, None)


def burst(settings: Settings) -> None:
    worker.serve("papers", settings, burst=True)


def parent_of(process: int) -> int:
    return int(_stat(process)[1])


def is_alive(process: int) -> bool:
    try:
        return _stat(process)[0] != "Z"
    except FileNotFoundError:
        return False


def _stat(process: int) -> list[str]:
    return Path("/proc", str(process), "stat").read_text().rpartition(")")[2].split()


def stops(redis: Redis) -> bool:
    """Tell whether a worker has noted that it is to stop after its job."""
    return any(
        one.shutdown_requested_date for one in RqWorker.all(connection=redis, serializer="json")
    )
