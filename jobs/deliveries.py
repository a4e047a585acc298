"""The job ``deliver``: carries one bundle on one channel, and remembers what came of it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from jobs.channels.smtp import NeverTakenError
from jobs.channels.ways import carrier_of
from tenants import clock
from tenants.outbox import OutboxItem
from tenants.settings import MissingSettingError, settings
from tenants.tenant import Tenant
from tenants.wall import TenantSession
from workflows.messages.tables import Channel, Delivery

MOST_TRIES = 24


def deliver(session: TenantSession, item: OutboxItem) -> None:
    """Carry the delivery that ``payload`` names, ``{"delivery": id}``.

    A server that does not take it now is asked again; what cannot be carried at all is
    given up with its reason. It names itself the same each time, so that a copy sent before
    a crash is known as one.

    Raises:
        NotTakenError: it was not taken now; the job is tried again.

    """
    delivery = session.scalars(
        select(Delivery).where(Delivery.id == UUID(item.payload["delivery"])).with_for_update()
    ).one()
    if delivery.sent_at is not None or delivery.given_up_at is not None:
        return
    tenant = session.get_one(Tenant, session.tenant_id)
    delivery.tries = item.tries + 1
    if item.tries >= MOST_TRIES:
        _give_up(session, delivery, item.last_error or "not taken")
        return
    try:
        delivery.sent_by = carrier_of(settings(), tenant, Channel(delivery.channel))(delivery)
        delivery.sent_at = clock.now(session)
    except (NeverTakenError, MissingSettingError) as error:
        _give_up(session, delivery, str(error))


def _give_up(session: TenantSession, delivery: Delivery, reason: str) -> None:
    delivery.given_up_at = clock.now(session)
    delivery.last_error = reason.strip().splitlines()[-1][:500]
