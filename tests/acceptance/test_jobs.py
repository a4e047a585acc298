"""Scenario 3: a job is somebody's, or it is not done."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

from redis import Redis
from rq.job import Job as QueuedJob
from rq.serializers import JSONSerializer

from jobs import worker
from jobs.queue import queue_named
from jobs.relay import relay_once
from jobs.run import run_item
from tenants.outbox import OutboxItem, leave
from tenants.settings import Settings
from tests.jobs.conftest import alone, at_work, start  # noqa: F401  # its fixtures
from tests.jobs.works import Worker, traces
from tests.make import Town


def burst(configured: Settings) -> None:
    """Work through the queue of papers until it is empty."""
    worker.serve("papers", configured, burst=True)


def test_03_job_without_a_tenant_fails_and_runs_as_nobody(
    town: Town,
    redis: Redis,
    configured: Settings,
    start: Callable[..., Worker],  # noqa: F811
) -> None:
    """Through a real worker, right after a job of a tenant, and after one that raised."""

    def left(job: str) -> UUID:
        item = leave(town.session, job, {})
        town.session.commit()
        return item.id

    does, fails, later = left("leave_trace"), left("fail"), left("leave_trace")
    relay_once(town.engine, redis)
    queue = queue_named("papers", redis)
    homeless = [
        queue.enqueue(run_item, tenant, str(later), job_id=name)
        for name, tenant in (("nobody-s", ""), ("another-s", str(uuid4())))
    ]

    assert start(burst, configured).finished() == 0

    assert sorted(traces(town)) == sorted([str(does), str(later)])
    for job in homeless:
        found = QueuedJob.fetch(job.id, connection=redis, serializer=JSONSerializer)
        assert found.is_failed
    with town.elsewhere() as session:
        failed = session.get_one(OutboxItem, (town.tenant.id, fails))
        assert (failed.done_at, failed.tries >= 1) == (None, True)
