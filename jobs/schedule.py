"""The schedule: relay every few seconds, sweep and messages every minute, counts every ten.

Several may run on several machines; an advisory lock lets one work at a time.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from redis import Redis
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from jobs.checkpoints import try_to_send
from jobs.counting import count_all
from jobs.relay import relay_once
from jobs.reminders import gather_once, remind_once
from jobs.stopping import Stopping
from jobs.sweep import sweep_once
from jobs.tidying import tidy_once
from tenants.database import engine_for
from tenants.settings import Settings

log = logging.getLogger(__name__)

SECONDS_BETWEEN_RELAYS = 2.0
SECONDS_BETWEEN_SWEEPS = 60.0
SECONDS_BETWEEN_TIDYINGS = 6 * 3600.0
SECONDS_BETWEEN_COUNTS = 600.0
SECONDS_BETWEEN_CHECKPOINTS = 240.0
ONE_AT_A_TIME = 4_204_700_001  # any number that nothing else in this database locks


def schedule(settings: Settings, stopping: Stopping | None = None) -> None:
    """Relay and sweep until asked to stop; SIGTERM and Ctrl-C end it between two batches.

    Args:
        stopping: asks from elsewhere; the process's signals are then left alone.

    Raises:
        MissingSettingError: there is no ``DATABASE_URL``.

    """
    if stopping is None:
        stopping = Stopping()
        stopping.listen()
    engine = engine_for(settings.need("database_url"), pool_size=2)
    redis = Redis.from_url(settings.redis_url) if settings.redis_url else None
    if redis is None:
        log.warning("There is no REDIS_URL: the worker takes the jobs from the outbox itself")
    try:
        _tick_until(stopping, engine, redis, settings)
    finally:
        engine.dispose()
        if redis is not None:
            redis.close()


@contextmanager
def one_at_a_time(engine: Engine) -> Iterator[bool]:
    """Tell whether this process is the one to work; the others pass until it has finished."""
    with engine.connect() as plain:
        # A lock of the session and no open transaction: a sweep may take minutes.
        connection = plain.execution_options(isolation_level="AUTOCOMMIT")
        ours = bool(connection.scalar(select(func.pg_try_advisory_lock(ONE_AT_A_TIME))))
        try:
            yield ours
        finally:
            if ours:
                connection.scalar(select(func.pg_advisory_unlock(ONE_AT_A_TIME)))


def _tick_until(
    stopping: Stopping, engine: Engine, redis: Redis | None, settings: Settings
) -> None:
    next_sweep = next_count = next_checkpoint = next_tidying = time.monotonic()
    pause = 0.0
    while not stopping.wait(pause):
        pause = SECONDS_BETWEEN_RELAYS
        try:
            with one_at_a_time(engine) as ours:
                if not ours:
                    continue
                if time.monotonic() >= next_sweep:
                    sweep_once(engine, stopping)
                    remind_once(engine, stopping)
                    gather_once(engine, stopping)
                    next_sweep = time.monotonic() + SECONDS_BETWEEN_SWEEPS
                if time.monotonic() >= next_count:
                    count_all(engine)
                    next_count = time.monotonic() + SECONDS_BETWEEN_COUNTS
                if time.monotonic() >= next_checkpoint:
                    try_to_send(engine, settings)
                    next_checkpoint = time.monotonic() + SECONDS_BETWEEN_CHECKPOINTS
                if time.monotonic() >= next_tidying:
                    tidy_once(engine)
                    next_tidying = time.monotonic() + SECONDS_BETWEEN_TIDYINGS
                if redis is not None and relay_once(engine, redis):
                    pause = 0.0
        except SQLAlchemyError as error:
            log.warning("The database does not answer (%s); trying again", type(error).__name__)
