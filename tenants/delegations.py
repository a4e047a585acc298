"""Standing delegations: one comrade lets another take named steps in their place, for a time.

A delegation does not chain: what somebody may do for another comes from the other's own
roles alone, never from what was delegated to the other (docs/process.md, section 3).
Votes are not delegated: nobody votes for another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, Index, and_, or_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from tenants import clock
from tenants.audit import record_event
from tenants.database import Base, TenantRow, belongs_to, row_id
from tenants.members import Member, StandingDelegation, find_member
from tenants.people import Membership, Person
from tenants.personal_notices import tell_people
from tenants.roles import Role
from tenants.wall import TenantSession


class Delegation(TenantRow, Base):
    """Who acts for whom, in which steps (names of moves), from one day to another.

    ``ended_at`` ends it before its last day; the row stays.
    """

    __tablename__ = "delegations"
    __table_args__ = (
        belongs_to("people", "from_person_id"),
        belongs_to("people", "to_person_id"),
        CheckConstraint("from_person_id <> to_person_id", name="not_to_oneself"),
        CheckConstraint("valid_to >= valid_from", name="dates_in_order"),
        CheckConstraint("jsonb_array_length(steps) > 0", name="names_its_steps"),
        Index(None, "tenant_id", "to_person_id", "valid_to"),
        Index(None, "tenant_id", "from_person_id", "valid_to"),
    )

    from_person_id: Mapped[UUID]
    to_person_id: Mapped[UUID]
    steps: Mapped[list[str]]
    reason: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]

    giver: Mapped[Person] = relationship(foreign_keys="Delegation.from_person_id", viewonly=True)
    taker: Mapped[Person] = relationship(foreign_keys="Delegation.to_person_id", viewonly=True)


class DelegationRefusedError(Exception):
    """A delegation cannot be made or ended; ``code`` says why, ``info`` the particulars."""

    def __init__(self, code: str, **info: object) -> None:
        super().__init__(code)
        self.code = code
        self.info = info


def standing_delegations(
    session: TenantSession, person_id: UUID, *, on: date
) -> list[StandingDelegation]:
    """List what a person may do on a day in the place of others, by those people's own roles.

    The principals carry their roles of that day. Who has been disabled, or has no role
    left, gives nothing.
    """
    rows = session.scalars(
        select(Delegation)
        .where(Delegation.to_person_id == person_id, _stands(on))
        .order_by(Delegation.valid_from, Delegation.id)
    )
    found: list[StandingDelegation] = []
    for row in rows:
        principal = find_member(session, row.from_person_id, on=on)
        if principal is not None and principal.holdings:
            found.append(StandingDelegation(row.id, principal, frozenset(row.steps), row.valid_to))
    return found


def with_delegations(session: TenantSession, member: Member, *, on: date) -> Member:
    """Return a member together with those in whose place they may act on a day."""
    if member.person_id is None:
        return member
    standing = standing_delegations(session, member.person_id, on=on)
    return replace(member, stands_in_for=tuple(standing)) if standing else member


def takers_of(
    session: TenantSession, person_ids: Sequence[UUID], *, on: date
) -> dict[UUID, list[Delegation]]:
    """Return the delegations that people have given and that stand on a day, by the giver."""
    given: dict[UUID, list[Delegation]] = {person_id: [] for person_id in person_ids}
    for row in session.scalars(
        select(Delegation)
        .join(Person, Person.id == Delegation.to_person_id)
        .where(Delegation.from_person_id.in_(person_ids), _stands(on), Person.disabled_at.is_(None))
        .order_by(Delegation.valid_from, Delegation.id)
        .options(joinedload(Delegation.taker))
    ):
        given[row.from_person_id].append(row)
    return given


def delegations_of(session: TenantSession, person_id: UUID) -> list[Delegation]:
    """List what a person ever gave or took, the latest first."""
    return list(
        session.scalars(
            select(Delegation)
            .where(
                or_(Delegation.from_person_id == person_id, Delegation.to_person_id == person_id)
            )
            .order_by(Delegation.valid_from.desc(), Delegation.id.desc())
            .options(joinedload(Delegation.giver), joinedload(Delegation.taker))
        )
    )


def delegate(
    session: TenantSession,
    *,
    from_person_id: UUID,
    to_person_id: UUID,
    steps: Sequence[str],
    valid_from: date,
    valid_to: date,
    actor: Member,
    reason: str = "",
) -> Delegation:
    """Let one comrade take steps in the place of another, for a period.

    The person themselves makes it, or the tenant's administrator.

    Raises:
        DelegationRefusedError: ``role``, ``oneself``, ``no_steps``, ``dates_out_of_order``,
            ``period_is_over``, ``no_such_person``, ``no_role_to_delegate``,
            ``already_delegated``.

    """
    _ask_right(actor, from_person_id)
    if from_person_id == to_person_id:
        raise DelegationRefusedError("oneself")
    named = sorted(set(steps))
    if not named:
        raise DelegationRefusedError("no_steps")
    if valid_to < valid_from:
        raise DelegationRefusedError("dates_out_of_order")
    if valid_to < clock.today(session):
        raise DelegationRefusedError("period_is_over", until=valid_to)
    # Two delegations between the same two wait for each other here.
    people = {
        person.id: person
        for person in session.scalars(
            select(Person)
            .where(Person.id.in_([from_person_id, to_person_id]), Person.disabled_at.is_(None))
            .order_by(Person.id)
            .with_for_update(key_share=True)
        )
    }
    if len(people) < 2:
        raise DelegationRefusedError("no_such_person")
    if not _holds_a_role(session, from_person_id, valid_from, valid_to):
        raise DelegationRefusedError("no_role_to_delegate")
    double = _overlapping(session, from_person_id, to_person_id, valid_from, valid_to)
    again = sorted(step for step in named if any(step in row.steps for row in double))
    if again:
        raise DelegationRefusedError("already_delegated", steps=again)
    row = Delegation(
        id=row_id(),
        from_person_id=from_person_id,
        to_person_id=to_person_id,
        steps=named,
        reason=reason,
        valid_from=valid_from,
        valid_to=valid_to,
        made_at=clock.now(session),
        made_by=actor.name,
    )
    session.add(row)
    session.flush()
    seq = record_event(
        session,
        "delegated",
        actor=actor,
        for_name=people[from_person_id].name,
        facts={
            "delegation": row.id,
            "from": from_person_id,
            "to": to_person_id,
            "to_name": people[to_person_id].name,
            "steps": named,
            "valid_from": valid_from,
            "valid_to": valid_to,
            "reason": reason,
        },
    )
    tell_people(session, [from_person_id, to_person_id], seq)
    return row


def end_delegation(session: TenantSession, delegation_id: UUID, *, actor: Member) -> Delegation:
    """End a delegation at once; both of the two may, and the administrator.

    Raises:
        DelegationRefusedError: ``gone``, when there is none that stands or is to come and
            that the actor may end.

    """
    row = session.scalar(
        select(Delegation)
        .where(Delegation.id == delegation_id, Delegation.ended_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None or row.valid_to < clock.today(session):
        raise DelegationRefusedError("gone")
    concerned = actor.person_id in {row.from_person_id, row.to_person_id}
    if not concerned and not actor.holds(Role.TENANT_ADMIN):
        raise DelegationRefusedError("gone")
    row.ended_at = clock.now(session)
    row.ended_by = actor.name
    session.flush()
    giver = session.get_one(Person, (row.tenant_id, row.from_person_id))
    taker = session.get_one(Person, (row.tenant_id, row.to_person_id))
    seq = record_event(
        session,
        "delegation_ended",
        actor=actor,
        for_name=giver.name,
        facts={
            "delegation": row.id,
            "from": row.from_person_id,
            "to": row.to_person_id,
            "to_name": taker.name,
            "steps": row.steps,
        },
    )
    tell_people(session, [row.from_person_id, row.to_person_id], seq)
    return row


def _ask_right(actor: Member, from_person_id: UUID) -> None:
    if actor.person_id != from_person_id and not actor.holds(Role.TENANT_ADMIN):
        raise DelegationRefusedError("role")


def _stands(on: date) -> ColumnElement[bool]:
    return and_(
        Delegation.valid_from <= on, Delegation.valid_to >= on, Delegation.ended_at.is_(None)
    )


def _holds_a_role(session: TenantSession, person_id: UUID, first: date, last: date) -> bool:
    held = select(Membership.id).where(
        Membership.person_id == person_id,
        Membership.valid_from <= last,
        or_(Membership.valid_to.is_(None), Membership.valid_to >= first),
    )
    return session.scalar(select(held.exists())) is True


def _overlapping(
    session: TenantSession, giver: UUID, taker: UUID, first: date, last: date
) -> list[Delegation]:
    return list(
        session.scalars(
            select(Delegation).where(
                Delegation.from_person_id == giver,
                Delegation.to_person_id == taker,
                Delegation.valid_from <= last,
                Delegation.valid_to >= first,
                Delegation.ended_at.is_(None),
            )
        )
    )
