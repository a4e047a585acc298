"""The apps of those who decide in the demo; the page shows what they would show."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from tenants.people import Account, Membership
from tenants.roles import Role
from tenants.signing_in.deciders import ALWAYS
from tenants.signing_in.second_factors import keep_app
from tenants.units import root_unit
from tenants.wall import TenantSession


def give_apps(session: TenantSession) -> None:
    """Set up an authenticator app for everybody of whom a second factor is asked."""
    upper = root_unit(session).id
    deciding = select(Membership.person_id).where(
        or_(
            Membership.role.in_(ALWAYS),
            (Membership.role == Role.COMMITTEE_MEMBER) & (Membership.unit_id == upper),
        )
    )
    accounts = select(Account).where(Account.person_id.in_(deciding)).order_by(Account.id)
    for account in session.scalars(accounts.options(joinedload(Account.person))):
        keep_app(session, account)
