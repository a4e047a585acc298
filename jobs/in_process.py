"""Without Redis: the worker takes due items from the outbox itself, one after the other."""

from __future__ import annotations

import logging
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from jobs.catalogue import JOBS
from jobs.connection import connection
from jobs.processes import run_apart
from jobs.queue import JOB_SECONDS
from jobs.relay import claim_due, open_tenants
from jobs.run import JobFailedError, run_item
from jobs.stopping import Stopping
from tenants import clock
from tenants.wall import open_session

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 2.0


def work_in_process(queues: Collection[str], stopping: Stopping) -> None:
    """Do the due items of these queues until asked to stop."""
    log.warning("There is no REDIS_URL: this process takes the jobs from the outbox itself")
    pause = 0.0
    while not stopping.wait(pause):
        pause = SECONDS_BETWEEN_LOOKS
        try:
            if do_due(connection.engine(), queues, stopping):
                pause = 0.0
        except SQLAlchemyError as error:
            log.warning("The database does not answer (%s); trying again", type(error).__name__)


def do_due(engine: Engine, queues: Collection[str], stopping: Stopping) -> int:
    """Do what is due in every open tenant, at most a batch of each; return how many were begun."""
    jobs = [name for name, job in JOBS.items() if job.queue in queues]
    begun = 0
    for tenant_id in open_tenants(engine):
        for item_id in _claimed(engine, tenant_id, jobs):
            if stopping.asked:
                return begun
            # A process of its own for each, as the queue's worker does: what a job takes
            # of memory, or breaks, ends with it, and the printer's threads survive no fork.
            run_apart(_do_quietly, str(tenant_id), str(item_id), seconds=JOB_SECONDS)
            begun += 1
    return begun


def _claimed(engine: Engine, tenant_id: UUID, jobs: Collection[str]) -> list[UUID]:
    with open_session(engine, tenant_id) as session:
        items = claim_due(session, jobs)
        for item in items:
            item.sent_at = clock.now(session)
        session.commit()
        return [item.id for item in items]


def _do_quietly(tenant_id: str, outbox_id: str) -> None:
    try:
        run_item(tenant_id, outbox_id)
    except JobFailedError:
        return  # it is in the log, and in the outbox
