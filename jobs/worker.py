"""The workers: one process for each queue, kept alive by the process that started them.

A worker that listened on several queues could lose an item between taking it and
noting it down; one queue each, that cannot happen.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from multiprocessing.context import ForkProcess

from redis import Redis
from redis.exceptions import RedisError
from rq import Worker

from jobs.catalogue import QUEUES
from jobs.connection import connection
from jobs.in_process import work_in_process
from jobs.processes import start_apart
from jobs.queue import queue_named
from jobs.stopping import Stopping
from tenants.settings import Settings

log = logging.getLogger(__name__)

SECONDS_BETWEEN_MAINTENANCE = 30
# An idle worker looks after the registries only when its wait ends, 15 seconds
# before this time is over.
SECONDS_OF_LIFE = 45
SECONDS_BEFORE_RESTART = 1.0
# The end of a worker is only heard at once if it leaves no job behind.
SECONDS_BETWEEN_LOOKS = 5.0


def work(queues: Sequence[str], settings: Settings, stopping: Stopping | None = None) -> None:
    """Work through these queues until asked to stop, then end after the running jobs.

    Each queue has a process of its own; one that ends is started again. Without
    ``REDIS_URL`` the items are taken from the outbox itself.

    Args:
        queues: some of ``QUEUES``, or none for all of them.
        stopping: asks from elsewhere; the process's signals are then left alone.

    Raises:
        MissingSettingError: there is no ``DATABASE_URL``.
        ValueError: there is no such queue.

    """
    names = list(dict.fromkeys(queues)) or list(QUEUES)
    unknown = [name for name in names if name not in QUEUES]
    if unknown:
        raise ValueError(f"There is no queue {unknown[0]}; there are {', '.join(QUEUES)}.")
    connection.use(settings.need("database_url"))
    if stopping is None:
        stopping = Stopping()
        stopping.listen()
    if not settings.redis_url:
        work_in_process(names, stopping)
        return
    _keep_alive(names, settings, stopping)


def serve(queue: str, settings: Settings, *, burst: bool = False) -> None:
    """Work through one queue in this process, a fork for each job, until SIGTERM.

    Args:
        burst: stop when the queue is empty.

    Raises:
        SystemExit: the queue's server does not answer.

    """
    connection.use(settings.need("database_url"))
    connection.get_ready()
    redis = Redis.from_url(settings.need("redis_url"))
    try:
        worker = Worker(
            [queue_named(queue, redis)],
            connection=redis,
            serializer="json",
            maintenance_interval=SECONDS_BETWEEN_MAINTENANCE,
            worker_ttl=SECONDS_OF_LIFE,
            log_job_description=False,
        )
        worker.work(burst=burst, logging_level="WARNING")
    except RedisError as error:
        log.warning("The queue does not answer (%s)", type(error).__name__)
        raise SystemExit(1) from None


def _keep_alive(names: Sequence[str], settings: Settings, stopping: Stopping) -> None:
    workers = {name: start_apart(serve, name, settings) for name in names}
    while not stopping.wait(SECONDS_BETWEEN_LOOKS, things=_ends(workers)):
        ended = [name for name, worker in workers.items() if not worker.is_alive()]
        for name in ended:
            log.warning("The worker of the queue %s ended and is started again", name)
        if ended and stopping.wait(SECONDS_BEFORE_RESTART):
            break
        workers |= {name: start_apart(serve, name, settings) for name in ended}
    _end(workers)


def _ends(workers: dict[str, ForkProcess]) -> list[int]:
    return [worker.sentinel for worker in workers.values()]


def _end(workers: dict[str, ForkProcess]) -> None:
    """Ask all to end, and wait for their running jobs."""
    for worker in workers.values():
        worker.terminate()
    for worker in workers.values():
        worker.join()
