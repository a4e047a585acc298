"""Gathering what waits for a person into one bundle, and writing it for each channel.

One bundle a person and day, whatever is urgent at once; nothing in the quiet hours of the
night; nothing of an act that was done meanwhile. Several may gather at once: a message
that another holds is passed by.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from uuid import UUID

from sqlalchemy import and_, exists, select
from sqlalchemy.dialects.postgresql import insert

from tenants import clock
from tenants.clock import local
from tenants.database import row_id
from tenants.outbox import leave
from tenants.people import Person
from tenants.tenant import Tenant
from tenants.wall import TenantSession
from workflows.messages.reaching import Reach, reach_of
from workflows.messages.tables import Bundle, Channel, Delivery, Message
from workflows.messages.wording import bundle_body, bundle_chat, bundle_short, bundle_subject
from workflows.tasks.tables import Task

BATCH = 500


@dataclass(frozen=True, slots=True)
class Hours:
    """When messages may leave: not in the quiet hours, the day's bundle from a time on."""

    quiet_from: time = time(21, 0)
    quiet_until: time = time(7, 0)
    bundle_from: time = time(7, 30)

    def are_quiet(self, moment: datetime) -> bool:
        """Tell whether people are left in peace at a moment."""
        now = local(moment).time()
        return now >= self.quiet_from or now < self.quiet_until

    def bundles(self, moment: datetime) -> bool:
        """Tell whether the day's bundle may leave."""
        return not self.are_quiet(moment) and local(moment).time() >= self.bundle_from


def gather(
    session: TenantSession,
    tenant: Tenant,
    *,
    ways: Collection[Channel],
    base: str = "",
    hours: Hours | None = None,
) -> int:
    """Bundle what is ready to leave, at most a batch; return how many bundles were made.

    Args:
        ways: the channels that are set up.
        base: the address under which the service is reached, for links; or nothing.

    """
    hours, now = hours or Hours(), clock.now(session)
    if not ways or hours.are_quiet(now):
        return 0
    made = 0
    for urgent in (True, False):
        if not urgent and not hours.bundles(now):
            continue
        waiting = _waiting(session, now, urgent=urgent)
        reached = reach_of(session, {message.person_id for message in waiting}, ways=ways)
        for person_id, messages in groupby(waiting, key=lambda message: message.person_id):
            writer = _Writer(session, tenant, base)
            made += _bundle(writer, person_id, list(messages), reached.get(person_id), urgent)
    return made


def _waiting(session: TenantSession, now: datetime, *, urgent: bool) -> list[Message]:
    """Lock what is ready, person by person; what was done meanwhile is dropped on the way.

    What is not urgent waits for another day once the day's bundle has left.
    """
    had_todays = exists().where(
        Bundle.person_id == Message.person_id, Bundle.day == local(now).date(), ~Bundle.urgent
    )
    rows = session.execute(
        select(Message, Task.done_at)
        .outerjoin(Task, Task.id == Message.task_id)
        .where(
            Message.bundle_id.is_(None),
            Message.dropped_at.is_(None),
            Message.ready_at <= now,
            Message.urgent.is_(True) if urgent else and_(~Message.urgent, ~had_todays),
        )
        .order_by(Message.person_id, Message.at, Message.id)
        .limit(BATCH)
        .with_for_update(of=Message, skip_locked=True)
    )
    waiting = []
    for message, done_at in rows.all():
        if done_at is None:
            waiting.append(message)
        else:
            message.dropped_at, message.dropped_because = now, "done"
    session.flush()
    return waiting


def _bundle(
    writer: _Writer,
    person_id: UUID,
    messages: Sequence[Message],
    reach: Reach | None,
    urgent: bool,  # noqa: FBT001  # one of the two kinds of bundle
) -> int:
    session = writer.session
    now = clock.now(session)
    if reach is None:
        for message in messages:
            message.dropped_at, message.dropped_because = now, "unreachable"
        session.flush()
        return 0
    bundle_id = _new_bundle(session, person_id, local(now).date(), urgent=urgent)
    if bundle_id is None:
        return 0  # today's has left already; these wait for tomorrow's
    for message in messages:
        message.bundle_id = bundle_id
    session.flush()
    name = session.scalars(select(Person.name).where(Person.id == person_id)).one()
    for channel, address in reach.addresses.items():
        if channel is Channel.SMS and not urgent:
            continue  # an SMS holds one thing, and costs
        delivery = Delivery(
            id=row_id(), bundle_id=bundle_id, channel=channel, address=address, made_at=now,
            **writer.written(channel, name, messages),
        )  # fmt: skip
        session.add(delivery)
        leave(session, "deliver", {"delivery": str(delivery.id)})
    session.flush()
    return 1


def _new_bundle(session: TenantSession, person_id: UUID, day: date, *, urgent: bool) -> UUID | None:
    return session.scalar(
        insert(Bundle)
        .values(
            tenant_id=session.tenant_id, id=row_id(), person_id=person_id, day=day,
            urgent=urgent, made_at=clock.now(session),
        )
        .on_conflict_do_nothing()
        .returning(Bundle.id)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes bundles of one tenant."""

    session: TenantSession
    tenant: Tenant
    base: str

    def written(self, channel: Channel, name: str, messages: Sequence[Message]) -> dict[str, str]:
        """Write a bundle for a channel, of the sentences as they were kept."""
        sentences = [message.words for message in messages]
        phone = str(self.tenant.words.get("phone") or "")
        match channel:
            case Channel.EMAIL:
                linked = [(message.words, self.address(message.path)) for message in messages]
                body = bundle_body(
                    name, linked, office=self.tenant.name, phone=phone, change=self.address("/toi")
                )
                return {"subject": bundle_subject(sentences), "body": body}
            case Channel.ZALO:
                return {"body": bundle_chat(sentences)}
            case Channel.SMS:
                shorts = [message.short for message in messages]
                link = self.address(messages[0].path)
                return {"body": bundle_short(shorts, address=link, phone=phone)}

    def address(self, path: str) -> str:
        """Return a full address inside the tenant, if the service knows its own."""
        return f"{self.base}/{self.tenant.slug}{path}" if self.base and path else ""
