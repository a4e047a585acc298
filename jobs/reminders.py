"""The rounds of reminding and of gathering messages, tenant by tenant, batch by batch."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from jobs.channels.ways import ways_of
from jobs.relay import open_tenants
from jobs.stopping import Stopping
from tenants.settings import settings
from tenants.tenant import Tenant
from tenants.wall import TenantSession, open_session
from workflows.messages.gathering import gather
from workflows.reminders.of_units import remind_units
from workflows.reminders.sending import Due, remind, report_unstaffed, rungs_at_work
from workflows.reminders.telling import Teller

log = logging.getLogger(__name__)


def remind_once(engine: Engine, stopping: Stopping | None = None) -> int:
    """Remind of what is due in every open tenant; return of how many tasks.

    Two rounds may run at once: a task that one holds is passed by, and what one has sent,
    the other finds.
    """
    return _in_every_tenant(engine, _reminded, stopping)


def gather_once(engine: Engine, stopping: Stopping | None = None) -> int:
    """Bundle what is ready to leave in every open tenant; return how many bundles."""
    return _in_every_tenant(engine, _gathered, stopping)


def _in_every_tenant(
    engine: Engine, work: Callable[[Engine, UUID], Iterator[int]], stopping: Stopping | None
) -> int:
    done = 0
    for tenant_id in open_tenants(engine):
        try:
            for batch in work(engine, tenant_id):
                done += batch
                if stopping is not None and stopping.asked:
                    return done
        except SQLAlchemyError as error:
            log.warning("Tenant %s waits for the next round: %s", tenant_id, type(error).__name__)
    return done


def _reminded(engine: Engine, tenant_id: UUID) -> Iterator[int]:
    with open_session(engine, tenant_id) as session:
        due = rungs_at_work(session)
    rounds: list[Callable[[Teller], int]] = [report_unstaffed, *map(_of, due), remind_units]
    for each in rounds:
        yield from _batches(engine, tenant_id, each)


def _of(due: Due) -> Callable[[Teller], int]:
    return lambda teller: remind(teller, due)


def _gathered(engine: Engine, tenant_id: UUID) -> Iterator[int]:
    def bundles(teller: Teller) -> int:
        base = (settings().public_url or "").rstrip("/")
        return gather(teller.session, teller.tenant, ways=teller.ways, base=base)

    yield from _batches(engine, tenant_id, bundles)


def _batches(engine: Engine, tenant_id: UUID, work: Callable[[Teller], int]) -> Iterator[int]:
    """Do a piece of work until nothing is left of it, each batch in a transaction of its own."""
    while True:
        with open_session(engine, tenant_id) as session:
            done = work(_teller(session))
            session.commit()
        if not done:
            return
        yield done


def _teller(session: TenantSession) -> Teller:
    tenant = session.get_one(Tenant, session.tenant_id)
    return Teller(session, tenant, ways_of(settings(), tenant))
