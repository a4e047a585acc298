"""The job ``first_administrator``: a tenant that was just opened gets whom it was opened for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from tenants.appointments import add_person, appoint
from tenants.audit import record_event
from tenants.members import Member
from tenants.outbox import OutboxItem
from tenants.people import Account, Person
from tenants.platform.accounts import POST
from tenants.roles import Role
from tenants.signing_in.tables import Invitation
from tenants.units import root_unit
from tenants.wall import TenantSession


def first_administrator(session: TenantSession, item: OutboxItem) -> None:
    """Enter the first administrator, whose link the platform has shown already.

    Only a tenant without people takes one: later the platform gives nobody a role.
    """
    if session.scalars(select(func.count()).select_from(Person)).one():
        return
    said = item.payload
    person = add_person(session, said["name"], phone=said["phone"])
    appoint(session, person, Role.TENANT_ADMIN, unit=root_unit(session))
    account = session.scalars(select(Account).where(Account.person_id == person.id)).one()
    session.add(
        Invitation(
            account_id=account.id,
            phone=account.phone,
            digest=bytes.fromhex(said["digest"]),
            expires_at=datetime.fromisoformat(said["expires_at"]),
        )
    )
    actor = Member(person_id=None, name=said["by"], post=POST)
    facts = {"person_id": person.id, "role": Role.TENANT_ADMIN}
    record_event(
        session, "person_added", actor=actor, role="platform_admin", for_name=person.name,
        facts=facts,
    )  # fmt: skip
