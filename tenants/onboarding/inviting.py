"""Inviting those whom a list made known and who have not signed in yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, exists, insert, select, update
from sqlalchemy.orm import aliased

from tenants import clock
from tenants.audit import record_event
from tenants.database import row_id
from tenants.members import Member
from tenants.onboarding.tables import ListEffect
from tenants.outbox import OutboxItem
from tenants.people import Account, Membership, Person
from tenants.roles import Role
from tenants.signing_in.lifetimes import INVITATION_LIVES
from tenants.signing_in.tables import Invitation, SignIn
from tenants.signing_in.tokens import digest_of, new_token
from tenants.units import OrgUnit, UnitKind
from tenants.wall import TenantSession

# A page of more links is printed ward by ward.
MOST_AT_ONCE = 1_500


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody who may be invited: where they are what, and under which ward."""

    account_id: UUID
    name: str
    phone: str
    role: Role
    unit: str
    ward_id: UUID
    ward: str


def invitees(
    session: TenantSession, list_id: UUID, *, ward_id: UUID | None = None
) -> list[Invitee]:
    """List those whom the list made known and who never signed in, by ward and unit."""
    above = aliased(OrgUnit)
    query = (
        select(
            Account.id,
            Person.name,
            Account.phone,
            Membership.role,
            OrgUnit.id,
            OrgUnit.name,
            OrgUnit.kind,
            above.id,
            above.name,
        )
        .join(Person, Person.id == Account.person_id)
        .join(Membership, Membership.person_id == Person.id)
        .join(OrgUnit, OrgUnit.id == Membership.unit_id)
        .outerjoin(above, above.id == OrgUnit.parent_id)
        .where(
            Account.id.in_(_accounts_of(list_id)),
            Account.disabled_at.is_(None),
            Membership.valid_to.is_(None),
            ~exists().where(SignIn.account_id == Account.id),
        )
        .order_by(above.sort_key, OrgUnit.sort_key, Membership.role.desc(), Account.id)
    )
    if ward_id is not None:
        query = query.where((OrgUnit.id == ward_id) | (above.id == ward_id))
    found: dict[UUID, Invitee] = {}
    for account_id, name, phone, role, unit_id, unit, kind, above_id, above_name in session.execute(
        query
    ):
        is_cell = kind is UnitKind.PARTY_CELL and above_id is not None
        ward = (above_id, above_name) if is_cell else (unit_id, unit)
        found.setdefault(account_id, Invitee(account_id, name, phone, role, unit, *ward))
    return list(found.values())


def invite_all(
    session: TenantSession, people: Sequence[Invitee], *, actor: Member
) -> list[tuple[Invitee, str]]:
    """Make a one-time link for each, and return its token; links they had before end."""
    made = [(person, new_token()) for person in people]
    if not made:
        return []
    now = clock.now(session)
    accounts = [person.account_id for person in people]
    session.execute(
        update(Invitation)
        .where(Invitation.account_id.in_(accounts), Invitation.used_at.is_(None))
        .values(used_at=now)
    )
    session.execute(
        insert(Invitation),
        [
            {
                "tenant_id": session.tenant_id,
                "id": row_id(),
                "account_id": person.account_id,
                "digest": digest_of(token),
                "phone": person.phone,
                "expires_at": now + INVITATION_LIVES,
            }
            for person, token in made
        ],
    )
    record_event(
        session,
        "invited_many",
        actor=actor,
        facts={"accounts": accounts, "number": len(accounts)},
    )
    return made


def leave_invitations(
    session: TenantSession, people: Sequence[Invitee], *, channel: str, address: str, actor: Member
) -> None:
    """Leave a message for each, to be sent with a link that is made when it goes out.

    Args:
        address: where links begin, such as ``https://example.vn/ha-tinh``.

    """
    now = clock.now(session)
    session.add_all(
        OutboxItem(
            job="invitation",
            payload={"account": str(person.account_id), "channel": channel, "address": address},
            run_at=now,
        )
        for person in people
    )
    record_event(
        session,
        "invitations_sent",
        actor=actor,
        facts={
            "accounts": [person.account_id for person in people],
            "number": len(people),
            "channel": channel,
        },
    )


def _accounts_of(list_id: UUID) -> Select[UUID]:
    """Select the accounts that a list made, or brought back after it had been undone."""
    return select(ListEffect.row_id).where(
        ListEffect.list_id == list_id, ListEffect.kind == Account.__tablename__
    )
