"""Doing one item of the outbox: the only function that the queue calls.

The queue delivers at least once. The item's row is locked first and marked in
the transaction of its effect, so that the effect happens once.
"""

from __future__ import annotations

import logging
import traceback
from time import monotonic
from uuid import UUID

from sqlalchemy import Engine, Select, select
from sqlalchemy.exc import SQLAlchemyError

from jobs.catalogue import JOBS
from jobs.connection import connection
from tenants import clock
from tenants.outbox import OutboxItem
from tenants.wall import TenantSession, open_session

log = logging.getLogger(__name__)

LONGEST_ERROR = 4000
SECONDS_IN_ONE_GO = 10


class JobFailedError(Exception):
    """The item could not be done; it stays due.

    The message holds ids alone, because the queue keeps it outside the wall.
    """


def run_item(tenant_id: str, outbox_id: str) -> None:
    """Do an item in a session of its tenant, and keep all of it or none.

    Where its job is done in one go, others like it that lie in the queue follow, each in a
    transaction of its own; the queue finds them done.

    Raises:
        JobFailedError: there is no such tenant or item, or the job raised. The
            item then says how often it was tried and what went wrong.

    """
    tenant, item_id = _ids(tenant_id, outbox_id)
    engine = connection.engine()
    began = monotonic()
    job = _run(engine, tenant, item_id)
    in_one_go = job in JOBS and JOBS[job].in_one_go
    while in_one_go and monotonic() - began < SECONDS_IN_ONE_GO:
        following = _following(engine, tenant, job)
        if following is None:
            return
        try:
            _run(engine, tenant, following)
        except JobFailedError:
            return  # it is in the log, and in the outbox: the queue tries it again


def _run(engine: Engine, tenant_id: UUID, item_id: UUID) -> str:
    """Do one item; return the name of its job."""
    try:
        with open_session(engine, tenant_id) as session:
            job = _do(session, item_id)
            session.commit()
    except Exception as error:  # noqa: BLE001  # whatever it is, the item stays due
        log.error(  # noqa: TRY400  # the traceback may hold names; it goes behind the wall
            "Item %s of tenant %s failed: %s", item_id, tenant_id, type(error).__name__
        )
        _remember(engine, tenant_id, item_id, error)
        raise JobFailedError(f"item {item_id} of tenant {tenant_id}") from None
    return job


def _following(engine: Engine, tenant_id: UUID, job: str) -> UUID | None:
    """Find the next item of a job that the queue holds; not one that somebody is at."""
    with open_session(engine, tenant_id) as session:
        return session.scalars(
            select(OutboxItem.id)
            .where(
                OutboxItem.job == job,
                OutboxItem.done_at.is_(None),
                OutboxItem.sent_at.is_not(None),
                OutboxItem.tries == 0,
            )
            .order_by(OutboxItem.run_at, OutboxItem.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).one_or_none()


def _ids(tenant_id: str, outbox_id: str) -> tuple[UUID, UUID]:
    try:
        return UUID(tenant_id), UUID(outbox_id)
    except (AttributeError, TypeError, ValueError):
        raise JobFailedError(f"item {outbox_id!r} names no tenant: {tenant_id!r}") from None


def _do(session: TenantSession, item_id: UUID) -> str:
    item = session.scalars(_item(item_id).with_for_update()).one_or_none()
    if item is None:
        raise JobFailedError("there is no such item in this tenant")
    if item.done_at is not None:
        return item.job
    if item.job not in JOBS:
        raise JobFailedError(f"nobody here knows the job {item.job}")
    JOBS[item.job].work(session, item)
    item.done_at = clock.now(session)
    item.last_error = None
    return item.job


def _remember(engine: Engine, tenant_id: UUID, item_id: UUID, error: Exception) -> None:
    """Write down the failure in a transaction of its own, unless another run has the item."""
    try:
        with open_session(engine, tenant_id) as session:
            item = session.scalars(_item(item_id).with_for_update(skip_locked=True)).one_or_none()
            if item is None or item.done_at is not None:
                return
            item.tries += 1
            item.last_error = "".join(traceback.format_exception(error))[-LONGEST_ERROR:]
            session.commit()
    except SQLAlchemyError:
        log.warning("The failure of item %s could not be written down", item_id)


def _item(item_id: UUID) -> Select[OutboxItem]:
    return select(OutboxItem).where(OutboxItem.id == item_id)
