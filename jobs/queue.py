"""The queues in Redis. They hold ids alone and may be emptied at any time."""

from __future__ import annotations

from collections.abc import Iterable

from redis import Redis
from rq import Queue, Retry
from rq.serializers import JSONSerializer

from jobs.catalogue import JOBS, QUEUES
from jobs.run import run_item
from tenants.outbox import OutboxItem

JOB_SECONDS = 150
KEPT_AFTER_DONE = 60
KEPT_AFTER_FAILURE = 7 * 24 * 3600


def queue_named(name: str, redis: Redis) -> Queue:
    """Return a queue; its payload is JSON, because a pickle is code.

    Raises:
        ValueError: there is no such queue; the message lists those there are.

    """
    if name not in QUEUES:
        raise ValueError(f"There is no queue {name}; there are {', '.join(QUEUES)}.")
    return Queue(name, connection=redis, serializer=JSONSerializer, default_timeout=JOB_SECONDS)


def enqueue(redis: Redis, items: Iterable[OutboxItem]) -> None:
    """Put items into the queues of their jobs, each under its own id."""
    by_queue: dict[str, list[OutboxItem]] = {}
    for item in items:
        by_queue.setdefault(JOBS[item.job].queue, []).append(item)
    for name, group in by_queue.items():
        queue_named(name, redis).enqueue_many(
            Queue.prepare_data(
                run_item,
                args=[str(item.tenant_id), str(item.id)],
                job_id=str(item.id),
                timeout=JOB_SECONDS,
                retry=Retry(max=3),
                result_ttl=KEPT_AFTER_DONE,
                failure_ttl=KEPT_AFTER_FAILURE,
            )
            for item in group
        )


def waiting(redis: Redis) -> set[str]:
    """Return the ids of the items that wait in some queue."""
    return {item_id for name in QUEUES for item_id in queue_named(name, redis).get_job_ids()}
