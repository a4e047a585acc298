"""The relay: hands due items of the outbox to the queue, and again those it lost."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import ColumnElement, Engine, Interval, func, or_, select
from sqlalchemy.exc import SQLAlchemyError

from jobs.catalogue import JOBS
from jobs.queue import enqueue, waiting
from tenants import clock
from tenants.outbox import OutboxItem
from tenants.tenant import Standing, Tenant
from tenants.wall import TenantSession, open_session, wait_for_disk

log = logging.getLogger(__name__)

BATCH = 500
RESEND_AFTER = timedelta(minutes=3)
# An item that keeps failing is tried ever more rarely, but at least once an hour.
MOST_WAITS = 20


def relay_once(engine: Engine, redis: Redis) -> int:
    """Send what is due in every open tenant, at most a batch of each; return how many.

    Several relays may run at once. An item that was sent and not done in time is
    sent again, so that the queue may lose it. While Redis does not answer, the
    rows stay as they are.
    """
    sent = 0
    for tenant_id in open_tenants(engine):
        try:
            with open_session(engine, tenant_id) as session:
                sent += _send(session, redis, engine)
                session.commit()
        except RedisError as error:
            log.warning("The queue does not answer (%s); the outbox waits", type(error).__name__)
            return sent
        except SQLAlchemyError as error:
            log.warning("The outbox of tenant %s waits: %s", tenant_id, type(error).__name__)
    return sent


def open_tenants(engine: Engine) -> list[UUID]:
    """List the tenants that are open for use."""
    with open_session(engine) as session:
        return list(
            session.scalars(
                select(Tenant.id).where(Tenant.standing == Standing.OPEN).order_by(Tenant.id)
            )
        )


def claim_due(session: TenantSession, jobs: Collection[str]) -> list[OutboxItem]:
    """Lock the tenant's due items of these jobs, oldest first, at most a batch.

    Items that another process holds are left to it.
    """
    now = clock.now(session)
    return list(
        session.scalars(
            select(OutboxItem)
            .where(
                OutboxItem.done_at.is_(None),
                OutboxItem.run_at <= now,
                OutboxItem.job.in_(jobs),
                or_(OutboxItem.sent_at.is_(None), OutboxItem.sent_at <= now - _patience()),
            )
            .order_by(OutboxItem.run_at, OutboxItem.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )
    )


def _patience() -> ColumnElement[timedelta]:
    """Say how long an item that was sent is waited for."""
    waits = func.least(OutboxItem.tries + 1, MOST_WAITS)
    minutes = waits * (RESEND_AFTER // timedelta(minutes=1))
    return func.make_interval(0, 0, 0, 0, 0, minutes, type_=Interval)


def _send(session: TenantSession, redis: Redis, engine: Engine) -> int:
    items = claim_due(session, JOBS)
    resent = any(item.sent_at is not None for item in items)
    # A long queue is no reason to fill it with the same items again.
    already = waiting(redis) if resent else set()
    lost = [item for item in items if str(item.id) not in already]
    if lost:
        wait_for_disk(engine)  # the queue, and who works from it, is outside the database
        enqueue(redis, lost)
    for item in items:
        item.sent_at = clock.now(session)
    return len(lost)
