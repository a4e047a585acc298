"""On which channels a person can be reached, and how they chose to be told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from tenants.audit import record_event
from tenants.members import Member
from tenants.people import Account
from tenants.wall import TenantSession
from workflows.messages.tables import Channel, ToldHow

# Whoever has said nothing is told by every channel the office has set up: an SMS only goes
# out when it is urgent.
UNSAID = frozenset(Channel)


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a person can be told something, by channel, and whether gathered once a day."""

    addresses: Mapping[Channel, str]
    gathered: bool = True


def reach_of(
    session: TenantSession, people: Iterable[UUID], *, ways: Collection[Channel]
) -> dict[UUID, Reach]:
    """Return how each of these people can be reached on the channels that are set up.

    Whoever cannot be reached is left out.
    """
    wanted = list(people)
    if not ways or not wanted:
        return {}
    rows = session.execute(
        select(Account.person_id, Account.phone, Account.email, ToldHow.channels, ToldHow.gathered)
        .outerjoin(ToldHow, ToldHow.person_id == Account.person_id)
        .where(Account.person_id.in_(wanted), Account.disabled_at.is_(None))
    )
    found: dict[UUID, Reach] = {}
    for person_id, phone, email, said, gathered in rows:
        chosen: list[str] | None = said  # the outer join finds nobody who has not chosen
        open_ways = UNSAID if chosen is None else frozenset(Channel(way) for way in chosen)
        addresses = {Channel.EMAIL: email, Channel.SMS: phone, Channel.ZALO: phone}
        usable = {
            way: address
            for way, address in addresses.items()
            if address and way in ways and way in open_ways
        }
        if usable:
            found[person_id] = Reach(usable, gathered is not False)
    return found


def told_how(session: TenantSession, person_id: UUID) -> ToldHow:
    """Return how a person chose to be told, or what holds for whoever has not chosen."""
    kept = session.get(ToldHow, (session.tenant_id, person_id))
    return kept or ToldHow(person_id=person_id, channels=sorted(UNSAID), gathered=True)


def choose(
    session: TenantSession,
    member: Member,
    *,
    channels: Collection[Channel],
    gathered: bool,
    email: str | None,
) -> None:
    """Keep how the member wants to be told, and their own address for e-mail."""
    kept = {"channels": sorted(channels), "gathered": gathered}
    session.execute(
        insert(ToldHow)
        .values(tenant_id=session.tenant_id, person_id=member.person_id, **kept)
        .on_conflict_do_update(index_elements=["tenant_id", "person_id"], set_=kept)
    )
    account = session.scalar(
        select(Account).where(Account.person_id == member.person_id).with_for_update()
    )
    changed = account is not None and account.email != email
    if account is not None:
        account.email = email
    session.flush()
    facts = {**kept, "email_changed": changed}
    record_event(session, "told_how_chosen", actor=member, facts=facts)
